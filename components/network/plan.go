package network

import (
	"fmt"
	"net/netip"

	"github.com/cloudgap/cloudgap/components/internal/check"
	"github.com/cloudgap/cloudgap/internal/problems"
)

// plan is what a component is going to make, with every default applied and every argument checked.
type plan struct {
	region string
	// vpcBlock and podBlock are the blocks to divide; podBlock is invalid without a pods tier, both are beside an existing
	// VPC.
	vpcBlock, podBlock netip.Prefix
	// blocks are the IPv4 blocks of the VPC, the primary one first.
	blocks []netip.Prefix
	// zones are the zone names, sorted; they are empty where zoneCount zones are still to be looked up.
	zones     []string
	zoneCount int
	// tiers maps each tier to make to the prefix length of its subnets.
	tiers map[Tier]int
	// privateRanges is the space that the network ACLs admit, without overlaps.
	privateRanges []netip.Prefix
	// gatewayRanges are the ranges of gateway endpoint services; they are still to be looked up where
	// lookUpGatewayRanges says so.
	gatewayRanges       []netip.Prefix
	lookUpGatewayRanges bool
	dhcpDomain          string
	ntpServers          []string
	// flowLogs, dnsFirewall and queryLog are nil where there is none to make.
	flowLogs          *flowLogPlan
	dnsFirewall       *dnsFirewallPlan
	queryLog          *queryLogPlan
	blockPublicAccess BlockPublicAccess
	// adopted lists the subnets of an existing VPC, in the order of tiers and of zones.
	adopted []adoptedSubnet
}

type flowLogPlan struct {
	retentionInDays int
	trafficType     string
}

type queryLogPlan struct{ retentionInDays int }

type dnsFirewallPlan struct {
	awsDomains, privateDomains []string
	blockResponse              BlockResponse
	priority                   int
	mutationProtection         bool
}

// adoptedSubnet is a subnet of an existing VPC.
type adoptedSubnet struct {
	plannedSubnet
	given ExistingSubnet
}

// hasLogs tells whether a log group, and so a key, is needed.
func (p plan) hasLogs() bool { return p.flowLogs != nil || p.queryLog != nil }

// subject names what a list of problems is about.
const subject = "network: invalid ZeroEgressVpcArgs"

// Validate reports everything that is wrong with the arguments of a component with the given name, without registering
// anything, so that a program can check all its components before it makes the first. What needs an account, such as the
// number of zones in the region, is found by NewZeroEgressVpc only.
func (args *ZeroEgressVpcArgs) Validate(name string) error {
	_, err := newPlan(name, args)
	return err
}

// newPlan checks the arguments of the component with the given name and applies the defaults. The error lists every
// problem.
func newPlan(name string, args *ZeroEgressVpcArgs) (plan, error) {
	var list problems.List
	if args == nil {
		args = &ZeroEgressVpcArgs{}
	}
	check.Name(&list, name, maxNameLength)
	check.Tags(&list, "tags", args.Tags, addedTags)
	p := plan{region: args.Region, blockPublicAccess: args.BlockPublicAccess}
	checkRegion(&list, args.Region)
	if args.Existing != nil {
		checkNothingToCreate(&list, args)
		planAdoption(&list, &p, args.Existing)
	} else {
		planBlocks(&list, &p, args)
		planZones(&list, &p, args.AvailabilityZones)
		planTiers(&list, &p, args)
		planDhcp(&list, &p, args.DhcpOptions)
		planRanges(&list, &p, args)
	}
	planMonitoring(&list, &p, args)
	if args.BlockPublicAccess != "" && args.BlockPublicAccess != BlockPublicAccessBidirectional {
		list.Add("blockPublicAccess", "not a mode that isolates", string(args.BlockPublicAccess),
			fmt.Sprintf("write %q, or nothing to leave the account's setting alone", BlockPublicAccessBidirectional))
	}
	return p, list.Err(subject)
}

// planBlocks checks the VPC's blocks.
func planBlocks(list *problems.List, p *plan, args *ZeroEgressVpcArgs) {
	if block, ok := check.PrivateRange(list, "cidrBlock", args.CidrBlock); ok && checkBlockSize(list, "cidrBlock", block) {
		p.vpcBlock = block
		p.blocks = append(p.blocks, block)
	}
	if args.PodCidrBlock == "" {
		return
	}
	block, ok := check.PrivateRange(list, "podCidrBlock", args.PodCidrBlock, check.SharedSpace)
	if !ok || !checkBlockSize(list, "podCidrBlock", block) {
		return
	}
	if p.vpcBlock.IsValid() && p.vpcBlock.Overlaps(block) {
		list.Add("podCidrBlock", "overlaps cidrBlock "+p.vpcBlock.String(), args.PodCidrBlock, "choose a block that does not")
		return
	}
	p.podBlock = block
	p.blocks = append(p.blocks, block)
}

func checkBlockSize(list *problems.List, path string, block netip.Prefix) bool {
	if block.Bits() < widestBlock || block.Bits() > narrowestBlock {
		list.Add(path, fmt.Sprintf("the prefix length has to be between %d and %d", widestBlock, narrowestBlock), block.String(),
			"choose a block of such a size")
		return false
	}
	return true
}

// planRanges checks the ranges that the network ACLs admit.
func planRanges(list *problems.List, p *plan, args *ZeroEgressVpcArgs) {
	private := append([]netip.Prefix(nil), p.blocks...)
	for i, text := range args.PrivateRanges {
		if r, ok := check.PrivateRange(list, fmt.Sprintf("privateRanges[%d]", i), text); ok {
			private = append(private, r)
		}
	}
	p.privateRanges = aggregate(private)
	p.lookUpGatewayRanges = args.GatewayEndpointRanges == nil
	var gateway []netip.Prefix
	for i, text := range args.GatewayEndpointRanges {
		if r, ok := parseGatewayRange(list, fmt.Sprintf("gatewayEndpointRanges[%d]", i), text); ok {
			gateway = append(gateway, r)
		}
	}
	p.gatewayRanges = aggregate(gateway)
	checkAclSize(list, p.privateRanges, p.gatewayRanges)
}

// widestGatewayRange is the widest range that is taken for one of a service; the widest that AWS publishes for Amazon S3
// is a /14.
const widestGatewayRange = 12

// parseGatewayRange parses a range of a service behind a gateway endpoint, refusing what could only be a way around the
// network ACLs.
func parseGatewayRange(list *problems.List, path, text string) (netip.Prefix, bool) {
	r, ok := check.Range(list, path, text)
	if ok && r.Bits() < widestGatewayRange {
		list.Add(path, "wider than any range of a service", text, "write the ranges of the prefix lists of Amazon S3 and DynamoDB")
		return netip.Prefix{}, false
	}
	return r, ok
}

// checkAclSize reports ranges that need more rules than AWS grants a network ACL.
func checkAclSize(list *problems.List, private, gateway []netip.Prefix) {
	if n := len(private) + len(gateway); n > maxAclRules {
		list.Add("privateRanges", fmt.Sprintf("together with gatewayEndpointRanges they need more than the %d rules that a network ACL can have", maxAclRules),
			n, "merge neighbouring ranges into wider ones")
	}
}
