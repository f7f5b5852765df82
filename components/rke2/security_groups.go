package rke2

import (
	"fmt"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/vpc"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// groupSet are the security groups of the cluster by their member.
type groupSet map[member]pulumi.StringOutput

var groupPurposes = map[member]string{
	balancers: "Load balancer: clients and nodes in, servers out",
	servers:   "Servers: the API, the supervisor and etcd in, nodes, VPC endpoints and declared private ranges out",
	agents:    "Agents: kubelets and the container network in, nodes, VPC endpoints and declared private ranges out",
}

// buildSecurityGroups makes the security groups and their rules, those to the VPC endpoints included.
func (b *builder) buildSecurityGroups() (groupSet, error) {
	set := groupSet{}
	for _, of := range sortedKeys(groupPurposes) {
		role := "group-" + string(of)
		group, err := ec2.NewSecurityGroup(b.ctx, b.child(role), &ec2.SecurityGroupArgs{
			VpcId: b.args.VpcID.ToStringOutput(), Description: pulumi.String(groupPurposes[of]), Tags: b.childTags(role),
		}, b.options()...)
		if err != nil {
			return nil, fmt.Errorf("create security group %q: %w", of, err)
		}
		set[of] = group.ID().ToStringOutput()
	}
	for _, rule := range securityRules(b.plan) {
		if err := b.buildRule(set, rule); err != nil {
			return nil, err
		}
	}
	for _, of := range []member{servers, agents} {
		if err := b.args.Endpoints.AllowEgress(b.ctx, b.child(string(of)), set[of], b.args.Tags, b.options()...); err != nil {
			return nil, fmt.Errorf("let %s reach the VPC endpoints: %w", of, err)
		}
	}
	return set, nil
}

func (b *builder) buildRule(set groupSet, spec ruleSpec) error {
	var peer, cidr pulumi.StringPtrInput
	switch {
	case spec.cidr != "":
		cidr = pulumi.String(spec.cidr)
	case spec.group != nil:
		peer = spec.group.ToStringOutput().ToStringPtrOutput()
	default:
		peer = set[spec.peer].ToStringPtrOutput()
	}
	var err error
	if spec.egress {
		role := string(spec.of) + "-egress-" + spec.key
		_, err = vpc.NewSecurityGroupEgressRule(b.ctx, b.child(role), &vpc.SecurityGroupEgressRuleArgs{
			SecurityGroupId: set[spec.of], Description: pulumi.String(spec.description), IpProtocol: pulumi.String(spec.protocol),
			FromPort: pulumi.Int(spec.from), ToPort: pulumi.Int(spec.to), ReferencedSecurityGroupId: peer, CidrIpv4: cidr, Tags: b.childTags(role),
		}, b.options()...)
	} else {
		role := string(spec.of) + "-ingress-" + spec.key
		_, err = vpc.NewSecurityGroupIngressRule(b.ctx, b.child(role), &vpc.SecurityGroupIngressRuleArgs{
			SecurityGroupId: set[spec.of], Description: pulumi.String(spec.description), IpProtocol: pulumi.String(spec.protocol),
			FromPort: pulumi.Int(spec.from), ToPort: pulumi.Int(spec.to), ReferencedSecurityGroupId: peer, CidrIpv4: cidr, Tags: b.childTags(role),
		}, b.options()...)
	}
	if err != nil {
		return fmt.Errorf("create rule %q of security group %q: %w", spec.key, spec.of, err)
	}
	return nil
}
