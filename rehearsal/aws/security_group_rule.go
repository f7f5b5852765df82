package aws

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/vpc"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

func securityGroupRuleTypes() []cloud.Resource {
	rule := cloud.Resource{
		Kind: kindSecurityGroupRule,
		ID:   "sgr-0{hex16}",
		Outputs: map[string]any{
			"arn": "arn:{partition}:ec2:{region}:{account}:security-group-rule/{id}", "securityGroupRuleId": "{id}",
		},
		ReplaceOn: []string{"securityGroupId"},
		References: []cloud.Reference{
			refers("securityGroupId", kindSecurityGroup), refers("referencedSecurityGroupId", kindSecurityGroup),
		},
		NotFound: cloud.Refusal{Code: "InvalidSecurityGroupRuleId.NotFound", Text: "The security group rule ID '{value}' does not exist"},
		Check:    onePeer("cidrIpv4", "cidrIpv6", "prefixListId", "referencedSecurityGroupId"),
		Create:   addRule, Update: addRule,
	}
	ingress, egress := rule, rule
	ingress.Type, ingress.Noun = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "VPC Security Group Ingress Rule"
	ingress.Args, ingress.State = vpc.SecurityGroupIngressRuleArgs{}, vpc.SecurityGroupIngressRule{}
	ingress.API = ruleAPI("Ingress")
	egress.Type, egress.Noun = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule", "VPC Security Group Egress Rule"
	egress.Args, egress.State = vpc.SecurityGroupEgressRuleArgs{}, vpc.SecurityGroupEgressRule{}
	egress.API = ruleAPI("Egress")
	return []cloud.Resource{ingress, egress, {
		Type: "aws:ec2/securityGroupRule:SecurityGroupRule", Args: ec2.SecurityGroupRuleArgs{}, State: ec2.SecurityGroupRule{},
		Kind: kindSecurityGroupRules, Noun: "Security Group Rule",
		API:     ruleAPI("Ingress"),
		MakeID:  ruleSetID,
		Outputs: map[string]any{"securityGroupRuleId": "sgr-0{hex16}", "sourceSecurityGroupId": "", "self": false},
		ReplaceOn: []string{
			"cidrBlocks", "fromPort", "ipv6CidrBlocks", "prefixListIds", "protocol", "securityGroupId", "self", "sourceSecurityGroupId", "toPort", "type",
		},
		Constraints: []cloud.Constraint{{Path: "type", OneOf: []string{"ingress", "egress"}}},
		References: []cloud.Reference{
			refers("securityGroupId", kindSecurityGroup), refers("sourceSecurityGroupId", kindSecurityGroup),
		},
		Check:  checkRulePeers,
		Create: addRule,
	}}
}

func ruleAPI(direction string) cloud.API {
	return cloud.API{
		Service: "EC2", Create: "AuthorizeSecurityGroup" + direction, Update: "ModifySecurityGroupRules", Read: "DescribeSecurityGroupRules",
		Delete: "RevokeSecurityGroup" + direction,
	}
}

func isNetwork(block string) bool {
	prefix, err := netip.ParsePrefix(block)
	return err == nil && prefix == prefix.Masked()
}

// onePeer refuses inputs that give none or several of the peers, as the provider does.
func onePeer(names ...string) func(*cloud.Checking) {
	return func(c *cloud.Checking) {
		given := slices.DeleteFunc(slices.Clone(names), func(name string) bool { return !c.Inputs.Has(name) })
		if len(given) != 1 {
			c.Fail("", "exactly one of these attributes must be configured: [%s], got %d", strings.Join(names, ","), len(given))
		}
		for _, name := range names[:2] {
			if block := c.Inputs.String(name); block != "" && !isNetwork(block) {
				c.Fail(name, "%q is not a valid CIDR block: it must be a network address with no host bits", block)
			}
		}
	}
}

// exclusivePeers are not given together, by the provider's schema; false for self counts as given.
var exclusivePeers = [][2]string{
	{"cidrBlocks", "self"}, {"cidrBlocks", "sourceSecurityGroupId"}, {"ipv6CidrBlocks", "self"}, {"ipv6CidrBlocks", "sourceSecurityGroupId"},
	{"self", "sourceSecurityGroupId"},
}

func checkRulePeers(c *cloud.Checking) {
	given := c.Inputs.Bool("self")
	for _, name := range []string{"cidrBlocks", "ipv6CidrBlocks", "prefixListIds", "sourceSecurityGroupId"} {
		given = given || c.Inputs.Has(name)
	}
	if value, _ := c.Inputs.Get("self"); !given && value != cloud.Unknown {
		c.Fail("", "one of `cidr_blocks,ipv6_cidr_blocks,prefix_list_ids,self,source_security_group_id` must be specified")
	}
	for _, names := range exclusivePeers {
		if c.Inputs.Has(names[0]) && c.Inputs.Has(names[1]) {
			c.Fail(names[0], "conflicts with %s", names[1])
		}
	}
	for _, name := range []string{"cidrBlocks", "ipv6CidrBlocks"} {
		for _, block := range c.Inputs.Strings(name) {
			if !isNetwork(block) {
				c.Fail(name, "%q is not a valid CIDR block: it must be a network address with no host bits", block)
			}
		}
	}
}

func ruleSetID(c *cloud.Call) (string, error) {
	in := c.Inputs
	text := fmt.Sprint(in.String("securityGroupId"), in.Int("fromPort"), in.Int("toPort"), in.String("protocol"), in.String("type"),
		in.Strings("cidrBlocks"), in.Strings("ipv6CidrBlocks"), in.Strings("prefixListIds"), in.String("sourceSecurityGroupId"), in.Bool("self"))
	return fmt.Sprintf("sgrule-%d", hashcode(text)), nil
}

// addRule judges a rule that is a resource of its own.
func addRule(c *cloud.Call) error {
	group, err := get(c, kindSecurityGroup, c.Inputs.String("securityGroupId"))
	if err != nil {
		return err
	}
	c.Object.References = slices.DeleteFunc(c.Object.References, func(l cloud.Link) bool { return l.Path == "" })
	for _, rule := range rulesOfObject(c.Object) {
		if err := checkRule(c, group, rule); err != nil {
			return err
		}
		if peer, ok := c.Get(kindSecurityGroup, rule.peer); ok && peer.ID != group.ID {
			c.Link(c.Object, peer, true)
		}
		if err := checkRuleSet(c, group, rule.direction); err != nil {
			return err
		}
	}
	return nil
}
