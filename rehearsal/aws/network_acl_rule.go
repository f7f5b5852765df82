package aws

import (
	"slices"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

// maxACLRules is how many rules a network ACL takes in each direction. Source: VPC quotas.
const maxACLRules = 20

func oneACLRange(names ...string) func(*cloud.Checking) {
	return func(c *cloud.Checking) {
		given := slices.DeleteFunc(slices.Clone(names), func(name string) bool { return !c.Inputs.Has(name) })
		if len(given) != 1 {
			c.Fail("", "exactly one of cidrBlock and ipv6CidrBlock must be given, got %d", len(given))
		}
	}
}

func checkACLRules(c *cloud.Call) error {
	for _, direction := range []string{"ingress", "egress"} {
		rules := c.Inputs.Objects(direction)
		numbers := map[int]bool{}
		for _, rule := range rules {
			if err := checkACLRule(c, rule.Int("ruleNo"), rule); err != nil {
				return err
			}
			if numbers[rule.Int("ruleNo")] {
				return duplicateACLRule(c, rule.Int("ruleNo"))
			}
			numbers[rule.Int("ruleNo")] = true
		}
		if len(rules) > maxACLRules {
			return tooManyACLRules(c)
		}
	}
	return nil
}

func duplicateACLRule(c *cloud.Call, number int) error {
	return c.Refuse("NetworkAclEntryAlreadyExists", "The network acl entry identified by %d already exists.", number)
}

func tooManyACLRules(c *cloud.Call) error {
	return c.Refuse("NetworkAclEntryLimitExceeded", "The maximum number of network acl entries has been reached.")
}

func checkACLRule(c *cloud.Call, number int, rule cloud.Values) error {
	if number < 1 || number > 32766 {
		return c.Refuse("InvalidParameterValue", "Invalid value '%d' for ruleNumber. Must be a number from 1 to 32766", number)
	}
	protocol, known := aclProtocolNumber(rule.String("protocol"))
	if !known {
		return c.Refuse("InvalidParameterValue", "unsupported NACL protocol: %s", rule.String("protocol"))
	}
	if protocol == -1 && (rule.Int("fromPort") != 0 || rule.Int("toPort") != 0) {
		return c.Refuse("InvalidParameterValue", "to_port (%d) and from_port (%d) must both be 0 to use the 'all' \"-1\" protocol!",
			rule.Int("toPort"), rule.Int("fromPort"))
	}
	if block := rule.String("cidrBlock"); block != "" {
		if _, err := ipv4Block(block); err != nil {
			return answer(c, err)
		}
	}
	return nil
}

func addACLRule(c *cloud.Call) error {
	number, egress := c.Inputs.Int("ruleNumber"), c.Inputs.Bool("egress")
	if err := checkACLRule(c, number, c.Inputs); err != nil {
		return err
	}
	acl, err := get(c, kindNetworkACL, c.Inputs.String("networkAclId"))
	if err != nil {
		return err
	}
	rules := 0
	for _, rule := range aclRules(c, acl, egress) {
		rules++
		if rule.Int("ruleNo") == number && rule.String("_id") != c.Object.ID {
			return duplicateACLRule(c, number)
		}
	}
	if rules > maxACLRules {
		return tooManyACLRules(c)
	}
	return nil
}

// aclRules returns the rules of one direction: those inside the ACL and those beside it, which carry their id as "_id".
func aclRules(c *cloud.Call, acl *cloud.Object, egress bool) []cloud.Values {
	direction := map[bool]string{false: "ingress", true: "egress"}[egress]
	rules := acl.Properties.Objects(direction)
	for _, rule := range c.Find(kindNetworkACLRule, where("networkAclId", acl.ID)) {
		if rule.Properties.Bool("egress") != egress {
			continue
		}
		inline := cloud.Values{
			"_id": rule.ID, "action": rule.Properties.String("ruleAction"), "ruleNo": rule.Properties.Int("ruleNumber"),
			"protocol": rule.Properties.String("protocol"), "fromPort": rule.Properties.Int("fromPort"), "toPort": rule.Properties.Int("toPort"),
		}
		for _, name := range []string{"cidrBlock", "ipv6CidrBlock"} {
			if value := rule.Properties.String(name); value != "" {
				inline[name] = value
			}
		}
		rules = append(rules, cloud.Values(cloud.Normal(inline).(map[string]any)))
	}
	return rules
}
