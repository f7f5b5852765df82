package network

// firewallRule is a rule of the DNS Firewall with its domain list.
type firewallRule struct {
	// key is a stable word for names of resources.
	key      string
	priority int
	action   string
	domains  []string
	// redirection says whether names to which an answer redirects are judged as well.
	redirection   string
	blockResponse BlockResponse
}

const (
	allow, block = "ALLOW", "BLOCK"
	// trustRedirection judges the asked name alone. The records under AWS's own domains are AWS's, and lead to further
	// names of AWS that no list could keep up with.
	trustRedirection = "TRUST_REDIRECTION_DOMAIN"
	// inspectRedirection judges every name of a chain, so that an alias in a private zone is no way to a public name.
	inspectRedirection = "INSPECT_REDIRECTION_DOMAIN"
)

// firewallRules returns the rules in the order in which they are tried. The last one blocks whatever got there.
func firewallRules(p dnsFirewallPlan) []firewallRule {
	var rules []firewallRule
	if len(p.awsDomains) > 0 {
		rules = append(rules, firewallRule{key: "aws", priority: 100, action: allow, domains: p.awsDomains, redirection: trustRedirection})
	}
	return append(rules,
		firewallRule{key: "private", priority: 200, action: allow, domains: p.privateDomains, redirection: inspectRedirection},
		firewallRule{key: "everything", priority: 1000, action: block, domains: []string{everyDomain}, redirection: inspectRedirection, blockResponse: p.blockResponse},
	)
}
