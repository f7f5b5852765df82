package network

import (
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/cloudgap/cloudgap/components/internal/inputs"
)

// TypeToken is the type of ZeroEgressVpc in state. It is contract: changing it would replace every VPC.
const TypeToken = "cloudgap:index:ZeroEgressVpc"

// ZeroEgressVpc is a VPC without a path to the internet, created or adopted.
type ZeroEgressVpc struct {
	pulumi.ResourceState

	// VpcID is the id of the VPC.
	VpcID pulumi.StringOutput `pulumi:"vpcId"`
	// VpcArn is the ARN of the VPC.
	VpcArn pulumi.StringOutput `pulumi:"vpcArn"`
	// CidrBlocks are the IPv4 blocks of the VPC, the primary one first.
	CidrBlocks pulumi.StringArrayOutput `pulumi:"cidrBlocks"`
	// AvailabilityZones are the names of the zones that have subnets, sorted.
	AvailabilityZones pulumi.StringArrayOutput `pulumi:"availabilityZones"`
	// SubnetIDsByTier are the ids of the subnets, by tier and availability zone name.
	SubnetIDsByTier pulumi.StringMapMapOutput `pulumi:"subnetIds"`
	// SubnetCidrBlocksByTier are the IPv4 blocks of the subnets, by tier and availability zone name.
	SubnetCidrBlocksByTier pulumi.StringMapMapOutput `pulumi:"subnetCidrBlocks"`
	// RouteTableIDsByTier are the ids of the subnets' route tables, by tier and availability zone name.
	RouteTableIDsByTier pulumi.StringMapMapOutput `pulumi:"routeTableIds"`
	// FlowLogGroupName is the log group of the flow logs; empty where the component made none.
	FlowLogGroupName pulumi.StringOutput `pulumi:"flowLogGroupName"`
	// QueryLogGroupName is the log group of the DNS queries; empty where the component made none.
	QueryLogGroupName pulumi.StringOutput `pulumi:"queryLogGroupName"`
	// DnsFirewallRuleGroupID is the id of the DNS Firewall rule group; empty where the component made none.
	DnsFirewallRuleGroupID pulumi.StringOutput `pulumi:"dnsFirewallRuleGroupId"`
	// KmsKeyArn is the key that encrypts the log groups; empty where the component made no log group.
	KmsKeyArn pulumi.StringOutput `pulumi:"kmsKeyArn"`

	subnets []subnetHandle
	// cidrs are CidrBlocks in plain Go.
	cidrs []string
}

// NewZeroEgressVpc creates, or adopts where args.Existing is set, a VPC without a path to the internet. The error lists
// everything that is wrong with the arguments, and then nothing has been registered.
func NewZeroEgressVpc(ctx *pulumi.Context, name string, args *ZeroEgressVpcArgs, opts ...pulumi.ResourceOption) (*ZeroEgressVpc, error) {
	plan, err := newPlan(name, args)
	if err != nil {
		return nil, err
	}
	component := &ZeroEgressVpc{}
	if err := ctx.RegisterComponentResourceV2(TypeToken, name, inputs.Of(args), component, opts...); err != nil {
		return nil, fmt.Errorf("register %s %q: %w", TypeToken, name, err)
	}
	b := &builder{ctx: ctx, name: name, component: component, tags: args.Tags, plan: plan}
	if err := b.build(args); err != nil {
		return nil, fmt.Errorf("%s %q: %w", TypeToken, name, err)
	}
	if err := ctx.RegisterResourceOutputs(component, component.outputs()); err != nil {
		return nil, fmt.Errorf("register the outputs of %s %q: %w", TypeToken, name, err)
	}
	return component, nil
}

// build makes the children.
func (b *builder) build(args *ZeroEgressVpcArgs) error {
	network, err := b.buildNetwork(args)
	if err != nil {
		return err
	}
	key, err := b.buildLogsKey(args.KmsKeyArn)
	if err != nil {
		return err
	}
	flowLogGroup, err := b.buildFlowLogs(network.vpcID, key)
	if err != nil {
		return err
	}
	queryLogGroup, err := b.buildQueryLog(network.vpcID, key)
	if err != nil {
		return err
	}
	ruleGroup, err := b.buildDnsFirewall(network.vpcID)
	if err != nil {
		return err
	}
	if err := b.buildBlockPublicAccess(); err != nil {
		return err
	}
	network.cidrs = rangeTexts(b.plan.blocks)
	b.component.setOutputs(network, monitoring{flowLogGroup, queryLogGroup, ruleGroup, key})
	return nil
}

// buildNetwork makes or adopts the VPC and its subnets.
func (b *builder) buildNetwork(args *ZeroEgressVpcArgs) (builtNetwork, error) {
	if args.Existing != nil {
		return b.adoptNetwork(args.Existing)
	}
	zones, err := b.resolveZones()
	if err != nil {
		return builtNetwork{}, err
	}
	gatewayRanges, err := b.resolveGatewayRanges()
	if err != nil {
		return builtNetwork{}, err
	}
	vpc, err := b.buildVpc()
	if err != nil {
		return builtNetwork{}, err
	}
	if err := b.lockDefaults(vpc); err != nil {
		return builtNetwork{}, err
	}
	if err := b.buildDhcpOptions(vpc); err != nil {
		return builtNetwork{}, err
	}
	subnets, err := b.buildSubnets(vpc, args, layout(b.plan, zones))
	if err != nil {
		return builtNetwork{}, err
	}
	acls, err := b.buildNetworkAcls(vpc, subnets, gatewayRanges)
	if err != nil {
		return builtNetwork{}, err
	}
	if err := b.lockDefaultAcl(vpc, acls); err != nil {
		return builtNetwork{}, err
	}
	return builtNetwork{vpcID: vpc.ID().ToStringOutput(), vpcArn: vpc.Arn, subnets: subnets}, nil
}
