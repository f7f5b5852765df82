package protocol_test

import (
	"fmt"
	"strings"
)

// exploration is the result of a search of every reachable state.
type exploration struct {
	states  int
	excused int
	// violation is empty if there is none; otherwise it says what, and trace how it came about, in the fewest steps.
	violation string
	trace     []string
}

func (e exploration) String() string {
	if e.violation == "" {
		return fmt.Sprintf("%d states, no violation", e.states)
	}
	return fmt.Sprintf("%s after %d steps:\n  %s", e.violation, len(e.trace), strings.Join(e.trace, "\n  "))
}

type origin struct {
	parent digest
	choice int16
}

// explore visits every state that is reachable from start, breadth first. In each it looks for a violation, and it checks
// that the cluster becomes complete if faults stop there.
func explore(start model, s settings, limit int) exploration {
	type entry struct {
		*model
		id digest
	}
	queue := []entry{{&start, start.hash()}}
	origins := map[digest]origin{queue[0].id: {}}
	settled := map[digest]bool{}
	var result exploration
	for len(queue) > 0 {
		m, from := queue[0].model, queue[0].id
		queue = queue[1:]
		result.states++
		if m.broken == "" && !s.safetyOnly && !m.converges(s, settled) {
			m.broken = noProgress
		}
		if m.broken != "" {
			result.violation = m.broken
			result.trace = retrace(start, *m, s, origins)
			return result
		}
		if result.states > limit {
			result.violation = fmt.Sprintf("more than %d states: the exploration is not finished", limit)
			return result
		}
		if m.lost() {
			result.excused++
		}
		for i, t := range m.transitions(s) {
			id := t.next.hash()
			if _, seen := origins[id]; seen {
				continue
			}
			origins[id] = origin{from, int16(i)}
			queue = append(queue, entry{t.next, id})
		}
	}
	return result
}

// retrace finds the choices that lead from start to the state m, and describes each.
func retrace(start, m model, s settings, origins map[digest]origin) []string {
	var choices []int16
	m2 := m
	id := m2.hash()
	if _, known := origins[id]; !known {
		m2.broken = ""
		id = m2.hash()
	}
	for root := start.hash(); id != root; id = origins[id].parent {
		choices = append(choices, origins[id].choice)
	}
	var trace []string
	at := start
	for i := len(choices) - 1; i >= 0; i-- {
		t := at.transitions(s)[choices[i]]
		trace = append(trace, t.label())
		at = *t.next
	}
	return trace
}

// converges runs the world without further faults, each node and RKE2 in turn, and tells whether the cluster becomes
// complete or is beyond what the protocol may mend. Settled holds the states from which it is known to.
func (m *model) converges(s settings, settled map[digest]bool) bool {
	at := *m
	at.budget = budget{}
	var path []digest
	for turn := range 300 {
		if turn == 200 {
			at.endHooks()
		}
		id := at.hash()
		if settled[id] || at.complete() || at.lost() {
			for _, on := range append(path, id) {
				settled[on] = true
			}
			return true
		}
		path = append(path, id)
		at.fairTurn(s)
		if at.broken != "" {
			return false
		}
	}
	return false
}

// fairTurn lets everything happen once that can happen without a fault.
func (m *model) fairTurn(s settings) {
	if m.flight.action != nil {
		m.deliver(s)
	}
	for n := range m.nodes {
		if m.nodes[n].dead {
			m.replace(n)
		}
		action, view := m.next(n, s)
		m.perform(n, action, view, s)
		m.firstOf(func(add adder) { m.rke2Transitions(n, add) })
	}
	m.firstOf(func(add adder) { m.worldTransitions(s, add) })
	m.check()
}

// endHooks terminates the instances that have not left in time, as the time limit of the terminate hook does.
func (m *model) endHooks() {
	for n := range m.nodes {
		if m.nodes[n].leaving && m.nodes[n].outOfTime {
			m.terminate(n)
		}
	}
}

// firstOf lets the first of the possible transitions happen, if there is one.
func (m *model) firstOf(list func(adder)) {
	done := false
	list(func(happen func(*model), _ string, _ ...any) {
		if !done {
			done = true
			happen(m)
		}
	})
}
