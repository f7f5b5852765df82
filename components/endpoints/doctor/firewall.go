package doctor

import (
	"slices"
	"strings"

	"github.com/cloudgap/cloudgap/components/endpoints/resource"
	"github.com/cloudgap/cloudgap/components/internal/evaluator"
)

// firewall is the DNS Firewall of a stack: what it lets be resolved, once something blocks the rest.
type firewall struct {
	blocks  bool
	allowed []string
}

// observeFirewall reads the rules of the DNS Firewall with their domain lists.
func observeFirewall(resources []resource.Resource) firewall {
	domains := map[string][]string{}
	for _, r := range resources {
		if r.Type == firewallDomain {
			domains[r.Text("id")] = r.Texts("domains")
		}
	}
	var f firewall
	for _, r := range resources {
		if r.Type != firewallRule {
			continue
		}
		list := domains[r.Text("firewallDomainListId")]
		switch r.Text("action") {
		case "BLOCK":
			f.blocks = f.blocks || slices.ContainsFunc(list, func(d string) bool { return strings.TrimSuffix(d, ".") == "*" })
		case "ALLOW":
			f.allowed = append(f.allowed, list...)
		}
	}
	return f
}

// resolves tells whether the firewall lets the domain name be looked up.
func (f firewall) resolves(domain string) bool {
	return !f.blocks || slices.ContainsFunc(f.allowed, func(pattern string) bool {
		return evaluator.Match(strings.TrimSuffix(pattern, "."), strings.Replace(domain, "*", "example", 1))
	})
}
