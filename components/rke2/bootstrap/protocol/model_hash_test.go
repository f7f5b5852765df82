package protocol_test

import (
	"encoding/binary"
	"hash/maphash"

	"github.com/cloudgap/cloudgap/components/rke2/bootstrap/protocol"
)

type digest [2]uint64

var seeds = [2]maphash.Seed{maphash.MakeSeed(), maphash.MakeSeed()}

// hash identifies a state by 128 bits made of everything in it. The three nodes are alike, so states that differ only in
// which of them plays which part count as one: the smallest of the hashes under every renaming that puts the nodes in the order
// of their ranks. Nodes with different ranks cannot be confused, so mostly that is one renaming.
func (m *model) hash() digest {
	var least digest
	ranks := [servers]uint64{m.rank(0), m.rank(1), m.rank(2)}
	first := true
	var room [512]byte
	for i := range renamings {
		node := &renamings[i].node
		if ranks[node[0]] > ranks[node[1]] || ranks[node[1]] > ranks[node[2]] {
			continue
		}
		e := encoder{to: room[:0], renaming: &renamings[i]}
		e.model(m)
		id := digest{maphash.Bytes(seeds[0], e.to), maphash.Bytes(seeds[1], e.to)}
		if first || id[0] < least[0] || id[0] == least[0] && id[1] < least[1] {
			least, first = id, false
		}
	}
	return least
}

// rank sums a node up in a number that does not depend on its name.
func (m *model) rank(n int) uint64 {
	node := &m.nodes[n]
	named := func(instance string) bool { return instance != "" && instance[0] == ordinals[n][0] }
	rank := uint64(node.generation)<<8 | uint64(node.data)<<4 | uint64(len(node.state.Phase))
	for _, is := range [...]bool{
		node.dead, node.voter, node.running, node.founding, node.leaving, node.outOfTime, node.left, node.expiring, node.renewing,
		node.state.Registered, node.view != nil, node.view != nil && node.view.Lock.Read, node.view != nil && node.view.Marker.Read,
		m.claim != nil && named(m.claim.Instance), m.marker != nil && named(m.marker.Instance), m.lock != nil && named(m.lock.Holder),
		named(m.flight.sender),
	} {
		rank <<= 1
		if is {
			rank |= 1
		}
	}
	return rank<<8 | uint64(byte(node.state.Lock))
}

// renaming says which node takes the place of node n, and back.
type renaming struct{ place, node [servers]int }

var renamings = func() (all []renaming) {
	for _, place := range [][servers]int{{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}} {
		r := renaming{place: place}
		for n, p := range place {
			r.node[p] = n
		}
		all = append(all, r)
	}
	return all
}()

// encoder writes a state under a renaming.
type encoder struct {
	to []byte
	*renaming
}

func (e *encoder) model(m *model) {
	e.claim(m.claim)
	e.marker(m.marker)
	e.lock(m.lock)
	e.action(m.flight.action)
	e.instance(m.flight.sender)
	for place := range m.nodes {
		e.node(&m.nodes[e.renaming.node[place]])
	}
	e.small(m.founded)
	for c := range m.orphans {
		e.small(m.orphans[c], m.orphanLearners[c])
	}
	e.flags(m.posthumous)
	e.small(m.budget.crashes, m.budget.kills, m.budget.leaves, m.budget.delays, m.budget.timeouts, m.budget.renewals)
	e.text(m.broken)
}

// instance writes an instance id, such as "b1", with the ordinal renamed; ETags begin with one.
func (e *encoder) instance(id string) {
	if id == "" {
		e.to = append(e.to, 0)
		return
	}
	e.to = append(e.to, byte(e.place[id[0]-'a'])+1)
	e.text(id[1:])
}

func (e *encoder) small(values ...int8) {
	for _, v := range values {
		e.to = append(e.to, byte(v))
	}
}

func (e *encoder) number(v int) { e.to = binary.AppendVarint(e.to, int64(v)) }

func (e *encoder) text(s string) { e.to = append(append(e.to, s...), 0) }

func (e *encoder) flags(values ...bool) {
	var bits byte
	for i, v := range values {
		if v {
			bits |= 1 << i
		}
	}
	e.to = append(e.to, bits)
}

func (e *encoder) claim(c *protocol.Claim) {
	e.flags(c != nil)
	if c != nil {
		e.instance(c.Instance)
		e.number(c.Fence)
	}
}

func (e *encoder) marker(c *protocol.Marker) {
	e.flags(c != nil)
	if c != nil {
		e.instance(c.Instance)
		e.number(c.Fence)
	}
}

func (e *encoder) lock(l *protocol.Lock) {
	e.flags(l != nil, l != nil && l.Held)
	if l != nil {
		e.instance(l.Holder)
		e.number(l.Fence)
	}
}

func (e *encoder) action(action protocol.Action) {
	switch a := action.(type) {
	case protocol.PutClaim:
		e.claim(&a.Claim)
		e.instance(a.Replaces)
	case protocol.PutMarker:
		e.marker(&a.Marker)
	case protocol.PutLock:
		e.lock(&a.Lock)
		e.instance(a.Replaces)
	}
	e.text("")
}

func (e *encoder) state(s protocol.State) {
	e.text(string(s.Phase))
	e.number(s.Lock)
	e.flags(s.Registered)
}

func (e *encoder) node(n *modelNode) {
	e.small(n.generation, n.data)
	e.flags(n.dead, n.voter, n.running, n.founding, n.leaving, n.outOfTime, n.view != nil, n.left)
	e.flags(n.expiring, n.renewing)
	e.state(n.state)
	if n.view == nil {
		return
	}
	v := n.view
	l := v.Local
	e.state(l.State)
	e.flags(l.Data, l.Running, l.Serving, l.Leaving, l.OutOfTime, v.Marker.Read, v.Claim.Read, v.Lock.Read)
	e.flags(v.Marker.Present, v.Claim.Present, v.Lock.Present, l.Expiring)
	e.claim(&v.Claim.Value)
	e.marker(&v.Marker.Value)
	e.lock(&v.Lock.Value)
	e.instance(v.Asked)
	e.text(string(v.Life))
	e.flags(v.Members.Read, v.Members.Self)
	e.number(v.Members.Others)
	e.number(v.Members.Healthy)
}
