package network

import (
	"cmp"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/cloudgap/cloudgap/internal/problems"
)

// adoptNetwork looks the VPC, the subnets and their route tables up and checks that they are what the user says and that
// none of them leads to the internet. Nothing is registered for them; whatever uses an id waits for the checks.
func (b *builder) adoptNetwork(existing *ExistingVpc) (builtNetwork, error) {
	parent := pulumi.Parent(b.component)
	vpc := ec2.LookupVpcOutput(b.ctx, ec2.LookupVpcOutputArgs{Id: existing.VpcID.ToStringOutput().ToStringPtrOutput()}, parent)
	checked := vpc.ApplyT(func(found ec2.LookupVpcResult) (ec2.LookupVpcResult, error) {
		return found, checkFoundVpc(b.plan, foundVpc{
			ipv6Block:    found.Ipv6CidrBlock,
			blocks:       associatedBlocks(found),
			dnsSupport:   found.EnableDnsSupport,
			dnsHostnames: found.EnableDnsHostnames,
		})
	}).(ec2.LookupVpcResultOutput)
	network := builtNetwork{vpcID: checked.Id(), vpcArn: checked.Arn()}
	for _, s := range b.plan.adopted {
		network.subnets = append(network.subnets, b.adoptSubnet(network.vpcID, s))
	}
	return network, nil
}

// adoptSubnet looks a subnet and its route table up and checks them.
func (b *builder) adoptSubnet(vpcID pulumi.StringOutput, s adoptedSubnet) subnetHandle {
	parent := pulumi.Parent(b.component)
	subnet := ec2.LookupSubnetOutput(b.ctx, ec2.LookupSubnetOutputArgs{Id: s.given.SubnetID.ToStringOutput().ToStringPtrOutput()}, parent)
	table := ec2.LookupRouteTableOutput(b.ctx, ec2.LookupRouteTableOutputArgs{RouteTableId: s.given.RouteTableID.ToStringOutput().ToStringPtrOutput()}, parent)
	checked := pulumi.All(vpcID, subnet, table).ApplyT(func(found []any) ([]string, error) {
		vpcID, subnet, table := found[0].(string), found[1].(ec2.LookupSubnetResult), found[2].(ec2.LookupRouteTableResult)
		var list problems.List
		path := "existing.subnets." + string(s.tier) + "." + s.zone
		checkFoundSubnet(&list, path, s, vpcID, foundSubnet{
			vpcID:         subnet.VpcId,
			zone:          subnet.AvailabilityZone,
			cidr:          subnet.CidrBlock,
			ipv6Block:     subnet.Ipv6CidrBlock,
			publicAddress: subnet.MapPublicIpOnLaunch,
		})
		checkFoundTable(&list, path, vpcID, subnet.Id, foundTable{
			id: table.RouteTableId, vpcID: table.VpcId, subnetIDs: associatedSubnets(table), routes: foundRoutes(table),
		})
		return []string{subnet.Id, table.RouteTableId}, list.Err(subject)
	}).(pulumi.StringArrayOutput)
	return subnetHandle{s.tier, s.zone, s.cidr.String(), checked.Index(pulumi.Int(0)), checked.Index(pulumi.Int(1))}
}

func associatedBlocks(vpc ec2.LookupVpcResult) []string {
	var blocks []string
	for _, a := range vpc.CidrBlockAssociations {
		if a.State == "associated" {
			blocks = append(blocks, a.CidrBlock)
		}
	}
	return blocks
}

func associatedSubnets(table ec2.LookupRouteTableResult) []string {
	var ids []string
	for _, a := range table.Associations {
		ids = append(ids, a.SubnetId)
	}
	return ids
}

func foundRoutes(table ec2.LookupRouteTableResult) []foundRoute {
	var routes []foundRoute
	for _, r := range table.Routes {
		routes = append(routes, foundRoute{
			destination: cmp.Or(r.CidrBlock, r.Ipv6CidrBlock, r.DestinationPrefixListId),
			target: cmp.Or(r.GatewayId, r.NatGatewayId, r.EgressOnlyGatewayId, r.CarrierGatewayId, r.LocalGatewayId, r.TransitGatewayId,
				r.VpcPeeringConnectionId, r.CoreNetworkArn, r.VpcEndpointId, r.InstanceId, r.NetworkInterfaceId),
		})
	}
	return routes
}
