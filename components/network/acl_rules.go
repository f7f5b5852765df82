package network

import (
	"fmt"
	"net/netip"
)

// Network ACLs are stateless: what is admitted one way needs a rule for the answers. They do not apply to the VPC's
// resolver, DHCP, instance metadata and the Amazon Time Sync Service, which need no rule.

// aclRule admits packets of one direction.
type aclRule struct {
	number   int
	protocol string
	fromPort int
	toPort   int
	cidr     netip.Prefix
}

// maxAclRules is the highest quota of rules per direction that AWS grants; usualAclRules is the quota without asking.
const maxAclRules, usualAclRules = 40, 20

const (
	// Protocols are written as AWS reports them: a name would come back as a number and look like a change.
	allProtocols, tcp = "-1", "6"
	httpsPort         = 443
	// The answers of a service arrive at an ephemeral port. Clients choose from 1024 up, depending on the operating system.
	firstEphemeralPort, lastPort = 1024, 65535
	// Rule numbers leave room between them for rules that an operator adds in an emergency.
	firstPrivateRule, firstGatewayRule, ruleStep = 100, 1000, 10
)

// aclRules are the rules of one network ACL.
type aclRules struct{ ingress, egress []aclRule }

// rulesFor returns the rules of a tier: anything to and from the private ranges, and for tiers whose workloads use
// gateway endpoints, HTTPS to the ranges of their services. Both lists must be free of overlaps.
func rulesFor(tier Tier, private, gateway []netip.Prefix) aclRules {
	var rules aclRules
	for i, cidr := range private {
		rule := aclRule{number: firstPrivateRule + i*ruleStep, protocol: allProtocols, cidr: cidr}
		rules.ingress = append(rules.ingress, rule)
		rules.egress = append(rules.egress, rule)
	}
	if !traits[tier].reachesGatewayEndpoints {
		return rules
	}
	for i, cidr := range gateway {
		number := firstGatewayRule + i*ruleStep
		rules.egress = append(rules.egress, aclRule{number, tcp, httpsPort, httpsPort, cidr})
		rules.ingress = append(rules.ingress, aclRule{number, tcp, firstEphemeralPort, lastPort, cidr})
	}
	return rules
}

// quotaWarning says that the network ACLs need more rules than AWS grants without asking, or nothing where they do not.
func quotaWarning(private, gateway []netip.Prefix) string {
	rules := len(private) + len(gateway)
	if rules <= usualAclRules {
		return ""
	}
	return fmt.Sprintf("the network ACLs need %d rules per direction: raise the quota \"Rules per network ACL\" from %d to %d before deploying", rules, usualAclRules, maxAclRules)
}
