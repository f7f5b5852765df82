package access

import (
	"fmt"
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"github.com/cloudgap/cloudgap/components/access/edge"
)

const (
	httpsPort = 443
	// Answers arrive at an ephemeral port; clients choose from 1024 up, depending on the operating system.
	firstEphemeralPort, lastPort = 1024, 65535
	// Protocols of network ACLs are written as AWS reports them: a name would come back as a number and look like a change.
	aclTCP, aclUDP = "6", "17"
)

// egressRule is one way out of the connectors' security group. There is no way in.
type egressRule struct {
	key, protocol string
	port          int
	cidr          netip.Prefix
	// edge tells that the destination is the prefix list of the edge's hosts instead of a range.
	edge        bool
	description string
}

// maxApplicationRules is what the quota of 60 rules per direction leaves for applications: the prefix list of the edge counts
// with its twenty entries, and the VPC endpoints take three.
const maxApplicationRules = 60 - 20 - 3

// egressRules are the rules of the connectors' security group, without those to the VPC endpoints, which the EndpointSet makes.
// The protocol to the edge is pinned to QUIC, so TCP to it stays closed. Names and time come from the VPC itself, which no
// security group filters.
func egressRules(p plan) []egressRule {
	return append([]egressRule{{key: "edge", protocol: "udp", port: edge.Port, edge: true, description: "The edge of Cloudflare Tunnel, by QUIC"}}, applicationRules(p)...)
}

// applicationRules are the ways to the applications, each once.
func applicationRules(p plan) []egressRule {
	var rules []egressRule
	seen := map[string]bool{}
	for _, a := range p.applications {
		for _, cidr := range a.cidrs {
			for _, port := range a.ports {
				for _, protocol := range protocols(a) {
					way := fmt.Sprint(cidr, port, protocol)
					if !seen[way] {
						seen[way] = true
						rules = append(rules, egressRule{
							key: a.key + "-" + wordOf(cidr) + "-" + strconv.Itoa(port) + "-" + protocol, protocol: protocol, port: port, cidr: cidr,
							description: "Application " + a.key,
						})
					}
				}
			}
		}
	}
	return rules
}

// applicationPorts are the ports of all applications, sorted, each once.
func applicationPorts(p plan) []int {
	var ports []int
	for _, a := range p.applications {
		ports = append(ports, a.ports...)
	}
	slices.Sort(ports)
	return slices.Compact(ports)
}

func protocols(a applicationPlan) []string {
	if a.udp {
		return []string{"tcp", "udp"}
	}
	return []string{"tcp"}
}

// aclRule is one rule of a network ACL. ACLs are stateless: what is admitted one way needs a rule for the answers.
type aclRule struct {
	number           int
	protocol         string
	fromPort, toPort int
	cidr             netip.Prefix
}

// aclRules are the rules of a network ACL by direction.
type aclRules struct{ ingress, egress []aclRule }

// maxAclRules is the highest quota of rules per direction that AWS grants; usualAclRules is the quota without asking.
const maxAclRules, usualAclRules = 40, 20

// way adds a way out and the way of its answers.
func (r *aclRules) way(protocol string, fromPort, toPort int, cidr netip.Prefix) {
	number := 100 + 10*len(r.egress)
	r.egress = append(r.egress, aclRule{number: number, protocol: protocol, fromPort: fromPort, toPort: toPort, cidr: cidr})
	r.ingress = append(r.ingress, aclRule{number: number, protocol: protocol, fromPort: firstEphemeralPort, toPort: lastPort, cidr: cidr})
}

// served adds a way in and the way of its answers, for NAT gateways.
func (r *aclRules) served(protocol string, port int, cidr netip.Prefix) {
	number := 100 + 10*len(r.ingress)
	r.ingress = append(r.ingress, aclRule{number: number, protocol: protocol, fromPort: port, toPort: port, cidr: cidr})
	r.egress = append(r.egress, aclRule{number: number, protocol: protocol, fromPort: firstEphemeralPort, toPort: lastPort, cidr: cidr})
}

// connectorAcl are the rules of the connectors' subnets: the VPC endpoints around them, the workload, the edge, and S3. gateway
// are the ranges of services with gateway endpoints.
func connectorAcl(p plan, gateway []netip.Prefix) aclRules {
	var r aclRules
	for _, block := range p.ownBlocks() {
		r.way(aclTCP, 1, lastPort, block)
	}
	for _, block := range p.dialled() {
		r.way(aclTCP, 1, lastPort, block)
		r.way(aclUDP, 1, lastPort, block)
	}
	for _, route := range edge.Routes(p.edgeRegion, p.family) {
		r.way(aclUDP, edge.Port, edge.Port, route)
	}
	for _, block := range gateway {
		r.way(aclTCP, httpsPort, httpsPort, block)
	}
	return r
}

// ownBlocks are the blocks of the connectors' VPC where it is not the workload's.
func (p plan) ownBlocks() []netip.Prefix {
	if p.accessBlock.IsValid() {
		return []netip.Prefix{p.accessBlock}
	}
	return nil
}

// dialled are the blocks of the workload VPC that connectors send packets to themselves.
func (p plan) dialled() []netip.Prefix {
	if p.placement == PlacementPrivateLink {
		return nil
	}
	return p.workload
}

// gatewayAcl are the rules of the NAT gateways' subnets: connectors in, the edge out.
func gatewayAcl(p plan) aclRules {
	var r aclRules
	for _, s := range p.subnets {
		r.served(aclUDP, edge.Port, s.connectors)
	}
	for _, route := range edge.Routes(p.edgeRegion, p.family) {
		r.way(aclUDP, edge.Port, edge.Port, route)
	}
	return r
}

// wordOf is a range as part of a name, for example "10-20-0-0-18" or "2606-4700-a0-48".
func wordOf(cidr netip.Prefix) string {
	words := strings.FieldsFunc(cidr.String(), func(c rune) bool { return c == '.' || c == '/' || c == ':' })
	return strings.Join(words, "-")
}
