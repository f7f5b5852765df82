package eks

import (
	"slices"

	"github.com/cloudgap/cloudgap/components/endpoints/capability"
)

// Capabilities returns what a cluster with these arguments needs of its EndpointSet, sorted. Pass it to the set, together
// with what the workloads need; the cluster is refused with a set that lacks any of it. It is meant for arguments that
// Validate accepts.
func (args *PrivateEksClusterArgs) Capabilities() []capability.Capability {
	// What is wrong with the arguments is reported by Validate.
	p, _ := newPlan("any", args)
	return p.capabilities(args)
}

func (p plan) capabilities(args *PrivateEksClusterArgs) []capability.Capability {
	list := []capability.Capability{capability.EksNodes}
	if p.runs(Bottlerocket) {
		list = append(list, capability.EksAPI)
	}
	for _, a := range p.addOns {
		list = append(list, a.capabilities...)
	}
	for _, c := range p.controllers {
		list = append(list, c.capabilities...)
	}
	if args.OidcProvider {
		list = append(list, capability.Irsa)
	}
	if args.SessionManager {
		list = append(list, capability.SessionManager)
	}
	slices.Sort(list)
	return slices.Compact(list)
}
