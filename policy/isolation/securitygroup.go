package isolation

import "strings"

var securityGroupKinds = []string{"ec2/securityGroup", "ec2/defaultSecurityGroup"}

// filterRule is one rule of a security group or network ACL.
type filterRule struct {
	resource *Resource
	property string
	get      func(string) Value
}

// egressRules returns every rule that lets traffic out of a security group, wherever it is written down.
func (g *graph) egressRules() []filterRule {
	var rules []filterRule
	for _, r := range g.of(securityGroupKinds...) {
		rules = append(rules, inlineRules(r, "egress")...)
	}
	for _, r := range g.byKind["ec2/securityGroupRule"] {
		if kind, state := r.Value("type").Text(); state != Known || kind != "ingress" {
			rules = append(rules, filterRule{r, "cidrBlocks", r.Value})
		}
	}
	for _, r := range g.byKind["vpc/securityGroupEgressRule"] {
		rules = append(rules, filterRule{r, "cidrIpv4", r.Value})
	}
	return rules
}

func inlineRules(r *Resource, key string) []filterRule {
	v := r.Value(key)
	if v.state == Unknown {
		return []filterRule{{r, key, func(string) Value { return v }}}
	}
	elements, _ := v.Elements()
	rules := make([]filterRule, len(elements))
	for i, e := range elements {
		rules[i] = filterRule{r, key, e.Field}
	}
	return rules
}

// securityGroupGaps finds security groups that let traffic out to public addresses. The tunnel edge is permitted to the
// groups of an access VPC, and prefix lists outside the stack are left to the rules on endpoints.
func (g *graph) securityGroupGaps() []Way {
	var gaps []Way
	for _, rule := range g.egressRules() {
		d := Destination{State: Known}
		for _, key := range []string{"cidrBlocks", "ipv6CidrBlocks", "cidrIpv4", "cidrIpv6"} {
			cidrs, state := rule.get(key).Elements()
			if state == Unknown {
				d.miss(key)
			}
			for _, c := range cidrs {
				d.add(c, key)
			}
		}
		for _, key := range []string{"prefixListIds", "prefixListId"} {
			lists, _ := g.referAll(rule.get(key), prefixListKinds...)
			for _, l := range lists {
				d.merge(g.prefixLists[l])
			}
		}
		d.close()
		if w, open := g.openFilter(rule, d, SGEgress, "the security group lets traffic out to public addresses"); open {
			gaps = append(gaps, w)
		}
	}
	return gaps
}

func (g *graph) openFilter(rule filterRule, d Destination, kind Kind, reason string) (Way, bool) {
	outside := d.Addresses.minus(g.private)
	if v := g.vpcOfFilter(rule.resource); v != nil && !outside.IsEmpty() {
		outside = outside.minus(v.CIDRs.set)
		if v.Access.Holds {
			outside = outside.minus(g.edge)
		}
	}
	w := newWay(rule.resource, kind, Egress, rule.property, reason)
	w.Destinations = outside
	switch {
	case !outside.IsEmpty():
		return w, true
	case d.State == Unknown:
		w.Verdict, w.Missing = CannotTell, d.Missing
		return w, true
	default:
		return w, false
	}
}

// vpcOfFilter finds the VPC of a security group, a network ACL, or a rule of one.
func (g *graph) vpcOfFilter(r *Resource) *VPC {
	for _, key := range []string{"securityGroupId", "networkAclId"} {
		if of := g.refer(r.Value(key), "ec2/securityGroup", "ec2/defaultSecurityGroup", "ec2/networkAcl", "ec2/defaultNetworkAcl").only(); of != nil {
			r = of
		}
	}
	return g.vpcNamed(r.Answer("vpcId"))
}

// admittingGroups names, for each security group that admits any traffic, the resource that says so.
func (g *graph) admittingGroups() map[*Resource]string {
	admits := map[*Resource]string{}
	for _, r := range g.of(securityGroupKinds...) {
		if rules, state := r.Value("ingress").Elements(); state == Unknown || len(rules) > 0 {
			admits[r] = "security group " + quoted(r)
		}
	}
	for _, r := range g.of("ec2/securityGroupRule", "vpc/securityGroupIngressRule") {
		if kind, _ := r.Value("type").Text(); r.kind == "ec2/securityGroupRule" && strings.EqualFold(kind, "egress") {
			continue
		}
		groups, _ := g.referAll(r.Value("securityGroupId"), securityGroupKinds...)
		for _, sg := range groups {
			admits[sg] = "security group rule " + quoted(r)
		}
	}
	return admits
}
