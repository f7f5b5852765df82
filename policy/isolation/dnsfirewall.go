package isolation

import (
	"cmp"
	"slices"
	"strings"
)

// firewallGaps finds VPCs whose resolver answers for public names: the rules of the associated groups do not end in a block
// of every name, or the firewall lets queries through when it fails. The resolver answers such names without any gateway,
// past security groups and ACLs.
func (g *graph) firewallGaps() []Way {
	associations := map[*VPC][]*Resource{}
	for _, r := range g.byKind["route53/resolverFirewallRuleGroupAssociation"] {
		if v := g.vpcNamed(r.Value("vpcId")); v != nil {
			associations[v] = append(associations[v], r)
		}
	}
	rules := g.firewallRules()
	var gaps []Way
	for _, v := range g.vpcs {
		if v.Resource == nil || v.Resource.External || g.guarded(associations[v], rules) {
			continue
		}
		if on, state := v.Resource.Value("enableDnsSupport").Bool(); state == Known && !on {
			continue
		}
		gaps = append(gaps, newWay(v.Resource, DNSFirewall, Egress, "",
			"no DNS Firewall rule group that ends in a block is associated, so the resolver answers for every public name"))
	}
	for _, r := range g.byKind["route53/resolverFirewallConfig"] {
		if v := isNot(Isolated, "DISABLED")(g, r.Value("firewallFailOpen")); v != Isolated {
			w := newWay(r, DNSFirewall, Egress, "firewallFailOpen", "queries pass while the DNS Firewall cannot answer")
			w.Verdict = v
			gaps = append(gaps, w)
		}
	}
	return gaps
}

// firewallRules returns the rules of each rule group.
func (g *graph) firewallRules() map[*Resource][]*Resource {
	rules := map[*Resource][]*Resource{}
	for _, rule := range g.byKind["route53/resolverFirewallRule"] {
		if group := g.refer(rule.Value("firewallRuleGroupId"), "route53/resolverFirewallRuleGroup").only(); group != nil {
			rules[group] = append(rules[group], rule)
		}
	}
	return rules
}

// guarded follows a query through the rule groups of a VPC in their order: it is guarded if every name meets a block
// before anything that may let every name through.
func (g *graph) guarded(associations []*Resource, rules map[*Resource][]*Resource) bool {
	if !sortByPriority(associations) {
		return false
	}
	for _, a := range associations {
		group := g.refer(a.Value("firewallRuleGroupId"), "route53/resolverFirewallRuleGroup").only()
		if group == nil || !sortByPriority(rules[group]) {
			return false
		}
		for _, rule := range rules[group] {
			action, _ := rule.Value("action").Text()
			block := strings.EqualFold(action, "BLOCK")
			all, sure := g.coversAllNames(rule)
			switch {
			case block && all && rule.Value("qType").state == Absent:
				return true
			case !block && (all || !sure):
				return false
			}
		}
	}
	return false
}

// sortByPriority sorts by the property "priority", the lowest first as the firewall does, and tells whether all are known.
func sortByPriority(resources []*Resource) bool {
	known := true
	slices.SortStableFunc(resources, func(a, b *Resource) int {
		x, _ := a.Value("priority").Number()
		y, _ := b.Value("priority").Number()
		return cmp.Compare(x, y)
	})
	for _, r := range resources {
		_, state := r.Value("priority").Number()
		known = known && state == Known
	}
	return known
}

// coversAllNames tells whether the domain list of a rule holds "*", and whether that is sure.
func (g *graph) coversAllNames(rule *Resource) (all, sure bool) {
	list := g.refer(rule.Value("firewallDomainListId"), "route53/resolverFirewallDomainList").only()
	if list == nil {
		return false, false
	}
	domains, state := list.Value("domains").Strings()
	return slices.ContainsFunc(domains, func(d string) bool { return strings.TrimSuffix(d, ".") == "*" }), state == Known
}
