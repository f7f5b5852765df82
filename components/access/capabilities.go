package access

import (
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/cloudgap/cloudgap/components/endpoints"
	"github.com/cloudgap/cloudgap/components/endpoints/capability"
	"github.com/cloudgap/cloudgap/components/network"
	"github.com/cloudgap/cloudgap/internal/problems"
)

// Capabilities are what connectors need of VPC endpoints. The access VPC gets them by itself; with PlacementConnectorSubnet,
// pass them to the set of the workload VPC.
func Capabilities() []capability.Capability {
	return []capability.Capability{capability.SessionLogging, capability.SessionManager, capability.TunnelConnectors}
}

// endpointArgs describe the endpoints of the access VPC: what connectors need, for connectors only.
func (p plan) endpointArgs(args *ZeroTrustAccessArgs, h home, tables map[string]pulumi.StringInput, group pulumi.StringInput) *endpoints.EndpointSetArgs {
	result := &endpoints.EndpointSetArgs{
		Region: args.Region, VpcID: h.vpcID, Subnets: h.vpc.SubnetIDs(network.TierEndpoints), RouteTables: tables,
		IngressSecurityGroups: map[string]pulumi.StringInput{"connectors": group},
		Capabilities:          Capabilities(), Trust: args.AccessVpc.Trust, Buckets: map[string]endpoints.Bucket{}, Tags: args.Tags,
	}
	seen := map[string]bool{}
	for i, r := range p.packages {
		if !seen[r.Bucket] {
			seen[r.Bucket] = true
			result.Buckets[fmt.Sprintf("packages-%d", i)] = endpoints.Bucket{Name: pulumi.String(r.Bucket)}
		}
	}
	return result
}

// requireEndpoints fails unless connectors in the workload VPC find everything that they need there.
func requireEndpoints(name string, p plan, args *ZeroTrustAccessArgs) error {
	if p.placement != PlacementConnectorSubnet {
		return nil
	}
	if args.Workload.Endpoints == nil {
		var list problems.List
		list.Add("workload.endpoints", "the VPC endpoints are required with placement "+string(p.placement), problems.Missing, "make an EndpointSet with Capabilities and pass it")
		return list.Err(subject)
	}
	return args.Workload.Endpoints.Require(fmt.Sprintf("ZeroTrustAccess %q", name), Capabilities()...)
}
