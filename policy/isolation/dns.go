package isolation

import "strings"

// nameExposures are name queries that leave for another resolver.
var nameExposures = []exposure{
	{kinds: []string{"route53/resolverEndpoint"}, path: "direction", open: isNot(CannotTell, "INBOUND"), kind: DNSForward,
		direction: Egress, reason: "an outbound resolver endpoint sends queries to other resolvers"},
	{kinds: []string{"route53/resolverRule"}, path: "ruleType", open: isNot(CannotTell, "SYSTEM"), kind: DNSForward,
		direction: Egress, reason: "the rule forwards queries to other resolvers"},
	{kinds: []string{"ec2/vpcDhcpOptions"}, path: "domainNameServers", open: isForeignResolver, kind: DNSForward,
		direction: Egress, reason: "instances ask a resolver outside the private ranges"},
}

// amazonResolvers are the names and addresses of the resolver of the VPC itself.
var amazonResolvers = []string{"AmazonProvidedDNS", "169.254.169.253", "fd00:ec2::253"}

func isForeignResolver(g *graph, v Value) Verdict {
	return each(v, Isolated, func(e Value) Verdict {
		text, _ := e.Text()
		for _, own := range amazonResolvers {
			if strings.EqualFold(text, own) {
				return Isolated
			}
		}
		return isPublicAddress(g, e)
	})
}

// ruleAssociationWays refuses an association with a resolver rule that is not in the stack, because it may forward; a rule
// of the stack is judged itself.
func (g *graph) ruleAssociationWays(r *Resource) []Way {
	ref := g.refer(r.Value("resolverRuleId"), "route53/resolverRule")
	if ref.only() != nil || trusts(g.cfg.Endpoints, ref.id) {
		return nil
	}
	w := newWay(r, DNSForward, Egress, "resolverRuleId", "the resolver rule is outside the stack and may forward queries")
	w.Verdict, w.Missing = CannotTell, []string{"the resolver rule " + ref.id}
	return []Way{w}
}

// dhcpAssociationWays refuses an association with DHCP options that are not in the stack, because they may name other
// resolvers; "default" are those of AWS, with its own resolver.
func (g *graph) dhcpAssociationWays(r *Resource) []Way {
	ref := g.refer(r.Value("dhcpOptionsId"), "ec2/vpcDhcpOptions", "ec2/defaultVpcDhcpOptions")
	if ref.only() != nil || ref.id == "default" || trusts(g.cfg.Endpoints, ref.id) {
		return nil
	}
	w := newWay(r, DNSForward, Egress, "dhcpOptionsId", "the DHCP options are outside the stack and may name other resolvers")
	w.Verdict, w.Missing = CannotTell, []string{"the DHCP options " + ref.id}
	return []Way{w}
}

// profileAssociationWays refuses an association with a Route 53 Profile that is not in the stack, because it may bring rules
// that forward queries; what a profile of the stack carries is judged itself.
func (g *graph) profileAssociationWays(r *Resource) []Way {
	ref := g.refer(r.Value("profileId"), "route53/profilesProfile")
	if ref.only() != nil || trusts(g.cfg.Endpoints, ref.id) {
		return nil
	}
	w := newWay(r, DNSForward, Egress, "profileId", "the profile is outside the stack and may bring rules that forward queries")
	w.Verdict, w.Missing = CannotTell, []string{"the profile " + ref.id}
	return []Way{w}
}

// profileResourceWays refuses what a profile carries unless it is a hosted zone, a firewall, an endpoint or a rule of the
// stack; a rule of the stack is judged itself.
func (g *graph) profileResourceWays(r *Resource) []Way {
	ref := g.refer(r.Value("resourceArn"), "route53/zone", "route53/resolverFirewallRuleGroup", "route53/resolverQueryLogConfig",
		"ec2/vpcEndpoint", "route53/resolverRule")
	if ref.only() != nil || trusts(g.cfg.Endpoints, ref.id) {
		return nil
	}
	w := newWay(r, DNSForward, Egress, "resourceArn", "the profile carries something from outside the stack that may forward queries")
	w.Verdict, w.Missing = CannotTell, []string{"the resource " + ref.id}
	return []Way{w}
}
