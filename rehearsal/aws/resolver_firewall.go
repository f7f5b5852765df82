package aws

import (
	"strings"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/route53"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

// maxFirewallDomains is how many domains the lists of an account hold in all. Source: Route 53 quotas.
const maxFirewallDomains = 100000

func firewallTypes() []cloud.Resource {
	return []cloud.Resource{domainListType(), firewallGroupType(), firewallRuleType(), firewallAssociationType(), firewallConfigType()}
}

func domainListType() cloud.Resource {
	return cloud.Resource{
		Type: "aws:route53/resolverFirewallDomainList:ResolverFirewallDomainList",
		Args: route53.ResolverFirewallDomainListArgs{}, State: route53.ResolverFirewallDomainList{},
		Kind: kindDomainList, Noun: "Route53 Resolver Firewall Domain List",
		API:      resolverAPI("CreateFirewallDomainList", "UpdateFirewallDomains", "GetFirewallDomainList", "DeleteFirewallDomainList"),
		ID:       "rslvr-fdl-{hex16}",
		Autoname: &resolverAutoname, Constraints: resolverNames,
		Outputs:   map[string]any{"arn": "arn:{partition}:route53resolver:{region}:{account}:firewall-domain-list/{id}"},
		ReplaceOn: []string{"name"},
		Sets:      []string{"domains"},
		InUse: cloud.Refusal{
			Code: "ConflictException", Text: "The DNS Firewall domain list '{id}' is used by a DNS Firewall rule. Remove the rule and try again.",
		},
		NotFound: resolverMissing(kindDomainList),
		Create:   checkDomains, Update: checkDomains, Read: rootedDomains,
	}
}

// rootedDomains answers the domains as the service stores them, with the dot of the root. The provider takes that over when it
// reads, so that a list written without the dots shows a change at every refresh (terraform-provider-aws issue 23543).
func rootedDomains(c *cloud.Call) error {
	domains := c.Object.Properties.Strings("domains")
	rooted := make([]any, len(domains))
	for i, domain := range domains {
		rooted[i] = strings.TrimSuffix(domain, ".") + "."
	}
	if len(rooted) > 0 {
		c.Object.Properties.Set("domains", rooted)
	}
	return nil
}

func firewallGroupType() cloud.Resource {
	return cloud.Resource{
		Type: "aws:route53/resolverFirewallRuleGroup:ResolverFirewallRuleGroup",
		Args: route53.ResolverFirewallRuleGroupArgs{}, State: route53.ResolverFirewallRuleGroup{},
		Kind: kindFirewallGroup, Noun: "Route53 Resolver Firewall Rule Group",
		API:      resolverAPI("CreateFirewallRuleGroup", "TagResource", "GetFirewallRuleGroup", "DeleteFirewallRuleGroup"),
		ID:       "rslvr-frg-{hex16}",
		Autoname: &resolverAutoname, Constraints: resolverNames,
		Outputs: map[string]any{
			"arn": "arn:{partition}:route53resolver:{region}:{account}:firewall-rule-group/{id}", "ownerId": "{account}", "shareStatus": "NOT_SHARED",
		},
		ReplaceOn: []string{"name"},
		InUse: cloud.Refusal{
			Code: "ConflictException", Text: "The DNS Firewall rule group '{id}' has rules or is associated with a VPC. Remove them and try again.",
		},
		NotFound: resolverMissing(kindFirewallGroup),
	}
}

func firewallConfigType() cloud.Resource {
	return cloud.Resource{
		Type: "aws:route53/resolverFirewallConfig:ResolverFirewallConfig",
		Args: route53.ResolverFirewallConfigArgs{}, State: route53.ResolverFirewallConfig{},
		Kind: kindFirewallConfig, Noun: "Route53 Resolver Firewall Config",
		API:         resolverAPI("UpdateFirewallConfig", "UpdateFirewallConfig", "GetFirewallConfig", "UpdateFirewallConfig"),
		ID:          "rslvr-fc-{hex16}",
		Outputs:     map[string]any{"firewallFailOpen": "DISABLED", "ownerId": "{account}"},
		ReplaceOn:   []string{"resourceId"},
		Constraints: []cloud.Constraint{{Path: "firewallFailOpen", OneOf: []string{"ENABLED", "DISABLED", "USE_LOCAL_RESOURCE_SETTING"}}},
		References:  []cloud.Reference{resolverRefers("resourceId", kindVPC, false)},
	}
}

// checkDomains refuses domain names that a list does not take: a star stands for whole labels at the front only.
func checkDomains(c *cloud.Call) error {
	domains := c.Inputs.Strings("domains")
	for _, domain := range domains {
		name := strings.TrimSuffix(strings.TrimPrefix(domain, "*."), ".")
		if domain == "*" || domain == "*." {
			continue
		}
		if len(domain) > 255 || name == "" || strings.Contains(name, "*") || strings.Contains(name, "..") || strings.ContainsAny(name, " /:") {
			return c.Refuse("ValidationException", "The domain name '%s' is not valid.", domain)
		}
	}
	total := len(domains)
	for _, list := range c.Find(kindDomainList, nil) {
		if list.ID != c.Object.ID {
			total += len(list.Properties.Strings("domains"))
		}
	}
	if total > maxFirewallDomains {
		return c.Refuse("LimitExceededException", "The account has more than %d DNS Firewall domains.", maxFirewallDomains)
	}
	return nil
}
