package capability

import (
	"cmp"
	"maps"
	"slices"

	"github.com/cloudgap/cloudgap/components/endpoints/catalog"
	"github.com/cloudgap/cloudgap/components/endpoints/policy"
)

// Need is one service that a capability uses.
type Need struct {
	// Service is what is needed.
	Service catalog.Service
	// Reason says what the service is used for.
	Reason string
	// Breaks says what does not work without it, as the beginning of a sentence, for example "nodes cannot join".
	Breaks string
	// Calls are the IAM actions that the capability cannot do without.
	Calls []string
}

// Identity is how a capability stands to the credentials of workloads.
type Identity int

// Ways to stand to credentials.
const (
	// NoIdentity neither gives credentials to workloads nor needs them.
	NoIdentity Identity = iota
	// GivesIdentity gives workloads the credentials of a role.
	GivesIdentity
	// NeedsIdentity runs as a workload and needs such credentials.
	NeedsIdentity
)

// Spec is what a capability means.
type Spec struct {
	// Capability is the one described.
	Capability Capability
	// Title says in a few words what the workload does.
	Title string
	// Required are the services without which the capability does not work.
	Required []Need
	// Optional are services that some configurations use; name them as extra services.
	Optional []Need
	// Identity is how the capability stands to the credentials of workloads.
	Identity Identity
	// Exceptions are the statements that it needs in the endpoint policies.
	Exceptions []policy.Exception
}

// index holds every capability of the tables.
var index = func() map[Capability]Spec {
	specs := map[Capability]Spec{}
	for _, table := range [][]Spec{clusters, operation, applications} {
		for _, s := range table {
			specs[s.Capability] = s
		}
	}
	return specs
}()

// Lookup returns what a capability means and whether it is known.
func Lookup(c Capability) (Spec, bool) {
	s, ok := index[c]
	return s, ok
}

// All returns what every capability means, sorted by capability.
func All() []Spec {
	return slices.SortedFunc(maps.Values(index), func(a, b Spec) int { return cmp.Compare(a.Capability, b.Capability) })
}
