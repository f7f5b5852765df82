package protocol_test

import (
	"fmt"

	"github.com/cloudgap/cloudgap/components/rke2/bootstrap/protocol"
)

// transition is one thing that may happen next.
type transition struct {
	next *model
	// label says what happened; it is built only where a trace is printed.
	label func() string
}

// transitions lists everything that may happen next, faults included as far as the budget goes.
func (m *model) transitions(s settings) []transition {
	list := make([]transition, 0, 16)
	add := func(happen func(*model), format string, args ...any) {
		next := new(model)
		*next = *m
		happen(next)
		next.check()
		list = append(list, transition{next, func() string { return fmt.Sprintf(format, args...) }})
	}
	for n := range m.nodes {
		if m.nodes[n].dead {
			add(func(next *model) { next.replace(n) }, "%s: a new instance boots", ordinals[n])
			continue
		}
		m.nodeTransitions(n, s, add)
		m.rke2Transitions(n, add)
		m.faultTransitions(n, add)
	}
	m.worldTransitions(s, add)
	return list
}

type adder func(happen func(*model), format string, args ...any)

func (m *model) nodeTransitions(n int, s settings, add adder) {
	action, view := m.next(n, s)
	add(func(next *model) { next.perform(n, action, view, s) }, "%s: %v", m.id(n), action)
	if m.nodes[n].view != nil {
		add(func(next *model) { next.nodes[n].view = nil }, "%s: a request fails, the round ends", m.id(n))
	}
	switch action.(type) {
	case protocol.Leave:
		if m.budget.crashes > 0 {
			add(func(next *model) {
				next.budget.crashes--
				next.leave(n)
				node := &next.nodes[n]
				node.view = nil
				if node.state.Phase == protocol.PhaseLeft {
					node.state.Phase, node.data = protocol.PhaseLeaving, 0
				}
				node.running = false
			}, "%s: reboots while it leaves", m.id(n))
		}
	case protocol.PutClaim, protocol.PutMarker, protocol.PutLock:
		if m.budget.delays > 0 && m.flight.action == nil {
			add(func(next *model) {
				next.budget.delays--
				next.flight = flight{action, m.id(n)}
				next.nodes[n].view = nil
			}, "%s: %v, but the request is delayed", m.id(n), action)
		}
	}
}

// rke2Transitions are what RKE2 on node n does by itself once it runs.
func (m *model) rke2Transitions(n int, add adder) {
	node := &m.nodes[n]
	switch {
	case !node.running:
	case node.data == 0 && node.founding:
		add(func(next *model) { next.initialise(n) }, "%s: RKE2 initialises a cluster", m.id(n))
	case node.data == 0:
		for _, target := range m.targets(n) {
			if target == n || m.serving(target) && m.orphanLearners[m.nodes[target].data] == 0 {
				add(func(next *model) { next.joinThrough(n, target) }, "%s: RKE2 joins through %s", m.id(n), m.id(target))
			}
		}
	case !node.voter && node.state.Phase != protocol.PhaseLeft && m.quorum(node.data):
		add(func(next *model) { next.nodes[n].voter, next.nodes[n].left = true, false }, "%s: becomes a voting member", m.id(n))
	}
}

// targets are the nodes at which a joiner may end up. The load balancer sends it to a healthy registered node; an Auto
// Scaling group takes an instance out of the target groups before the terminate hook. If none is healthy, the load
// balancer fails open to any registered node, the joiner included, and the joiner tries the other servers directly.
func (m *model) targets(joiner int) []int {
	var open, direct, healthy []int
	for n := range m.nodes {
		if m.nodes[n].dead {
			continue
		}
		registered := m.nodes[n].state.Registered && !m.nodes[n].leaving
		switch {
		case registered && m.serving(n):
			healthy = append(healthy, n)
		case registered:
			open = append(open, n)
		case n != joiner && m.serving(n):
			direct = append(direct, n)
		}
	}
	if len(healthy) > 0 {
		return healthy
	}
	return append(direct, open...)
}

func (m *model) initialise(n int) {
	if m.marker != nil && !m.posthumous {
		m.breaks("a cluster is initialised although the marker exists")
	}
	m.founded++
	m.nodes[n].data, m.nodes[n].voter = m.founded, true
}

func (m *model) joinThrough(n, target int) {
	if target == n {
		m.breaks("a node joins itself")
		return
	}
	m.nodes[n].data = m.nodes[target].data
}

func (m *model) faultTransitions(n int, add adder) {
	node := &m.nodes[n]
	if m.budget.crashes > 0 {
		add(func(next *model) {
			next.budget.crashes--
			next.nodes[n].running, next.nodes[n].founding = false, false
			next.nodes[n].view = nil
		}, "%s: reboots", m.id(n))
	}
	if m.budget.kills > 0 {
		add(func(next *model) { next.budget.kills--; next.terminate(n) }, "%s: is terminated", m.id(n))
	}
	if m.budget.leaves > 0 && !node.leaving {
		add(func(next *model) { next.budget.leaves--; next.nodes[n].leaving = true }, "%s: is asked to leave", m.id(n))
	}
	if m.budget.timeouts > 0 && node.leaving && !node.outOfTime {
		add(func(next *model) { next.budget.timeouts--; next.nodes[n].outOfTime = true }, "%s: has waited long enough", m.id(n))
	}
	if m.budget.renewals > 0 && !node.expiring {
		add(func(next *model) { next.budget.renewals--; next.nodes[n].expiring = true }, "%s: certificates are due", m.id(n))
	}
	if node.leaving && node.outOfTime {
		add(func(next *model) { next.terminate(n) }, "%s: is terminated because the terminate hook times out", m.id(n))
	}
}

// worldTransitions are what neither a node nor a fault does: late requests arrive, and the cloud controller deletes the
// Nodes of terminated instances, upon which RKE2 removes their members.
func (m *model) worldTransitions(s settings, add adder) {
	if m.flight.action != nil {
		add(func(next *model) { next.deliver(s) }, "S3: a delayed request of %s arrives", m.flight.sender)
	}
	for cluster := int8(1); cluster <= m.founded; cluster++ {
		if m.quorum(cluster) && (m.orphans[cluster] > 0 || m.orphanLearners[cluster] > 0) {
			add(func(next *model) { next.orphans[cluster], next.orphanLearners[cluster] = 0, 0 }, "the members of terminated instances are removed")
		}
	}
}

func (m *model) deliver(s settings) {
	late := m.flight
	m.flight = flight{}
	m.put(late.action, late.sender, s)
}
