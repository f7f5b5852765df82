package access

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"net/netip"
	"slices"

	"github.com/cloudgap/cloudgap/components/access/connector"
	"github.com/cloudgap/cloudgap/components/access/edge"
	"github.com/cloudgap/cloudgap/components/access/zerotrust"
	"github.com/cloudgap/cloudgap/components/endpoints/catalog"
	"github.com/cloudgap/cloudgap/components/internal/check"
	"github.com/cloudgap/cloudgap/internal/problems"
)

// plan is what a component is going to make, with every default applied and every argument checked.
type plan struct {
	region     catalog.Region
	placement  Placement
	edgeRegion edge.Region
	family     edge.Family
	// workload are the IPv4 blocks of the workload VPC.
	workload []netip.Prefix
	// accessBlock is the block of the access VPC, invalid where there is none.
	accessBlock netip.Prefix
	// gatewayRanges are the ranges of gateway endpoint services; nil where they are still to be looked up.
	gatewayRanges []netip.Prefix
	// subnets are those of the connectors, sorted by zone.
	subnets []subnetPlan
	// applications are what connectors dial, sorted by key.
	applications []applicationPlan
	replicas     int
	instanceType string
	packages     []connector.Package
	retention    int
	// cloudflare are the arguments of the Cloudflare half, completed.
	cloudflare zerotrust.Args
}

// subnetPlan is the place of the connectors in a zone; gateway is where the NAT gateway is, invalid without one.
type subnetPlan struct {
	zone                string
	connectors, gateway netip.Prefix
}

// applicationPlan is an application as connectors see it.
type applicationPlan struct {
	key   string
	cidrs []netip.Prefix
	ports []int
	// udp tells that the application may speak UDP.
	udp bool
}

// subject names what a list of problems is about.
const subject = "access: invalid ZeroTrustAccessArgs"

// Validate reports everything that is wrong with the arguments of a component with the given name, without registering
// anything, so that a program can check all its components before it makes the first. Workload.Endpoints may still be
// missing.
func (args *ZeroTrustAccessArgs) Validate(name string) error {
	_, err := newPlan(name, args)
	return err
}

// newPlan checks the arguments of the component with the given name and applies the defaults. The error lists every
// problem.
func newPlan(name string, args *ZeroTrustAccessArgs) (plan, error) {
	var list problems.List
	if args == nil {
		args = &ZeroTrustAccessArgs{}
	}
	check.Name(&list, name, maxNameLength)
	check.Tags(&list, "tags", args.Tags, addedTags)
	p := plan{placement: cmp.Or(args.Placement, PlacementAccessVpc), edgeRegion: cmp.Or(args.EdgeRegion, edge.Global), family: cmp.Or(args.EdgeFamily, edge.IPv6)}
	region, err := catalog.ParseRegion(args.Region)
	if err != nil {
		list.Add("region", "not the name of a Region", args.Region, `write the provider's Region, for example "eu-central-1"`)
	}
	p.region = region
	planEdge(&list, &p)
	planWorkload(&list, &p, args.Workload)
	planPlacement(&list, &p, args)
	planZones(&list, &p, args)
	planConnectors(&list, &p, args.Connectors)
	planApplications(&list, &p, args)
	planPrivateLink(&list, &p, args)
	planNames(&list, &p, args)
	planBreakGlass(&list, args.BreakGlass)
	p.retention = check.RetentionInDays(&list, "logRetentionInDays", args.LogRetentionInDays)
	p.cloudflare = completed(p, args)
	problems := errors.Join(list.Err(subject), p.cloudflare.Validate(name))
	if problems == nil && p.accessBlock.IsValid() {
		problems = p.vpcArgs(args).Validate(vpcName(name))
	}
	return p, problems
}

func planEdge(list *problems.List, p *plan) {
	if !p.edgeRegion.Known() {
		list.Add("edgeRegion", "not a part of the edge", string(p.edgeRegion), fmt.Sprintf("use one of %q", edge.Regions()))
	}
	if p.family != edge.IPv4 && p.family != edge.IPv6 {
		list.Add("edgeFamily", "not a version of the Internet Protocol", int(p.family), "use 4 or 6")
	}
}

// planWorkload checks the VPC that people get into.
func planWorkload(list *problems.List, p *plan, w Workload) {
	if w.VpcID == nil {
		list.Add("workload.vpcId", "is required", problems.Missing, "pass the VPC's id")
	}
	if len(w.Cidrs) == 0 {
		list.Add("workload.cidrs", "are required", problems.Missing, "pass the VPC's blocks")
	}
	for i, cidr := range w.Cidrs {
		if block, ok := check.PrivateRange(list, fmt.Sprintf("workload.cidrs[%d]", i), cidr); ok {
			p.workload = append(p.workload, block)
		}
	}
	if slices.Contains([]Placement{PlacementAccessVpc, PlacementTransitGateway}, p.placement) && len(w.RouteTables) == 0 {
		list.Add("workload.routeTables", "are required, or answers find no way back to the connectors", problems.Missing, "pass the route tables of the VPC")
	}
	for _, key := range slices.Sorted(maps.Keys(w.RouteTables)) {
		check.Key(list, "workload.routeTables."+key, key, maxKeyLength)
	}
}

// completed are the arguments of the Cloudflare half with what follows from the network: the ranges and the resolver.
func completed(p plan, args *ZeroTrustAccessArgs) zerotrust.Args {
	c := args.Cloudflare
	if c.PrivateCidrs == nil {
		for _, block := range distinct(p.applications) {
			c.PrivateCidrs = append(c.PrivateCidrs, block.String())
		}
	}
	if block := p.homeBlock(); len(c.PrivateZones) > 0 && c.Resolvers == nil && block.IsValid() {
		c.Resolvers = []string{resolver(block).String()}
	}
	c.Protect = c.Protect || args.Protect
	return c
}

// homeBlock is the primary block of the VPC in which the connectors are.
func (p plan) homeBlock() netip.Prefix {
	switch {
	case p.accessBlock.IsValid():
		return p.accessBlock
	case len(p.workload) > 0:
		return p.workload[0]
	default:
		return netip.Prefix{}
	}
}

// distinct are the ranges of applications, sorted, each once and without those that another one contains.
func distinct(applications []applicationPlan) []netip.Prefix {
	var all []netip.Prefix
	for _, a := range applications {
		all = append(all, a.cidrs...)
	}
	slices.SortFunc(all, func(a, b netip.Prefix) int { return a.Compare(b) })
	var kept []netip.Prefix
	for _, block := range all {
		if !slices.ContainsFunc(kept, block.Overlaps) {
			kept = append(kept, block)
		}
	}
	return kept
}

// ConnectorCidrs are the blocks that connectors dial the workload from, for whoever lets them in: security groups of
// applications and network ACLs. With PlacementPrivateLink there are none, because the resource gateway dials. It is meant
// for arguments that Validate accepts.
func (args *ZeroTrustAccessArgs) ConnectorCidrs() []string {
	// What is wrong with the arguments is reported by Validate.
	p, _ := newPlan("any", args)
	return p.connectorCidrs()
}

func (p plan) connectorCidrs() []string {
	switch {
	case p.placement == PlacementPrivateLink:
		return nil
	case p.accessBlock.IsValid():
		return []string{connectorHalf(p.accessBlock).String()}
	default:
		var list []string
		for _, s := range p.subnets {
			list = append(list, s.connectors.String())
		}
		return list
	}
}
