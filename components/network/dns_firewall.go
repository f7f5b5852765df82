package network

import (
	"fmt"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/route53"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// buildDnsFirewall answers the admitted names, blocks the rest and fails closed. It returns the id of the rule group,
// empty where there is none.
func (b *builder) buildDnsFirewall(vpcID pulumi.StringOutput) (pulumi.StringOutput, error) {
	if b.plan.dnsFirewall == nil {
		return noString(), nil
	}
	group, err := route53.NewResolverFirewallRuleGroup(b.ctx, b.child("dns-firewall"), &route53.ResolverFirewallRuleGroupArgs{
		Tags: b.childTags("dns-firewall"),
	}, b.options()...)
	if err != nil {
		return pulumi.StringOutput{}, fmt.Errorf("create the DNS Firewall rule group: %w", err)
	}
	var rules []pulumi.Resource
	for _, r := range firewallRules(*b.plan.dnsFirewall) {
		rule, err := b.buildFirewallRule(group, r)
		if err != nil {
			return pulumi.StringOutput{}, err
		}
		rules = append(rules, rule)
	}
	mutationProtection := "DISABLED"
	if b.plan.dnsFirewall.mutationProtection {
		mutationProtection = "ENABLED"
	}
	_, err = route53.NewResolverFirewallRuleGroupAssociation(b.ctx, b.child("dns-firewall-association"), &route53.ResolverFirewallRuleGroupAssociationArgs{
		FirewallRuleGroupId: group.ID(),
		VpcId:               vpcID,
		Priority:            pulumi.Int(b.plan.dnsFirewall.priority),
		MutationProtection:  pulumi.String(mutationProtection),
		Tags:                b.childTags("dns-firewall-association"),
		// With the rules in place first, the VPC never has a firewall that blocks nothing.
	}, b.options(pulumi.DependsOn(rules))...)
	if err != nil {
		return pulumi.StringOutput{}, fmt.Errorf("associate the DNS Firewall rule group: %w", err)
	}
	_, err = route53.NewResolverFirewallConfig(b.ctx, b.child("dns-firewall-config"), &route53.ResolverFirewallConfigArgs{
		ResourceId:       vpcID,
		FirewallFailOpen: pulumi.String("DISABLED"),
	}, b.options()...)
	if err != nil {
		return pulumi.StringOutput{}, fmt.Errorf("make the DNS Firewall fail closed: %w", err)
	}
	return group.ID().ToStringOutput(), nil
}

// buildFirewallRule makes one rule and its domain list.
func (b *builder) buildFirewallRule(group *route53.ResolverFirewallRuleGroup, r firewallRule) (pulumi.Resource, error) {
	role := "dns-" + r.key
	domains, err := route53.NewResolverFirewallDomainList(b.ctx, b.child(role), &route53.ResolverFirewallDomainListArgs{
		Domains: pulumi.ToStringArray(stored(r.domains)),
		Tags:    b.childTags(role),
	}, b.options()...)
	if err != nil {
		return nil, fmt.Errorf("create DNS Firewall domain list %q: %w", r.key, err)
	}
	args := &route53.ResolverFirewallRuleArgs{
		FirewallRuleGroupId:             group.ID(),
		FirewallDomainListId:            domains.ID(),
		Priority:                        pulumi.Int(r.priority),
		Action:                          pulumi.String(r.action),
		FirewallDomainRedirectionAction: pulumi.String(r.redirection),
	}
	if r.blockResponse != "" {
		args.BlockResponse = pulumi.String(string(r.blockResponse))
	}
	rule, err := route53.NewResolverFirewallRule(b.ctx, b.child(role), args, b.options()...)
	if err != nil {
		return nil, fmt.Errorf("create DNS Firewall rule %q: %w", r.key, err)
	}
	return rule, nil
}
