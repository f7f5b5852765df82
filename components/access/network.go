package access

import (
	"fmt"
	"maps"
	"slices"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/route53"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/cloudgap/cloudgap/components/access/edge"
	"github.com/cloudgap/cloudgap/components/network"
)

func vpcName(name string) string { return name + "-vpc" }

// vpcArgs describe the access VPC without its way out: a ZeroEgressVpc with the subnets of the endpoints, whose resolver
// answers the names of the edge and of the private zones.
func (p plan) vpcArgs(args *ZeroTrustAccessArgs) *network.ZeroEgressVpcArgs {
	result := &network.ZeroEgressVpcArgs{
		Region:                args.Region,
		CidrBlock:             p.accessBlock.String(),
		AvailabilityZones:     network.AvailabilityZones{Names: args.AccessVpc.AvailabilityZones},
		Tiers:                 map[network.Tier]network.TierArgs{network.TierEndpoints: {}},
		GatewayEndpointRanges: []string{},
		FlowLogs:              &network.FlowLogsArgs{RetentionInDays: p.retention},
		DnsFirewall:           &network.DnsFirewallArgs{PrivateDomains: slices.Concat(edge.Names(p.edgeRegion), args.PrivateDomains)},
		QueryLog:              &network.QueryLogArgs{RetentionInDays: p.retention},
		Tags:                  args.Tags,
	}
	if p.placement == PlacementTransitGateway {
		// The attachment's network interfaces are in the subnets of the endpoints.
		result.PrivateRanges = args.Workload.Cidrs
	}
	return result
}

// home is the VPC in which the connectors are.
type home struct {
	vpcID pulumi.StringOutput
	// vpc is the access VPC; nil where connectors are in the workload VPC.
	vpc *network.ZeroEgressVpc
	// block6 is the IPv6 block of the VPC, where the edge is dialled by IPv6.
	block6 pulumi.StringOutput
	// subnets and tables are those of the connectors by availability zone name.
	subnets, tables map[string]pulumi.StringInput
	// ready are what has to be there before a connector starts.
	ready []pulumi.Resource
}

// buildHome makes the VPC of the connectors, or takes the workload's.
func (b *builder) buildHome() (home, error) {
	h := home{vpcID: b.args.Workload.VpcID.ToStringOutput(), subnets: map[string]pulumi.StringInput{}, tables: map[string]pulumi.StringInput{}}
	if !b.plan.accessBlock.IsValid() {
		if b.plan.family == edge.IPv6 {
			h.block6 = b.args.ConnectorSubnets.Ipv6CidrBlock.ToStringOutput()
		}
		return h, nil
	}
	options := b.options()
	var inner *ec2.Vpc
	if b.plan.family == edge.IPv6 {
		options = append(options, pulumi.Transformations([]pulumi.ResourceTransformation{withIPv6(&inner)}))
	}
	vpc, err := network.NewZeroEgressVpc(b.ctx, vpcName(b.name), b.plan.vpcArgs(&b.args), options...)
	if err != nil {
		return h, fmt.Errorf("create the access VPC: %w", err)
	}
	h.vpc, h.vpcID = vpc, vpc.VpcID
	if inner != nil {
		h.block6 = inner.Ipv6CidrBlock
	}
	for _, key := range slices.Sorted(maps.Keys(b.args.PrivateZones)) {
		_, err := route53.NewZoneAssociation(b.ctx, b.child("zone-"+key), &route53.ZoneAssociationArgs{
			ZoneId: b.args.PrivateZones[key].ToStringOutput(), VpcId: h.vpcID,
		}, b.options()...)
		if err != nil {
			return h, fmt.Errorf("associate private zone %q with the access VPC: %w", key, err)
		}
	}
	return h, nil
}

// withIPv6 gives the access VPC an IPv6 block of Amazon's, and hands the VPC out. ZeroEgressVpc has no argument for it, because
// nothing but an access VPC may have one. An association of its own would do until the first refresh: the provider then reads
// the block into the VPC, whose next update takes it away again.
// Source: terraform-provider-aws 5.100, resourceVPCRead.
func withIPv6(vpc **ec2.Vpc) pulumi.ResourceTransformation {
	return func(args *pulumi.ResourceTransformationArgs) *pulumi.ResourceTransformationResult {
		props, ok := args.Props.(*ec2.VpcArgs)
		if !ok {
			return nil
		}
		*vpc, _ = args.Resource.(*ec2.Vpc)
		props.AssignGeneratedIpv6CidrBlock = pulumi.Bool(true)
		return &pulumi.ResourceTransformationResult{Props: props, Opts: args.Opts}
	}
}

// buildSubnets makes the subnets of the connectors, each with a route table of its own whose only routes are those that this
// component makes.
func (b *builder) buildSubnets(h *home, way wayOut) error {
	var ids pulumi.StringArray
	for _, s := range b.plan.subnets {
		subnet, table, err := b.buildSubnet("connectors", s.zone, h, &ec2.SubnetArgs{
			CidrBlock:                   pulumi.String(s.connectors.String()),
			Ipv6CidrBlock:               way.block6(s.zone),
			AssignIpv6AddressOnCreation: pulumi.Bool(b.plan.family == edge.IPv6),
		})
		if err != nil {
			return err
		}
		routes, err := b.buildEdgeRoutes("connectors-"+letter(s.zone), table, way.gateway(s.zone))
		if err != nil {
			return err
		}
		h.subnets[s.zone], h.tables[s.zone] = subnet.ID().ToStringOutput(), table.ID().ToStringOutput()
		h.ready = append(h.ready, routes...)
		ids = append(ids, subnet.ID().ToStringOutput())
	}
	ranges, err := b.gatewayRanges()
	if err != nil {
		return err
	}
	rules := connectorAcl(b.plan, ranges)
	if n := len(rules.egress); n > usualAclRules {
		warning := fmt.Sprintf("the network ACL of the connectors needs %d rules per direction: raise the quota \"Rules per network ACL\" from %d to %d before deploying", n, usualAclRules, maxAclRules)
		if err := b.ctx.Log.Warn(warning, &pulumi.LogArgs{Resource: b.component}); err != nil {
			return fmt.Errorf("warn of the quota of rules: %w", err)
		}
	}
	return b.buildAcl("connectors", h.vpcID, ids, rules)
}

// buildSubnet makes a subnet, its route table and the association of the two. It comes after the VPC with its locked defaults: a new
// subnet is on the default network ACL, and adopting that one later would record the subnet as a difference.
func (b *builder) buildSubnet(role, zone string, h *home, args *ec2.SubnetArgs) (*ec2.Subnet, *ec2.RouteTable, error) {
	key := role + "-" + letter(zone)
	args.VpcId, args.AvailabilityZone, args.MapPublicIpOnLaunch = h.vpcID, pulumi.String(zone), pulumi.Bool(false)
	args.Tags = b.childTags("subnet-"+key, pulumi.StringMap{"cloudgap:tier": pulumi.String(role)})
	var after []pulumi.Resource
	if h.vpc != nil {
		after = append(after, h.vpc)
	}
	subnet, err := ec2.NewSubnet(b.ctx, b.child("subnet-"+key), args, b.options(pulumi.DependsOn(after))...)
	if err != nil {
		return nil, nil, fmt.Errorf("create subnet %q: %w", key, err)
	}
	table, err := ec2.NewRouteTable(b.ctx, b.child("route-table-"+key), &ec2.RouteTableArgs{VpcId: h.vpcID, Tags: b.childTags("route-table-" + key)}, b.options()...)
	if err != nil {
		return nil, nil, fmt.Errorf("create route table %q: %w", key, err)
	}
	_, err = ec2.NewRouteTableAssociation(b.ctx, b.child("route-table-association-"+key), &ec2.RouteTableAssociationArgs{
		SubnetId: subnet.ID(), RouteTableId: table.ID(),
	}, b.options()...)
	if err != nil {
		return nil, nil, fmt.Errorf("associate route table %q: %w", key, err)
	}
	return subnet, table, nil
}

// buildAcl makes a network ACL, which denies whatever its rules do not admit.
func (b *builder) buildAcl(role string, vpcID pulumi.StringOutput, subnets pulumi.StringArray, rules aclRules) error {
	args := &ec2.NetworkAclArgs{VpcId: vpcID, SubnetIds: subnets, Tags: b.childTags("acl-" + role)}
	var ingress ec2.NetworkAclIngressArray
	for _, r := range rules.ingress {
		rule := ec2.NetworkAclIngressArgs{
			Action: pulumi.String("allow"), RuleNo: pulumi.Int(r.number), Protocol: pulumi.String(r.protocol), FromPort: pulumi.Int(r.fromPort), ToPort: pulumi.Int(r.toPort),
		}
		rule.CidrBlock, rule.Ipv6CidrBlock = families(r.cidr)
		ingress = append(ingress, rule)
	}
	var egress ec2.NetworkAclEgressArray
	for _, r := range rules.egress {
		rule := ec2.NetworkAclEgressArgs{
			Action: pulumi.String("allow"), RuleNo: pulumi.Int(r.number), Protocol: pulumi.String(r.protocol), FromPort: pulumi.Int(r.fromPort), ToPort: pulumi.Int(r.toPort),
		}
		rule.CidrBlock, rule.Ipv6CidrBlock = families(r.cidr)
		egress = append(egress, rule)
	}
	args.Ingress, args.Egress = ingress, egress
	if _, err := ec2.NewNetworkAcl(b.ctx, b.child("acl-"+role), args, b.options()...); err != nil {
		return fmt.Errorf("create the network ACL %q: %w", role, err)
	}
	return nil
}

// letter is the letter of a zone, the last character of its name.
func letter(zone string) string { return zone[len(zone)-1:] }
