package rules

var dnsForward = Rule{
	ID:       "DNS-FORWARD",
	Title:    "names are resolved inside",
	Severity: High,
	Types: []string{
		"aws:route53/resolverEndpoint:ResolverEndpoint",
		"aws:route53/resolverRule:ResolverRule",
		"aws:route53/resolverRuleAssociation:ResolverRuleAssociation",
		"aws:route53/profilesAssociation:ProfilesAssociation",
		"aws:ec2/vpcDhcpOptions:VpcDhcpOptions",
		"aws:ec2/vpcDhcpOptionsAssociation:VpcDhcpOptionsAssociation",
	},
	Why: "An outbound resolver endpoint, a forwarding rule or other name servers send queries to a resolver that " +
		"the DNS Firewall does not see, and data with them.",
	Fix: "use AmazonProvidedDNS or private name servers, remove outbound endpoints and forwarding rules, and " +
		"declare profiles and rules of others in endpoints of PACK-SELF",
	Controls: exfiltration,
}
