package eks

import (
	"fmt"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/cloudgap/cloudgap/components/internal/secgroup"
)

// groupSet are the security groups of the cluster.
type groupSet struct{ controlPlane, nodes *ec2.SecurityGroup }

// of returns a group by its place in the cluster.
func (g groupSet) of(m member) pulumi.StringOutput {
	if m == controlPlane {
		return g.controlPlane.ID().ToStringOutput()
	}
	return g.nodes.ID().ToStringOutput()
}

// buildSecurityGroups makes the security groups and their rules, those to the VPC endpoints included.
func (b *builder) buildSecurityGroups() (groupSet, error) {
	var g groupSet
	var err error
	if g.controlPlane, err = b.buildGroup("control-plane", "Control plane: the API in, kubelets and webhooks out"); err != nil {
		return g, err
	}
	// Load balancer controllers look for the node group with this tag.
	owned := pulumi.StringMap{clusterTag(b.plan.clusterName): pulumi.String(clusterTagValue)}
	if _, ok := b.args.Controllers[Karpenter]; ok {
		owned[KarpenterDiscoveryTag] = pulumi.String(b.plan.clusterName)
	}
	if g.nodes, err = b.buildGroup("nodes", "Nodes: among each other, the API, VPC endpoints and declared private ranges", owned); err != nil {
		return g, err
	}
	for _, rule := range securityRules(b.plan) {
		if err := b.buildRule(g, rule); err != nil {
			return g, err
		}
	}
	if err := b.args.Endpoints.AllowEgress(b.ctx, b.child("nodes"), g.of(nodes), b.args.Tags, b.options()...); err != nil {
		return g, fmt.Errorf("let nodes reach the VPC endpoints: %w", err)
	}
	return g, nil
}

func (b *builder) buildGroup(role, description string, extra ...pulumi.StringMap) (*ec2.SecurityGroup, error) {
	group, err := ec2.NewSecurityGroup(b.ctx, b.child(role), &ec2.SecurityGroupArgs{
		VpcId:       b.args.VpcID.ToStringOutput(),
		Description: pulumi.String(description),
		Tags:        b.childTags(role, extra...),
	}, b.options()...)
	if err != nil {
		return nil, fmt.Errorf("create security group %q: %w", role, err)
	}
	return group, nil
}

// buildRule makes one rule.
func (b *builder) buildRule(g groupSet, spec ruleSpec) error {
	rule := secgroup.Rule{
		Group: g.of(spec.of), Peer: spec.group, Cidr: spec.cidr, Protocol: spec.protocol, From: spec.from, To: spec.to, Description: spec.description,
	}
	if spec.group == nil && spec.cidr == "" {
		rule.Peer = g.of(spec.peer)
	}
	build, role := secgroup.Ingress, string(spec.of)+"-ingress-"+spec.key
	if spec.egress {
		build, role = secgroup.Egress, string(spec.of)+"-egress-"+spec.key
	}
	return build(b.ctx, b.child(role), rule, b.childTags(role), b.options()...)
}
