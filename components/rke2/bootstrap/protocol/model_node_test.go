package protocol_test

import (
	"strconv"

	"github.com/cloudgap/cloudgap/components/rke2/bootstrap/protocol"
)

// local is what node n knows of itself when a round begins.
func (m *model) local(n int) protocol.Local {
	node := &m.nodes[n]
	return protocol.Local{
		State: node.state, Data: node.data != 0, Running: node.running, Serving: m.serving(n),
		Expiring: node.expiring, Leaving: node.leaving, OutOfTime: node.outOfTime,
	}
}

// next is the action that node n takes next, and the view that it decides upon.
func (m *model) next(n int, s settings) (protocol.Action, protocol.View) {
	view := protocol.View{
		Self:  protocol.Self{Ordinal: ordinals[n], Instance: m.id(n), Servers: servers},
		Local: m.local(n),
	}
	if m.nodes[n].view != nil {
		view = *m.nodes[n].view
	}
	return s.decide(view), view
}

// perform lets node n carry out an action: it answers a question, or tries an effect and ends the round.
func (m *model) perform(n int, action protocol.Action, view protocol.View, s settings) {
	node := &m.nodes[n]
	if action.Question() {
		if !m.answer(n, action, &view) {
			node.view = nil
			return
		}
		node.view = &view
		return
	}
	node.view = nil
	switch a := action.(type) {
	case protocol.PutClaim, protocol.PutMarker, protocol.PutLock:
		m.put(a, m.id(n), s)
	case protocol.Record:
		node.state = a.State
	case protocol.Start:
		node.running, node.founding, node.expiring, node.renewing = true, a.Found, false, false
	case protocol.Stop:
		m.stop(n)
	case protocol.Register:
		node.state.Registered = true
	case protocol.Leave:
		m.leave(n)
	case protocol.Finish:
		m.terminate(n)
	case protocol.Abandon:
		if !s.mayAbandon {
			m.breaks("gives an instance up: " + a.Reason)
		}
		m.terminate(n)
	}
}

// answer fills in the view, or returns false where the question cannot be answered now.
func (m *model) answer(n int, question protocol.Action, view *protocol.View) bool {
	switch q := question.(type) {
	case protocol.ReadMarker:
		view.Marker = see(m.marker)
	case protocol.ReadClaim:
		view.Claim = see(m.claim)
	case protocol.ReadLock:
		view.Lock = see(m.lock)
	case protocol.CheckLife:
		view.Asked, view.Life = q.Instance, protocol.LifeAlive
		if !m.alive(q.Instance) {
			view.Life = protocol.LifeDead
		}
	case protocol.ReadMembers:
		cluster := m.nodes[n].data
		if !m.quorum(cluster) {
			return false
		}
		members, _, running := m.census(cluster)
		node := m.nodes[n]
		if node.voter {
			members--
			if node.running {
				running--
			}
		}
		view.Members = protocol.Membership{Read: true, Self: node.voter, Others: int(members), Healthy: int(running)}
	}
	return true
}

func see[T protocol.Object](object *T) protocol.Seen[T] {
	if object == nil {
		return protocol.Seen[T]{Read: true}
	}
	return protocol.Seen[T]{Read: true, Present: true, Value: *object, ETag: etag(object)}
}

// etag depends on the content only, which is the worst that a store can do.
func etag[T protocol.Object](object *T) string {
	if object == nil {
		return ""
	}
	switch value := any(*object).(type) {
	case protocol.Claim:
		return value.Instance + strconv.Itoa(value.Fence)
	case protocol.Marker:
		return value.Instance + strconv.Itoa(value.Fence)
	case protocol.Lock:
		return value.Holder + strconv.Itoa(value.Fence) + strconv.FormatBool(value.Held)
	}
	panic("unknown record")
}

// put is S3's part of a conditional put.
func (m *model) put(action protocol.Action, sender string, s settings) {
	switch a := action.(type) {
	case protocol.PutClaim:
		if s.unconditional || a.Replaces == etag(m.claim) {
			m.claim = &a.Claim
		}
	case protocol.PutMarker:
		if s.unconditional || m.marker == nil {
			m.marker = &a.Marker
			m.posthumous = !m.alive(sender)
		}
	case protocol.PutLock:
		if s.unconditional || a.Replaces == etag(m.lock) {
			m.lock = &a.Lock
		}
	}
}

// leave takes node n out of etcd and stops RKE2 on it, unless etcd refuses because too few active members would be left.
func (m *model) leave(n int) {
	node := &m.nodes[n]
	if node.voter {
		members, _, running := m.census(node.data)
		if node.running {
			running--
		}
		if running < (members-1)/2+1 {
			return
		}
	}
	for other := range m.nodes {
		o := &m.nodes[other]
		if other == n || o.dead {
			continue
		}
		if o.running && !o.founding && !o.voter {
			m.breaks("a member leaves while another node joins")
		}
	}
	for other := range m.nodes {
		if other != n && m.nodes[other].left && !node.outOfTime {
			m.breaks("two members are missing because they left")
		}
	}
	node.voter, node.running, node.left = false, false, true
	node.state.Phase = protocol.PhaseLeft
}

// stop stops RKE2 on node n to renew its certificates.
func (m *model) stop(n int) {
	for other := range m.nodes {
		o := &m.nodes[other]
		if other != n && !o.dead && (o.renewing || o.left || o.running && !o.founding && !o.voter) {
			m.breaks("a server is restarted while another one is restarted, joins or has left")
		}
	}
	m.nodes[n].running, m.nodes[n].renewing = false, true
}

// terminate ends the instance of node n, with whatever is on its disk.
func (m *model) terminate(n int) {
	node := &m.nodes[n]
	if node.data != 0 && node.state.Phase != protocol.PhaseLeft {
		if node.voter {
			m.orphans[node.data]++
		} else {
			m.orphanLearners[node.data]++
		}
	}
	*node = modelNode{generation: node.generation, left: node.left, dead: true}
}

// replace boots a new instance in the place of a terminated one.
func (m *model) replace(n int) {
	old := m.nodes[n]
	m.nodes[n] = modelNode{generation: old.generation + 1, left: old.left}
}
