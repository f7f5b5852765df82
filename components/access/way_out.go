package access

import (
	"fmt"
	"net/netip"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/cloudgap/cloudgap/components/access/edge"
)

// wayOut is how connectors reach the edge: an egress-only gateway, or a NAT gateway in each zone.
type wayOut struct {
	egressOnly *ec2.EgressOnlyInternetGateway
	block      pulumi.StringOutput
	nat        map[string]*ec2.NatGateway
}

// block6 is the IPv6 block of the connectors' subnet in a zone, nil with IPv4.
func (w wayOut) block6(zone string) pulumi.StringPtrInput {
	if w.egressOnly == nil {
		return nil
	}
	return w.block.ApplyT(func(block string) (string, error) { return subnet6(block, zone) }).(pulumi.StringOutput)
}

// nextHop is the target of a route: exactly one of the three is set.
type nextHop struct {
	egressOnly *ec2.EgressOnlyInternetGateway
	nat        *ec2.NatGateway
	internet   *ec2.InternetGateway
}

func (w wayOut) gateway(zone string) nextHop {
	return nextHop{egressOnly: w.egressOnly, nat: w.nat[zone]}
}

// buildWayOut makes the gateways. Nothing leads to them but the routes of buildEdgeRoutes.
func (b *builder) buildWayOut(h home) (wayOut, error) {
	if err := b.buildExclusion(h); err != nil {
		return wayOut{}, err
	}
	if b.plan.family == edge.IPv4 {
		return b.buildNat(h)
	}
	gateway, err := ec2.NewEgressOnlyInternetGateway(b.ctx, b.child("egress-only"), &ec2.EgressOnlyInternetGatewayArgs{
		VpcId: h.vpcID, Tags: b.childTags("egress-only"),
	}, b.options()...)
	if err != nil {
		return wayOut{}, fmt.Errorf("create the egress-only gateway: %w", err)
	}
	return wayOut{egressOnly: gateway, block: h.block6}, nil
}

// buildExclusion exempts the access VPC from VPC Block Public Access, outwards only.
func (b *builder) buildExclusion(h home) error {
	if b.args.AccessVpc == nil || !b.args.AccessVpc.BlockPublicAccessExclusion {
		return nil
	}
	_, err := ec2.NewVpcBlockPublicAccessExclusion(b.ctx, b.child("public-access-exclusion"), &ec2.VpcBlockPublicAccessExclusionArgs{
		VpcId: h.vpcID, InternetGatewayExclusionMode: pulumi.String("allow-egress"), Tags: b.childTags("public-access-exclusion"),
	}, b.options()...)
	if err != nil {
		return fmt.Errorf("exempt the access VPC from VPC Block Public Access: %w", err)
	}
	return nil
}

// buildNat makes an internet gateway and a NAT gateway in each zone. The subnets of the NAT gateways route the edge's
// prefixes only, so that a wrong route of a connector still leads nowhere else.
func (b *builder) buildNat(h home) (wayOut, error) {
	way := wayOut{nat: map[string]*ec2.NatGateway{}}
	gateway, err := ec2.NewInternetGateway(b.ctx, b.child("internet"), &ec2.InternetGatewayArgs{VpcId: h.vpcID, Tags: b.childTags("internet")}, b.options()...)
	if err != nil {
		return way, fmt.Errorf("create the internet gateway: %w", err)
	}
	var ids pulumi.StringArray
	for _, s := range b.plan.subnets {
		key := "gateways-" + letter(s.zone)
		subnet, table, err := b.buildSubnet("gateways", s.zone, &h, &ec2.SubnetArgs{CidrBlock: pulumi.String(s.gateway.String())})
		if err != nil {
			return way, err
		}
		routes, err := b.buildEdgeRoutes(key, table, nextHop{internet: gateway})
		if err != nil {
			return way, err
		}
		address, err := ec2.NewEip(b.ctx, b.child("address-"+letter(s.zone)), &ec2.EipArgs{Domain: pulumi.String("vpc"), Tags: b.childTags("address-" + letter(s.zone))},
			b.options(pulumi.DependsOn([]pulumi.Resource{gateway}))...)
		if err != nil {
			return way, fmt.Errorf("create the address of NAT gateway %q: %w", key, err)
		}
		way.nat[s.zone], err = ec2.NewNatGateway(b.ctx, b.child("nat-"+letter(s.zone)), &ec2.NatGatewayArgs{
			SubnetId: subnet.ID(), AllocationId: address.AllocationId, ConnectivityType: pulumi.String("public"), Tags: b.childTags("nat-" + letter(s.zone)),
		}, b.options(pulumi.DependsOn(routes))...)
		if err != nil {
			return way, fmt.Errorf("create NAT gateway %q: %w", key, err)
		}
		ids = append(ids, subnet.ID().ToStringOutput())
	}
	return way, b.buildAcl("gateways", h.vpcID, ids, gatewayAcl(b.plan))
}

// buildEdgeRoutes routes the pinned prefixes of the edge to a gateway. It is the only place where this component routes
// anything outside the private ranges.
func (b *builder) buildEdgeRoutes(key string, table *ec2.RouteTable, hop nextHop) ([]pulumi.Resource, error) {
	var routes []pulumi.Resource
	for _, prefix := range edge.Routes(b.plan.edgeRegion, b.plan.family) {
		args := &ec2.RouteArgs{RouteTableId: table.ID()}
		if prefix.Addr().Is4() {
			args.DestinationCidrBlock = pulumi.String(prefix.String())
		} else {
			args.DestinationIpv6CidrBlock = pulumi.String(prefix.String())
		}
		switch {
		case hop.egressOnly != nil:
			args.EgressOnlyGatewayId = hop.egressOnly.ID()
		case hop.nat != nil:
			args.NatGatewayId = hop.nat.ID()
		default:
			args.GatewayId = hop.internet.ID()
		}
		role := "route-" + key + "-edge-" + wordOf(prefix)
		route, err := ec2.NewRoute(b.ctx, b.child(role), args, b.options()...)
		if err != nil {
			return nil, fmt.Errorf("create route %q: %w", role, err)
		}
		routes = append(routes, route)
	}
	return routes, nil
}

// gatewayRanges are the ranges of Amazon S3, asking AWS where none were given.
func (b *builder) gatewayRanges() ([]netip.Prefix, error) {
	if b.plan.gatewayRanges != nil {
		return b.plan.gatewayRanges, nil
	}
	name := "com.amazonaws." + b.plan.region.Name + ".s3"
	found, err := ec2.GetPrefixList(b.ctx, &ec2.GetPrefixListArgs{Name: &name}, pulumi.Parent(b.component))
	if err != nil {
		return nil, fmt.Errorf("read the prefix list %s, or write its ranges into gatewayEndpointRanges: %w", name, err)
	}
	var ranges []netip.Prefix
	for _, text := range found.CidrBlocks {
		block, err := netip.ParsePrefix(text)
		if err != nil {
			return nil, fmt.Errorf("read the prefix list %s: %w", name, err)
		}
		ranges = append(ranges, block)
	}
	return ranges, nil
}

// families returns a prefix as the one of two arguments that its family belongs to.
func families(p netip.Prefix) (four, six pulumi.StringPtrInput) {
	if p.Addr().Is4() {
		return pulumi.String(p.String()), nil
	}
	return nil, pulumi.String(p.String())
}
