package aws

import (
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/route53"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

func firewallAssociationType() cloud.Resource {
	return cloud.Resource{
		Type: "aws:route53/resolverFirewallRuleGroupAssociation:ResolverFirewallRuleGroupAssociation",
		Args: route53.ResolverFirewallRuleGroupAssociationArgs{}, State: route53.ResolverFirewallRuleGroupAssociation{},
		Kind: kindFirewallAssociation, Noun: "Route53 Resolver Firewall Rule Group Association",
		API: resolverAPI("AssociateFirewallRuleGroup", "UpdateFirewallRuleGroupAssociation", "GetFirewallRuleGroupAssociation", "DisassociateFirewallRuleGroup"),
		ID:  "rslvr-frgassoc-{hex16}", Autoname: &resolverAutoname, Constraints: append([]cloud.Constraint{
			{Path: "mutationProtection", OneOf: []string{"ENABLED", "DISABLED"}},
		}, resolverNames...),
		Outputs: map[string]any{
			"arn": "arn:{partition}:route53resolver:{region}:{account}:firewall-rule-group-association/{id}", "mutationProtection": "DISABLED",
		},
		ReplaceOn: []string{"firewallRuleGroupId", "vpcId"},
		References: []cloud.Reference{
			resolverRefers("firewallRuleGroupId", kindFirewallGroup, true), resolverRefers("vpcId", kindVPC, false),
		},
		Unique: []cloud.Unique{{
			Properties: []string{"vpcId", "firewallRuleGroupId"}, Code: "ConflictException",
			Text: "The DNS Firewall rule group is already associated with the VPC '{vpcId}'.",
		}},
		Quotas: []cloud.Quota{{
			Per: []string{"vpcId"}, Max: 5, Code: "LimitExceededException", Text: "Too many DNS Firewall rule group associations for the VPC.",
		}},
		NotFound: resolverMissing(kindFirewallAssociation),
		Create:   checkAssociationPriority, Update: firstOf(refuseWhileProtected, checkAssociationPriority), Delete: keepProtected,
	}
}

// checkAssociationPriority refuses priorities outside of 101 to 9899, which AWS keeps for Firewall Manager, and those that
// another association of the VPC has.
func checkAssociationPriority(c *cloud.Call) error {
	p := c.Object.Properties
	priority := p.Int("priority")
	if priority <= 100 || priority >= 9900 {
		return c.Refuse("ValidationException", "The priority %d is not valid. It must be greater than 100 and less than 9900.", priority)
	}
	for _, other := range c.Find(kindFirewallAssociation, where("vpcId", p.String("vpcId"))) {
		if other.ID != c.Object.ID && other.Properties.Int("priority") == priority {
			return c.Refuse("ConflictException", "The priority %d is already used by another DNS Firewall rule group association of the VPC.", priority)
		}
	}
	return nil
}

// underProtection is AWS's answer to a change or removal of a protected association; its wording is from
// terraform-provider-aws issue 21278.
func underProtection(c *cloud.Call) error {
	return c.Refuse("ValidationException",
		"[RSLVR-02307] The DNS Firewall rule group association is under mutation protection. Remove the mutation protection and try again.")
}

// refuseWhileProtected lets a protected association change only if the same change ends the protection.
func refuseWhileProtected(c *cloud.Call) error {
	changed := c.Old.Int("priority") != c.Inputs.Int("priority") || c.Old.String("name") != c.Inputs.String("name")
	if c.Old.String("mutationProtection") == "ENABLED" && c.Inputs.String("mutationProtection") == "ENABLED" && changed {
		return underProtection(c)
	}
	return nil
}

func keepProtected(c *cloud.Call) error {
	if c.Object.Properties.String("mutationProtection") == "ENABLED" {
		return underProtection(c)
	}
	return nil
}
