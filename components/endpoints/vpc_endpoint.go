package endpoints

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/cloudgap/cloudgap/components/endpoints/catalog"
	"github.com/cloudgap/cloudgap/components/internal/tags"
)

// buildGateways makes the gateway endpoints with a route in every route table given.
func (s *EndpointSet) buildGateways(ctx *pulumi.Context, t trust) error {
	var routeTables pulumi.StringArray
	for _, key := range slices.Sorted(maps.Keys(s.args.RouteTables)) {
		routeTables = append(routeTables, s.args.RouteTables[key])
	}
	for _, e := range s.plan.gateways {
		name, parent := s.child("gateway", e.Key())
		endpoint, err := ec2.NewVpcEndpoint(ctx, name, &ec2.VpcEndpointArgs{
			VpcId:           s.args.VpcID.ToStringOutput(),
			ServiceName:     pulumi.String(e.ServiceName(s.plan.region)),
			VpcEndpointType: pulumi.String(string(catalog.Gateway)),
			RouteTableIds:   routeTables,
			Policy:          s.policyOf(e, t),
			Tags:            tags.For(s.args.Tags, name),
		}, parent)
		if err != nil {
			return fmt.Errorf("create gateway endpoint %q: %w", name, err)
		}
		s.Endpoints[e.Service] = endpoint
	}
	return nil
}

// buildInterfaces makes the interface endpoints, each with a network interface in its zones.
func (s *EndpointSet) buildInterfaces(ctx *pulumi.Context, t trust) error {
	for _, i := range s.plan.interfaces {
		name, parent := s.child("interface", i.entry.Key())
		var subnets pulumi.StringArray
		for _, zone := range i.zones {
			subnets = append(subnets, s.args.Subnets[zone])
		}
		args := &ec2.VpcEndpointArgs{
			VpcId:             s.args.VpcID.ToStringOutput(),
			ServiceName:       pulumi.String(i.entry.ServiceName(s.plan.region)),
			VpcEndpointType:   pulumi.String(string(catalog.Interface)),
			SubnetIds:         subnets,
			SecurityGroupIds:  pulumi.StringArray{s.SecurityGroup.ID().ToStringOutput()},
			PrivateDnsEnabled: pulumi.Bool(i.privateDNS),
			IpAddressType:     pulumi.String(string(cmp.Or(s.args.IPAddressType, IPv4))),
			Policy:            s.policyOf(i.entry, t),
			Tags:              tags.For(s.args.Tags, name),
		}
		if home, cross := i.entry.HomeRegion(s.plan.region); cross {
			args.ServiceRegion = pulumi.String(home)
		}
		if i.privateDNS && i.entry.InboundOnly {
			args.DnsOptions = &ec2.VpcEndpointDnsOptionsArgs{PrivateDnsOnlyForInboundResolverEndpoint: pulumi.Bool(true)}
		}
		endpoint, err := ec2.NewVpcEndpoint(ctx, name, args, parent, s.after(i.entry))
		if err != nil {
			return fmt.Errorf("create interface endpoint %q: %w", name, err)
		}
		s.Endpoints[i.entry.Service] = endpoint
	}
	return nil
}

// after makes the S3 interface endpoint wait for the gateway endpoint, without which AWS refuses its private DNS.
func (s *EndpointSet) after(e catalog.Entry) pulumi.ResourceOption {
	if e.InboundOnly {
		return pulumi.DependsOn([]pulumi.Resource{s.Endpoints[catalog.S3]})
	}
	return pulumi.DependsOn(nil)
}
