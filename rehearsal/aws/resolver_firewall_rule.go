package aws

import (
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/route53"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

func firewallRuleType() cloud.Resource {
	return cloud.Resource{
		Type: "aws:route53/resolverFirewallRule:ResolverFirewallRule",
		Args: route53.ResolverFirewallRuleArgs{}, State: route53.ResolverFirewallRule{},
		Kind: kindFirewallRule, Noun: "Route53 Resolver Firewall Rule",
		API:       resolverAPI("CreateFirewallRule", "UpdateFirewallRule", "ListFirewallRules", "DeleteFirewallRule"),
		ID:        "{firewallRuleGroupId}:{firewallDomainListId}",
		Autoname:  &resolverAutoname,
		Defaults:  map[string]any{"firewallDomainRedirectionAction": "INSPECT_REDIRECTION_DOMAIN"},
		ReplaceOn: []string{"firewallDomainListId", "firewallRuleGroupId"},
		Constraints: append([]cloud.Constraint{
			{Path: "action", OneOf: []string{"ALLOW", "BLOCK", "ALERT"}}, {Path: "blockResponse", OneOf: []string{"NODATA", "NXDOMAIN", "OVERRIDE"}},
			{Path: "blockOverrideDnsType", OneOf: []string{"CNAME"}}, {Path: "blockOverrideTtl", Min: 0, Max: 604800},
			{Path: "firewallDomainRedirectionAction", OneOf: []string{"INSPECT_REDIRECTION_DOMAIN", "TRUST_REDIRECTION_DOMAIN"}},
		}, resolverNames...),
		References: []cloud.Reference{
			resolverRefers("firewallDomainListId", kindDomainList, true), resolverRefers("firewallRuleGroupId", kindFirewallGroup, true),
		},
		Quotas: []cloud.Quota{{
			Per: []string{"firewallRuleGroupId"}, Max: 100, Code: "LimitExceededException", Text: "Too many DNS Firewall rules in the rule group.",
		}},
		Create: checkFirewallRule, Update: checkFirewallRule,
	}
}

func checkFirewallRule(c *cloud.Call) error {
	p := c.Object.Properties
	action, response := p.String("action"), p.String("blockResponse")
	switch {
	case action == "BLOCK" && response == "":
		return c.Refuse("ValidationException", "BlockResponse must be given for a rule with the action BLOCK.")
	case action != "BLOCK" && response != "":
		return c.Refuse("ValidationException", "BlockResponse can only be given for a rule with the action BLOCK.")
	case response == "OVERRIDE" && (p.String("blockOverrideDomain") == "" || p.String("blockOverrideDnsType") == "" || !p.Has("blockOverrideTtl")):
		return c.Refuse("ValidationException", "BlockOverrideDomain, BlockOverrideDnsType and BlockOverrideTtl must be given for the response OVERRIDE.")
	}
	for _, other := range c.Find(kindFirewallRule, where("firewallRuleGroupId", p.String("firewallRuleGroupId"))) {
		if other.ID != c.Object.ID && other.Properties.Int("priority") == p.Int("priority") {
			return c.Refuse("ConflictException", "The priority %d is already used by another DNS Firewall rule in the rule group.", p.Int("priority"))
		}
	}
	return nil
}
