package rules

import (
	"slices"
	"strings"

	"github.com/cloudgap/cloudgap/policy/isolation"
)

// Stack is all that a judgement of a whole stack may look at.
type Stack struct {
	// Model is the network of the stack, nil where it could not be built.
	Model *isolation.Model
	// Resources are the resources of the stack, sorted by URN, so that findings do not depend on the engine's order.
	Resources []*isolation.Resource
	// Settings are what the team declares.
	Settings Settings
	// Ledger keeps the books on the waivers.
	Ledger *Ledger

	modelled
	byToken map[string][]*isolation.Resource
}

// NewStack builds the network model of the resources. The ledger may already know waivers that the resource pass used.
func NewStack(resources []isolation.Resource, settings Settings, ledger *Ledger) *Stack {
	sorted := slices.Clone(resources)
	slices.SortFunc(sorted, func(a, b isolation.Resource) int { return strings.Compare(a.URN, b.URN) })
	s := &Stack{Settings: settings, Ledger: ledger, byToken: map[string][]*isolation.Resource{}}
	for i := range sorted {
		r := &sorted[i]
		s.Resources = append(s.Resources, r)
		s.byToken[r.Token()] = append(s.byToken[r.Token()], r)
	}
	s.modelled = model("", func() []isolation.Way {
		s.Model = isolation.Build(sorted, settings.Network)
		return slices.Concat(s.Model.Ways(), s.Model.Gaps())
	})
	return s
}

// OfTypes returns the resources of the types, each once, sorted by URN. A type that ends in "*" stands for every type with
// that beginning.
func (s *Stack) OfTypes(types ...string) []*isolation.Resource {
	var found []*isolation.Resource
	for _, t := range types {
		prefix, wild := strings.CutSuffix(t, "*")
		if !wild {
			found = append(found, s.byToken[t]...)
			continue
		}
		for token, resources := range s.byToken {
			if strings.HasPrefix(token, prefix) {
				found = append(found, resources...)
			}
		}
	}
	slices.SortFunc(found, func(a, b *isolation.Resource) int { return strings.Compare(a.URN, b.URN) })
	return slices.CompactFunc(found, func(a, b *isolation.Resource) bool { return a.URN == b.URN })
}
