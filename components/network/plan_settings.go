package network

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/cloudgap/cloudgap/components/internal/check"
	"github.com/cloudgap/cloudgap/internal/problems"
)

// maxNameLength leaves room for the longest suffix of a child and for the random part of its physical name within the 64
// characters that IAM and Route 53 Resolver allow.
const maxNameLength = 30

// addedTags are the tags that the component adds.
const addedTags = 3

// amazonTimeSync is the link-local address of the Amazon Time Sync Service.
const amazonTimeSync = "169.254.169.123"

// maxNtpServers is AWS's limit for DHCP options.
const maxNtpServers = 4

// planDhcp checks the DHCP options and applies their defaults.
func planDhcp(list *problems.List, p *plan, args *DhcpOptionsArgs) {
	if args == nil {
		args = &DhcpOptionsArgs{}
	}
	p.dhcpDomain, p.ntpServers = args.DomainName, args.NtpServers
	if p.dhcpDomain == "" {
		p.dhcpDomain = instanceDomain(p.region)
	} else if !domainPattern.MatchString(p.dhcpDomain) || strings.HasPrefix(p.dhcpDomain, "*") {
		list.Add("dhcpOptions.domainName", "not a domain", p.dhcpDomain, `write one such as "corp.example"`)
	}
	if len(p.ntpServers) == 0 {
		p.ntpServers = []string{amazonTimeSync}
	}
	if len(p.ntpServers) > maxNtpServers {
		list.Add("dhcpOptions.ntpServers", fmt.Sprintf("AWS allows %d", maxNtpServers), p.ntpServers, "drop some")
	}
	for i, server := range p.ntpServers {
		addr, err := netip.ParseAddr(server)
		if server != amazonTimeSync && (err != nil || !check.Within(check.PrivateSpace, netip.PrefixFrom(addr, addr.BitLen()))) {
			list.Add(fmt.Sprintf("dhcpOptions.ntpServers[%d]", i), "not a private IPv4 address, and no other is reachable", server, "write a private address or "+amazonTimeSync)
		}
	}
}

var trafficTypes = []string{"ALL", "ACCEPT", "REJECT"}

// planMonitoring checks what watches the VPC. Beside an existing VPC, only what is asked for is made.
func planMonitoring(list *problems.List, p *plan, args *ZeroEgressVpcArgs) {
	created := args.Existing == nil
	if a := orDefault(args.FlowLogs, created); a != nil && !a.Omit {
		p.flowLogs = &flowLogPlan{check.RetentionInDays(list, "flowLogs.retentionInDays", a.RetentionInDays), a.TrafficType}
		if a.TrafficType == "" {
			p.flowLogs.trafficType = trafficTypes[0]
		} else if !slices.Contains(trafficTypes, a.TrafficType) {
			list.Add("flowLogs.trafficType", "not a type of traffic", a.TrafficType, "use one of "+strings.Join(trafficTypes, ", "))
		}
	}
	if a := orDefault(args.DnsFirewall, created); a != nil && !a.Omit {
		planDnsFirewall(list, p, *a)
	}
	if a := orDefault(args.QueryLog, created); a != nil && !a.Omit {
		p.queryLog = &queryLogPlan{check.RetentionInDays(list, "queryLog.retentionInDays", a.RetentionInDays)}
	}
}

// orDefault returns the given settings, or the zero ones where none are given and defaults apply.
func orDefault[T any](given *T, applies bool) *T {
	if given == nil && applies {
		return new(T)
	}
	return given
}

// The priorities that AWS leaves to customers lie between these two, both excluded.
const lowestFirewallPriority, highestFirewallPriority = 100, 9900

var blockResponses = []string{string(BlockResponseNxdomain), string(BlockResponseNodata)}

// planDnsFirewall checks the DNS Firewall and applies its defaults.
func planDnsFirewall(list *problems.List, p *plan, args DnsFirewallArgs) {
	checkDomains(list, "dnsFirewall.privateDomains", args.PrivateDomains)
	checkDomains(list, "dnsFirewall.awsDomains", args.AwsDomains)
	p.dnsFirewall = &dnsFirewallPlan{
		awsDomains:         args.AwsDomains,
		privateDomains:     privateDomains(p.region, p.blocks, args.PrivateDomains),
		blockResponse:      args.BlockResponse,
		priority:           args.Priority,
		mutationProtection: args.MutationProtection,
	}
	if args.AwsDomains == nil {
		p.dnsFirewall.awsDomains = AwsServiceDomains(p.region)
	}
	if args.BlockResponse == "" {
		p.dnsFirewall.blockResponse = BlockResponseNxdomain
	} else if !slices.Contains(blockResponses, string(args.BlockResponse)) {
		list.Add("dnsFirewall.blockResponse", "not an answer to a blocked query", string(args.BlockResponse), "use one of "+strings.Join(blockResponses, ", "))
	}
	if args.Priority == 0 {
		p.dnsFirewall.priority = lowestFirewallPriority + 1
	} else if args.Priority <= lowestFirewallPriority || args.Priority >= highestFirewallPriority {
		list.Add("dnsFirewall.priority", "outside of what AWS leaves to customers", args.Priority,
			fmt.Sprintf("use %d to %d", lowestFirewallPriority+1, highestFirewallPriority-1))
	}
}
