package aws

import (
	"fmt"
	"slices"
	"strings"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

// maxGroupRules is how many rules a security group takes in each direction, for IPv4 and IPv6 each. Source: VPC quotas.
const maxGroupRules = 60

// groupRule is one rule of a security group for one peer: a CIDR block, a prefix list or a security group.
type groupRule struct {
	direction string
	protocol  string
	from, to  int
	peer      string
}

// inline returns the rule as one inside the group would be.
func (r groupRule) inline() cloud.Values {
	rule := cloud.Values{"protocol": r.protocol, "fromPort": float64(r.from), "toPort": float64(r.to), "self": false}
	property := "cidrBlocks"
	switch {
	case strings.HasPrefix(r.peer, "sg-"):
		property = "securityGroups"
	case strings.HasPrefix(r.peer, "pl-"):
		property = "prefixListIds"
	case strings.Contains(r.peer, ":"):
		property = "ipv6CidrBlocks"
	}
	rule[property] = []any{r.peer}
	return rule
}

// described is the rule as AWS's errors name it.
func (r groupRule) described() string {
	if allProtocols(r.protocol) {
		return fmt.Sprintf("peer: %s, ALL, ALLOW", r.peer)
	}
	return fmt.Sprintf("peer: %s, %s, from port: %d, to port: %d, ALLOW", r.peer, strings.ToUpper(r.protocol), r.from, r.to)
}

func allProtocols(protocol string) bool {
	return protocol == "-1" || strings.EqualFold(protocol, "all")
}

// rulesWithin returns the rules inside a group in one direction, one for each peer.
func rulesWithin(group *cloud.Object, direction string) []groupRule {
	var rules []groupRule
	for _, rule := range group.Properties.Objects(direction) {
		rules = append(rules, expandRule(group.ID, direction, rule)...)
	}
	return rules
}

// expandRule takes a rule with lists of peers apart.
func expandRule(groupID, direction string, rule cloud.Values) []groupRule {
	var peers []string
	for _, property := range []string{"cidrBlocks", "ipv6CidrBlocks", "prefixListIds", "securityGroups"} {
		peers = append(peers, rule.Strings(property)...)
	}
	if source := rule.String("sourceSecurityGroupId"); source != "" {
		peers = append(peers, source)
	}
	if rule.Bool("self") {
		peers = append(peers, groupID)
	}
	var rules []groupRule
	for _, peer := range peers {
		rules = append(rules, groupRule{direction, rule.String("protocol"), rule.Int("fromPort"), rule.Int("toPort"), peer})
	}
	return rules
}

// rulesOfObject returns the rules that a rule resource stands for.
func rulesOfObject(o *cloud.Object) []groupRule {
	p := o.Properties
	if o.Kind == kindSecurityGroupRules {
		return expandRule(p.String("securityGroupId"), p.String("type"), p)
	}
	direction := "ingress"
	if strings.HasSuffix(o.Type, "EgressRule") {
		direction = "egress"
	}
	peer := first(p, []string{"cidrIpv4", "cidrIpv6", "prefixListId", "referencedSecurityGroupId"})
	return []groupRule{{direction, p.String("ipProtocol"), p.Int("fromPort"), p.Int("toPort"), peer}}
}

// rulesBeside returns the rules in one direction that resources of their own make for a group.
func rulesBeside(c *cloud.Call, group *cloud.Object, direction string) []groupRule {
	var rules []groupRule
	for _, kind := range []string{kindSecurityGroupRules, kindSecurityGroupRule} {
		for _, o := range c.Find(kind, where("securityGroupId", group.ID)) {
			for _, rule := range rulesOfObject(o) {
				if rule.direction == direction {
					rules = append(rules, rule)
				}
			}
		}
	}
	return rules
}

// checkRule judges one rule by itself.
func checkRule(c *cloud.Call, group *cloud.Object, rule groupRule) error {
	switch {
	case strings.HasPrefix(rule.peer, "sg-"):
		if _, err := get(c, kindSecurityGroup, rule.peer); err != nil {
			return err
		}
	case strings.HasPrefix(rule.peer, "pl-"):
		if !prefixListExists(c, rule.peer) {
			return c.RefuseWith(missing[kindPrefixList], rule.peer)
		}
	}
	ported := rule.protocol == "tcp" || rule.protocol == "udp" || rule.protocol == "6" || rule.protocol == "17"
	if ported && (rule.from < 0 || rule.to > 65535 || rule.from > rule.to) {
		return c.Refuse("InvalidParameterValue", "Invalid TCP/UDP port range (%d:%d)", rule.from, rule.to)
	}
	return nil
}

// checkRuleSet judges all rules of a group in one direction together: none twice, and not more than the quota. A prefix list
// that a customer manages counts with its maximum number of entries.
func checkRuleSet(c *cloud.Call, group *cloud.Object, direction string) error {
	seen := map[groupRule]bool{}
	ipv4, ipv6 := 0, 0
	for _, rule := range slices.Concat(rulesWithin(group, direction), rulesBeside(c, group, direction)) {
		if seen[rule] {
			return c.Refuse("InvalidPermission.Duplicate", "the specified rule \"%s\" already exists", rule.described())
		}
		seen[rule] = true
		weight := prefixListWeight(c, rule.peer)
		if !strings.Contains(rule.peer, ":") {
			ipv4 += weight
		}
		if !strings.Contains(rule.peer, ".") {
			ipv6 += weight
		}
	}
	if ipv4 > maxGroupRules || ipv6 > maxGroupRules {
		return c.Refuse("RulesPerSecurityGroupLimitExceeded", "The maximum number of rules per security group has been reached.")
	}
	return nil
}
