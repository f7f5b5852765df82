package gate

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"
)

// Outcome is the answer for a stack or a whole change.
type Outcome string

// The outcomes.
const (
	// Clean means that everything was judged and nothing is violated.
	Clean Outcome = "clean"
	// Violated means that everything was judged and something is violated.
	Violated Outcome = "violated"
	// Unjudged means that the judgement is not complete. There may be violations as well.
	Unjudged Outcome = "not judged"
)

// Verdict is what the gate says of a change.
type Verdict struct {
	// Stacks are the stacks of the change, in the order in which they were named.
	Stacks []Stack `json:"stacks"`
}

// Outcome is the worst of the stacks: a stack that could not be judged is worse than a violation, because nobody knows what
// it hides. A verdict on no stack is Unjudged.
func (v Verdict) Outcome() Outcome {
	worst := Clean
	if len(v.Stacks) == 0 {
		worst = Unjudged
	}
	for _, s := range v.Stacks {
		if o := s.Outcome(); o == Unjudged || worst == Clean {
			worst = o
		}
	}
	return worst
}

// Violations counts the violations of all stacks.
func (v Verdict) Violations() int {
	n := 0
	for _, s := range v.Stacks {
		n += len(s.Violations)
	}
	return n
}

// Stack is what the gate says of one stack.
type Stack struct {
	// Name is the stack's name, or the file that was judged.
	Name string `json:"name"`
	// File is the file that stands for the stack where nobody knows the line: its configuration, or the file that was judged.
	File string `json:"file"`
	// Pack is the policy pack that judged.
	Pack Pack `json:"pack"`
	// Problem says why the stack could not be judged; empty where it could.
	Problem string `json:"problem,omitempty"`
	// Violations are what has to change, sorted by resource and rule.
	Violations []Violation `json:"violations"`
	// Waived are what a waiver excuses, in the same order.
	Waived []Violation `json:"waived,omitempty"`
	// Snapshot is what the stack consists of.
	Snapshot Snapshot `json:"snapshot"`
	// Difference is the difference from the base; nil where none was asked for.
	Difference *Difference `json:"difference,omitempty"`
	// Notices tell what the judgement left out.
	Notices []string `json:"notices,omitempty"`
}

// MarshalJSON writes empty lists as such, for programs that go through them.
func (s Stack) MarshalJSON() ([]byte, error) {
	type plain Stack
	p := plain(s)
	p.Violations = present(p.Violations)
	p.Snapshot.Resources = present(p.Snapshot.Resources)
	p.Snapshot.Subnets = present(p.Snapshot.Subnets)
	p.Snapshot.Ways = present(p.Snapshot.Ways)
	p.Snapshot.Endpoints = present(p.Snapshot.Endpoints)
	return json.Marshal(p)
}

// present is a list that is there even where it is empty.
func present[T any](list []T) []T { return append([]T{}, list...) }

// Outcome is the answer for the stack.
func (s Stack) Outcome() Outcome {
	switch {
	case s.Problem != "":
		return Unjudged
	case len(s.Violations) > 0:
		return Violated
	default:
		return Clean
	}
}

// Pack is the policy pack that judged a stack.
type Pack struct {
	// Name and Version are the pack's own.
	Name    string `json:"name"`
	Version string `json:"version"`
	// Rules is the number of rules that ran.
	Rules int `json:"rules"`
}

// Violation is one thing that has to change, or that a waiver excuses.
type Violation struct {
	// Rule is the id of the rule, Title what must hold and Severity how bad it is ("low" to "critical").
	Rule     string `json:"rule"`
	Title    string `json:"title"`
	Severity string `json:"severity"`
	// URN is the resource, or the stack's where the whole stack is meant.
	URN string `json:"urn"`
	// Message says what is wrong in its first line, then the path, how to fix it, and the controls.
	Message string `json:"message"`
	// Waiver is the waiver that excuses it, empty for a violation.
	Waiver string `json:"waiver,omitempty"`
	// Position is where the program registers the resource, or the stack's File where that is not known.
	Position Position `json:"position"`
}

// Position is a place in a file.
type Position struct {
	// File is the path from the root of the repository, with slashes.
	File string `json:"file"`
	// Line counts from 1; 0 means the file as a whole.
	Line int `json:"line,omitempty"`
}

// Summary is the first line of the message: which resource, and what is wrong.
func (v Violation) Summary() string {
	line, _, _ := strings.Cut(v.Message, "\n")
	return line
}

// Name is the logical name of the resource.
func (v Violation) Name() string { return nameOf(v.URN) }

// Type is the type token of the resource.
func (v Violation) Type() string { return typeOf(v.URN) }

func sortViolations(list []Violation) {
	slices.SortStableFunc(list, func(a, b Violation) int {
		return cmp.Or(strings.Compare(a.URN, b.URN), strings.Compare(a.Rule, b.Rule), strings.Compare(a.Message, b.Message))
	})
}

// nameOf is the logical name within a URN.
func nameOf(urn string) string {
	if parts := strings.SplitN(urn, "::", 4); len(parts) == 4 {
		return parts[3]
	}
	return urn
}

// typeOf is the type within a URN, without the types of the parents.
func typeOf(urn string) string {
	parts := strings.SplitN(urn, "::", 4)
	if len(parts) < 4 {
		return ""
	}
	return parts[2][strings.LastIndex(parts[2], "$")+1:]
}
