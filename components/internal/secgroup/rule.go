// Package secgroup makes the rules of security groups.
package secgroup

import (
	"fmt"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/vpc"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// AllProtocols is every protocol, on all ports.
const AllProtocols = "-1"

// Rule is one rule of a security group. Its other end is the one of Peer, PrefixList and Cidr that is set.
type Rule struct {
	// Group is the group that the rule belongs to.
	Group pulumi.StringInput
	// Peer is a security group, PrefixList a prefix list, Cidr an IPv4 range.
	Peer, PrefixList pulumi.StringInput
	Cidr             string
	// From and To are the ports of Protocol, or the type and the code of ICMP.
	Protocol    string
	From, To    int
	Description string
}

// Ingress makes a rule for a way in.
func Ingress(ctx *pulumi.Context, name string, r Rule, tags pulumi.StringMap, opts ...pulumi.ResourceOption) error {
	from, to := r.ports()
	_, err := vpc.NewSecurityGroupIngressRule(ctx, name, &vpc.SecurityGroupIngressRuleArgs{
		SecurityGroupId: r.Group, Description: pulumi.String(r.Description), IpProtocol: pulumi.String(r.Protocol), FromPort: from, ToPort: to,
		ReferencedSecurityGroupId: optional(r.Peer), PrefixListId: optional(r.PrefixList), CidrIpv4: r.cidr(), Tags: tags,
	}, opts...)
	if err != nil {
		return fmt.Errorf("create ingress rule %q: %w", name, err)
	}
	return nil
}

// Egress makes a rule for a way out.
func Egress(ctx *pulumi.Context, name string, r Rule, tags pulumi.StringMap, opts ...pulumi.ResourceOption) error {
	from, to := r.ports()
	_, err := vpc.NewSecurityGroupEgressRule(ctx, name, &vpc.SecurityGroupEgressRuleArgs{
		SecurityGroupId: r.Group, Description: pulumi.String(r.Description), IpProtocol: pulumi.String(r.Protocol), FromPort: from, ToPort: to,
		ReferencedSecurityGroupId: optional(r.Peer), PrefixListId: optional(r.PrefixList), CidrIpv4: r.cidr(), Tags: tags,
	}, opts...)
	if err != nil {
		return fmt.Errorf("create egress rule %q: %w", name, err)
	}
	return nil
}

// ports are those of the protocol; AWS takes none with AllProtocols.
func (r Rule) ports() (from, to pulumi.IntPtrInput) {
	if r.Protocol == AllProtocols {
		return nil, nil
	}
	return pulumi.Int(r.From), pulumi.Int(r.To)
}

func (r Rule) cidr() pulumi.StringPtrInput {
	if r.Cidr == "" {
		return nil
	}
	return pulumi.String(r.Cidr)
}

func optional(id pulumi.StringInput) pulumi.StringPtrInput {
	if id == nil {
		return nil
	}
	return id.ToStringOutput().ToStringPtrOutput()
}
