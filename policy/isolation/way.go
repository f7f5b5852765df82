package isolation

import (
	"fmt"
	"strings"
)

// Verdict is the answer for a subnet or a way. There are three only.
type Verdict int

const (
	// CannotTell means that a value is missing that decides; it counts as a violation.
	CannotTell Verdict = iota
	// Isolated means that nothing outside the declared private ranges can be reached.
	Isolated
	// Reaches means that something outside can be reached or can reach in.
	Reaches
)

// String names the verdict as the reports do.
func (v Verdict) String() string {
	switch v {
	case Isolated:
		return "isolated"
	case Reaches:
		return "reaches"
	default:
		return "cannot tell"
	}
}

// Direction tells a way out from a way in.
type Direction string

const (
	// Egress is traffic that a workload starts.
	Egress Direction = "out"
	// Ingress is traffic that somebody outside starts.
	Ingress Direction = "in"
	// Both is a path that either side can start, such as a peering.
	Both Direction = "in and out"
)

// Way is one way out or in, permitted or not.
type Way struct {
	// Kind is the stable id of the sort of way; the policy rule with the same id explains it.
	Kind Kind
	// Direction says who can start traffic on it.
	Direction Direction
	// Verdict is Reaches or CannotTell for a violation, Isolated for a way that stays inside.
	Verdict Verdict
	// Offender is the URN of the resource that has to change. It is never empty.
	Offender string
	// Property is the property of the offender that decides, for example "gatewayId" or "routes[2].natGatewayId".
	Property string
	// Reason says in a few words what is wrong, without a final period.
	Reason string
	// Path is the evidence, from the inside to the outside: subnet, table, route, target.
	Path []Step
	// Subnets are the URNs of the subnets that the way serves, sorted. It is empty for a table that no subnet uses and
	// for a thing outside a subnet.
	Subnets []string
	// Destinations are the addresses outside the permitted ranges (for an Isolated way: all addresses) on the other end.
	Destinations Addresses
	// Missing lists what has to be known for a better answer than CannotTell.
	Missing []string
}

// Step is one hop of a path.
type Step struct {
	// URN is empty where the hop is not a resource of the stack.
	URN string
	// What says what the hop is: "subnet", "route table", "route 0.0.0.0/0", "internet gateway".
	What string
	// ID is the known id, or empty.
	ID string
}

// String writes the hop as `what "name" (id)`.
func (s Step) String() string {
	text := s.What
	if s.URN != "" {
		text += fmt.Sprintf(" %q", urnName(s.URN))
	}
	if s.ID != "" {
		text += " (" + s.ID + ")"
	}
	return text
}

// String writes the path as "subnet → route table → route → target: reason".
func (w Way) String() string {
	steps := make([]string, len(w.Path))
	for i, s := range w.Path {
		steps[i] = s.String()
	}
	text := strings.Join(steps, " → ")
	if text != "" {
		text += ": "
	}
	text += w.Reason
	if len(w.Missing) > 0 {
		text += "; missing: " + strings.Join(w.Missing, ", ")
	}
	return text
}
