package endpoints

import (
	"slices"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/cloudgap/cloudgap/components/internal/secgroup"
	"github.com/cloudgap/cloudgap/components/internal/tags"
)

// EgressRule is one way from a workload to endpoints, for the security group of the workload. Exactly one of its three
// destinations is set.
type EgressRule struct {
	// Key is a stable word for the rule's name, for example "endpoints-443" or "s3".
	Key string
	// Port is the TCP port.
	Port int
	// SecurityGroupID is the security group of the interface endpoints.
	SecurityGroupID pulumi.StringInput
	// PrefixListID is the prefix list of a gateway endpoint.
	PrefixListID pulumi.StringInput
	// CidrBlock is a range of central endpoints.
	CidrBlock string
}

// Egress returns the rules that a workload's security group needs to reach every endpoint of the set: its interface
// endpoints, the prefix lists of its gateway endpoints, and the ranges of the central set that it uses.
func (s *EndpointSet) Egress() []EgressRule {
	var rules []EgressRule
	if s.SecurityGroup != nil {
		for _, port := range s.plan.ports {
			rules = append(rules, EgressRule{Key: portKey("endpoints", port), Port: port, SecurityGroupID: s.SecurityGroup.ID().ToStringOutput()})
		}
	}
	for _, e := range s.plan.gateways {
		rules = append(rules, EgressRule{Key: e.Key(), Port: 443, PrefixListID: s.Endpoints[e.Service].PrefixListId})
	}
	if len(s.plan.remote) == 0 {
		return rules
	}
	for _, cidr := range sortedSet(s.args.UseCentralEndpoints.Cidrs) {
		for _, port := range s.plan.remotePorts() {
			rules = append(rules, EgressRule{Key: portKey("central-"+ingressKey(cidr), port), Port: port, CidrBlock: cidr})
		}
	}
	return rules
}

// AllowEgress makes the rules of Egress in the security group of a workload. The rules are called <name>-egress-<key> and
// carry the tags given; pass the workload's component as their parent.
func (s *EndpointSet) AllowEgress(
	ctx *pulumi.Context, name string, securityGroupID pulumi.StringInput, userTags pulumi.StringMap, opts ...pulumi.ResourceOption,
) error {
	for _, rule := range s.Egress() {
		child := name + "-egress-" + rule.Key
		err := secgroup.Egress(ctx, child, secgroup.Rule{
			Group: securityGroupID, Peer: rule.SecurityGroupID, PrefixList: rule.PrefixListID, Cidr: rule.CidrBlock,
			Protocol: "tcp", From: rule.Port, To: rule.Port, Description: "To the VPC endpoints",
		}, tags.For(userTags, child), slices.Clone(opts)...)
		if err != nil {
			return err
		}
	}
	return nil
}

// AllowIngress lets the members of a workload's security group reach the interface endpoints. It is for security groups
// that are made after the set; the others belong in IngressSecurityGroups. The rules are called
// <name>-to-endpoints-<port> and carry the tags given; pass the workload's component as their parent.
func (s *EndpointSet) AllowIngress(
	ctx *pulumi.Context, name string, securityGroupID pulumi.StringInput, userTags pulumi.StringMap, opts ...pulumi.ResourceOption,
) error {
	if s.SecurityGroup == nil {
		return nil
	}
	for _, port := range s.plan.ports {
		child := portKey(name+"-to-endpoints", port)
		err := secgroup.Ingress(ctx, child, secgroup.Rule{
			Group: s.SecurityGroup.ID(), Peer: securityGroupID, Protocol: "tcp", From: port, To: port, Description: callersDescription,
		}, tags.For(userTags, child), slices.Clone(opts)...)
		if err != nil {
			return err
		}
	}
	return nil
}
