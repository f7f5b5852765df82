package network

import (
	"fmt"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// buildSubnets makes the planned subnets, each with a route table of its own.
func (b *builder) buildSubnets(vpc *ec2.Vpc, args *ZeroEgressVpcArgs, planned []plannedSubnet) ([]subnetHandle, error) {
	podVpcID, err := b.buildPodBlock(vpc)
	if err != nil {
		return nil, err
	}
	var built []subnetHandle
	for _, s := range planned {
		vpcID, userTags := vpc.ID().ToStringOutput(), args.Tiers[s.tier].SubnetTags
		if s.tier == TierPods {
			vpcID, userTags = podVpcID, args.PodSubnetTags
		}
		handle, err := b.buildSubnet(vpcID, s, userTags)
		if err != nil {
			return nil, err
		}
		built = append(built, handle)
	}
	return built, nil
}

// buildPodBlock adds the pods' block to the VPC, where there is one. The id that it returns is the VPC's, known only once
// the block is part of it.
func (b *builder) buildPodBlock(vpc *ec2.Vpc) (pulumi.StringOutput, error) {
	if !b.plan.podBlock.IsValid() {
		return vpc.ID().ToStringOutput(), nil
	}
	block, err := ec2.NewVpcIpv4CidrBlockAssociation(b.ctx, b.child("cidr-pods"), &ec2.VpcIpv4CidrBlockAssociationArgs{
		VpcId:     vpc.ID(),
		CidrBlock: pulumi.String(b.plan.podBlock.String()),
	}, b.options()...)
	if err != nil {
		return pulumi.StringOutput{}, fmt.Errorf("add the block for pods: %w", err)
	}
	return block.VpcId, nil
}

// buildSubnet makes one subnet, its route table and the association of the two. The table has no routes: within the VPC
// the implicit local route is enough, and gateway endpoints add theirs.
func (b *builder) buildSubnet(vpcID pulumi.StringOutput, s plannedSubnet, userTags pulumi.StringMap) (subnetHandle, error) {
	key := subnetKey(s.tier, s.zone)
	subnet, err := ec2.NewSubnet(b.ctx, b.child("subnet-"+key), &ec2.SubnetArgs{
		VpcId:               vpcID,
		CidrBlock:           pulumi.String(s.cidr.String()),
		AvailabilityZone:    pulumi.String(s.zone),
		MapPublicIpOnLaunch: pulumi.Bool(false),
		Tags:                b.childTags("subnet-"+key, userTags, pulumi.ToStringMap(traits[s.tier].subnetTags), pulumi.StringMap{tierTag: pulumi.String(string(s.tier))}),
	}, b.options()...)
	if err != nil {
		return subnetHandle{}, fmt.Errorf("create subnet %q: %w", key, err)
	}
	table, err := ec2.NewRouteTable(b.ctx, b.child("route-table-"+key), &ec2.RouteTableArgs{
		VpcId: vpcID,
		Tags:  b.childTags("route-table-" + key),
	}, b.options()...)
	if err != nil {
		return subnetHandle{}, fmt.Errorf("create route table %q: %w", key, err)
	}
	_, err = ec2.NewRouteTableAssociation(b.ctx, b.child("route-table-association-"+key), &ec2.RouteTableAssociationArgs{
		SubnetId:     subnet.ID(),
		RouteTableId: table.ID(),
	}, b.options()...)
	if err != nil {
		return subnetHandle{}, fmt.Errorf("associate route table %q: %w", key, err)
	}
	return subnetHandle{s.tier, s.zone, s.cidr.String(), subnet.ID().ToStringOutput(), table.ID().ToStringOutput()}, nil
}
