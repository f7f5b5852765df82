// Package endpoints makes the VPC endpoints that workloads need, and no others. EndpointSet derives them from what the
// workloads do, gives each one a least-privilege policy, and lets in only the security groups and ranges that are named. It
// never makes an endpoint with the policy of AWS that admits everyone to everything.
//
//	set, err := endpoints.NewEndpointSet(ctx, "dev", &endpoints.EndpointSetArgs{
//		Region:       "eu-central-1",
//		VpcID:        vpc.VpcID,
//		Subnets:      vpc.SubnetIDs(network.TierEndpoints),
//		RouteTables:  vpc.RouteTableIDs(),
//		IngressCidrs: vpc.Cidrs(),
//		Capabilities: []capability.Capability{capability.EksNodes, capability.PodIdentity},
//	})
package endpoints

import (
	"fmt"
	"strings"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/cloudgap/cloudgap/components/endpoints/capability"
	"github.com/cloudgap/cloudgap/components/endpoints/catalog"
	"github.com/cloudgap/cloudgap/components/internal/inputs"
)

// TypeToken is the type of EndpointSet in state. It is contract: changing it would replace every endpoint.
const TypeToken = "cloudgap:index:EndpointSet"

// EndpointSet is the endpoints of one VPC.
type EndpointSet struct {
	pulumi.ResourceState

	// SecurityGroupID is the security group of the interface endpoints; empty where the set has none of its own.
	SecurityGroupID pulumi.StringOutput `pulumi:"securityGroupId"`
	// GatewayEndpointIDs are the ids of the gateway endpoints by service.
	GatewayEndpointIDs pulumi.StringMapOutput `pulumi:"gatewayEndpointIds"`
	// InterfaceEndpointIDs are the ids of the interface endpoints by service.
	InterfaceEndpointIDs pulumi.StringMapOutput `pulumi:"interfaceEndpointIds"`
	// PrefixListIDs are the managed prefix lists that the gateway endpoints serve, by service.
	PrefixListIDs pulumi.StringMapOutput `pulumi:"prefixListIds"`
	// Region is the region of the endpoints.
	Region pulumi.StringOutput `pulumi:"region"`
	// Capabilities are what the set serves, sorted.
	Capabilities pulumi.StringArrayOutput `pulumi:"capabilities"`
	// Services are what the VPC reaches, through endpoints of its own or central ones, sorted.
	Services pulumi.StringArrayOutput `pulumi:"services"`
	// CentralServices are those of Services that a central set serves, sorted.
	CentralServices pulumi.StringArrayOutput `pulumi:"centralServices"`
	// Derivation says why each service is in the set: service, capability, reason, breaks.
	Derivation pulumi.StringMapArrayOutput `pulumi:"derivation"`
	// TrustedAccountID is the account that the policies admit; empty where they admit an organization.
	TrustedAccountID pulumi.StringOutput `pulumi:"trustedAccountId"`
	// TrustedOrganizationID is the organization that the policies admit; empty where they admit an account.
	TrustedOrganizationID pulumi.StringOutput `pulumi:"trustedOrganizationId"`
	// ZoneIDs are the hosted zones of a central set by domain name; empty otherwise.
	ZoneIDs pulumi.StringMapOutput `pulumi:"zoneIds"`
	// ProfileID is the Route 53 Profile of a central set; empty otherwise.
	ProfileID pulumi.StringOutput `pulumi:"profileId"`

	// SecurityGroup is the security group of the interface endpoints, nil where the set has none.
	SecurityGroup *ec2.SecurityGroup
	// Endpoints are the endpoints that the set made, by service.
	Endpoints map[catalog.Service]*ec2.VpcEndpoint

	plan *plan
	args EndpointSetArgs
	name string
}

// NewEndpointSet makes the endpoints that the arguments ask for. The error lists everything that is wrong with the
// arguments, and then nothing has been registered.
func NewEndpointSet(ctx *pulumi.Context, name string, args *EndpointSetArgs, opts ...pulumi.ResourceOption) (*EndpointSet, error) {
	p, err := newPlan(args)
	if err != nil {
		return nil, err
	}
	set := &EndpointSet{plan: p, args: *args, name: name, Endpoints: map[catalog.Service]*ec2.VpcEndpoint{}}
	if err := ctx.RegisterComponentResourceV2(TypeToken, name, inputs.Of(args), set, opts...); err != nil {
		return nil, fmt.Errorf("register %s %q: %w", TypeToken, name, err)
	}
	if err := set.build(ctx); err != nil {
		return nil, fmt.Errorf("%s %q: %w", TypeToken, name, err)
	}
	if err := ctx.RegisterResourceOutputs(set, set.outputs()); err != nil {
		return nil, fmt.Errorf("register the outputs of %s %q: %w", TypeToken, name, err)
	}
	return set, nil
}

// build makes the children.
func (s *EndpointSet) build(ctx *pulumi.Context) error {
	trust := s.resolveTrust(ctx)
	if err := s.buildSecurityGroup(ctx); err != nil {
		return err
	}
	if err := s.buildGateways(ctx, trust); err != nil {
		return err
	}
	if err := s.buildInterfaces(ctx, trust); err != nil {
		return err
	}
	if err := s.buildCentral(ctx); err != nil {
		return err
	}
	if err := s.useCentral(ctx); err != nil {
		return err
	}
	s.describe(trust)
	return nil
}

// Require fails unless the set serves the capabilities that a component needs. The error names the component, each missing
// service, and what would break.
func (s *EndpointSet) Require(component string, need ...capability.Capability) error {
	missing := capability.Missing(s.plan.set.Services, need)
	if len(missing) == 0 {
		return nil
	}
	return fmt.Errorf("%s needs more than EndpointSet %q has; pass its capabilities to the set:\n  %s", component, s.name, strings.Join(missing, "\n  "))
}

// child names a child and gives it the options that every child has.
func (s *EndpointSet) child(role string, keys ...string) (string, pulumi.ResourceOption) {
	return strings.Join(append([]string{s.name, role}, keys...), "-"), pulumi.Parent(s)
}
