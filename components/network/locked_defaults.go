package network

import (
	"fmt"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// AWS makes a route table, a security group and a network ACL with every VPC. They are adopted and emptied, so that
// whatever ends up on a default by mistake reaches nothing. The lists are given as empty instead of left out: for route tables and security groups the provider
// takes an absent list for "leave what is there".

// lockDefaults adopts the default route table and the default security group and empties them.
func (b *builder) lockDefaults(vpc *ec2.Vpc) error {
	_, err := ec2.NewDefaultRouteTable(b.ctx, b.child("default-route-table"), &ec2.DefaultRouteTableArgs{
		DefaultRouteTableId: vpc.DefaultRouteTableId,
		Routes:              ec2.DefaultRouteTableRouteArray{},
		Tags:                b.childTags("default-route-table"),
	}, b.options()...)
	if err != nil {
		return fmt.Errorf("empty the default route table: %w", err)
	}
	_, err = ec2.NewDefaultSecurityGroup(b.ctx, b.child("default-security-group"), &ec2.DefaultSecurityGroupArgs{
		VpcId:   vpc.ID(),
		Ingress: ec2.DefaultSecurityGroupIngressArray{},
		Egress:  ec2.DefaultSecurityGroupEgressArray{},
		Tags:    b.childTags("default-security-group"),
	}, b.options()...)
	if err != nil {
		return fmt.Errorf("empty the default security group: %w", err)
	}
	return nil
}

// lockDefaultAcl adopts the default network ACL and empties it. It comes after the ACLs of the tiers: until then the
// subnets are on the default one, and adopting it earlier would record them as a difference.
func (b *builder) lockDefaultAcl(vpc *ec2.Vpc, tierAcls []pulumi.Resource) error {
	_, err := ec2.NewDefaultNetworkAcl(b.ctx, b.child("default-acl"), &ec2.DefaultNetworkAclArgs{
		DefaultNetworkAclId: vpc.DefaultNetworkAclId,
		Ingress:             ec2.DefaultNetworkAclIngressArray{},
		Egress:              ec2.DefaultNetworkAclEgressArray{},
		Tags:                b.childTags("default-acl"),
	}, b.options(pulumi.DependsOn(tierAcls))...)
	if err != nil {
		return fmt.Errorf("empty the default network ACL: %w", err)
	}
	return nil
}
