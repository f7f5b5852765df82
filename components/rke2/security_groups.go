package rke2

import (
	"fmt"
	"maps"
	"slices"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/cloudgap/cloudgap/components/internal/secgroup"
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
	for _, of := range slices.Sorted(maps.Keys(groupPurposes)) {
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
	rule := secgroup.Rule{
		Group: set[spec.of], Peer: spec.group, Cidr: spec.cidr, Protocol: spec.protocol, From: spec.from, To: spec.to, Description: spec.description,
	}
	if spec.group == nil && spec.cidr == "" {
		rule.Peer = set[spec.peer]
	}
	build, role := secgroup.Ingress, string(spec.of)+"-ingress-"+spec.key
	if spec.egress {
		build, role = secgroup.Egress, string(spec.of)+"-egress-"+spec.key
	}
	return build(b.ctx, b.child(role), rule, b.childTags(role), b.options()...)
}
