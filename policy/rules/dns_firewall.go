package rules

var dnsFirewall = Rule{
	ID:       "DNS-FIREWALL",
	Title:    "every VPC has a DNS Firewall that blocks by default and fails closed",
	Severity: High,
	Types: []string{
		"aws:ec2/vpc:Vpc",
		"aws:route53/resolverFirewallConfig:ResolverFirewallConfig",
		"aws:route53/resolverFirewallRule:ResolverFirewallRule",
		"aws:route53/resolverFirewallRuleGroup:ResolverFirewallRuleGroup",
		"aws:route53/resolverFirewallRuleGroupAssociation:ResolverFirewallRuleGroupAssociation",
	},
	Why: "The resolver of a VPC answers public names without any gateway, and past security groups, network ACLs " +
		"and Network Firewall. Data leaves inside the names that are asked for.",
	Fix: "associate a rule group whose last rule blocks every name, allow the names that are needed before it, and " +
		"set firewallFailOpen to DISABLED",
	Controls: exfiltration,
}
