package access

import (
	"fmt"
	"maps"
	"net/netip"
	"slices"
	"strings"

	"github.com/cloudgap/cloudgap/components/access/edge"
	"github.com/cloudgap/cloudgap/components/access/zerotrust"
	"github.com/cloudgap/cloudgap/components/internal/check"
	"github.com/cloudgap/cloudgap/internal/problems"
)

// placements says of each placement which arguments belong to it and what is given up against the default.
var placements = []struct {
	placement Placement
	// needs is the argument that describes it; accessVpc is needed by all but one as well.
	needs string
	// ownVpc tells that connectors have a VPC of their own.
	ownVpc bool
	// concessions are what the isolation report has to say.
	concessions []string
}{
	{placement: PlacementAccessVpc, ownVpc: true},
	{placement: PlacementPrivateLink, needs: "privateLink", ownVpc: true, concessions: []string{
		"TCP only: private zones are not resolved in the workload VPC, and nothing that speaks UDP is reached",
	}},
	{placement: PlacementConnectorSubnet, needs: "connectorSubnets", concessions: []string{
		"the workload VPC has a gateway: one route to it in any route table breaks the isolation of that table's subnets",
		"the proof is per route table instead of per VPC, and drift after the deployment is not seen by it",
		"VPC Block Public Access needs an exclusion of the workload VPC itself",
		"the policy pack reports the gateway and its routes; they need waivers with an owner and an end",
	}},
	{placement: PlacementTransitGateway, needs: "transitGateway", ownVpc: true, concessions: []string{
		"the transit gateway forwards what its route tables say: a default route there leads others to the gateway of the access VPC, which a peering does not allow",
		"the proof takes in the route tables of the transit gateway, which may belong to another account",
		"the policy pack reports the attachment beside the gateway of the access VPC; it needs waivers with an owner and an end",
	}},
}

// Placements returns the placements, the default one first.
func Placements() []Placement {
	var list []Placement
	for _, known := range placements {
		list = append(list, known.placement)
	}
	return list
}

// Concessions are what a placement gives up against a proof that has no exceptions, as sentences for the isolation report.
// There are none for PlacementAccessVpc.
func Concessions(p Placement) []string {
	for _, known := range placements {
		if known.placement == p {
			return slices.Clone(known.concessions)
		}
	}
	return nil
}

// publicNames say what applications with a public name give up.
func publicNames(cloudflare zerotrust.Args) []string {
	var list []string
	for _, key := range slices.Sorted(maps.Keys(cloudflare.Applications)) {
		if name := cloudflare.Applications[key].PublicHostname; name != "" {
			list = append(list, fmt.Sprintf("application %s has the public name %s: anybody may look it up and reach Access, which then decides alone, without Gateway and the WARP tunnel", key, name))
		}
	}
	return list
}

// planPlacement checks that exactly the arguments of the placement are given.
func planPlacement(list *problems.List, p *plan, args *ZeroTrustAccessArgs) {
	given := map[string]bool{
		"privateLink": args.PrivateLink != nil, "connectorSubnets": args.ConnectorSubnets != nil, "transitGateway": args.TransitGateway != nil,
	}
	at := slices.Index(Placements(), p.placement)
	if at < 0 {
		list.Add("placement", "not a placement", string(p.placement), fmt.Sprintf("use one of %q", Placements()))
		return
	}
	known := placements[at]
	for _, argument := range slices.Sorted(maps.Keys(given)) {
		switch {
		case argument == known.needs && !given[argument]:
			list.Add(argument, "is required with placement "+string(p.placement), problems.Missing, "describe it, or choose another placement")
		case argument != known.needs && given[argument]:
			list.Add(argument, "does not belong to placement "+string(p.placement), "a value", "remove it, or choose its placement")
		}
	}
	switch {
	case known.ownVpc && args.AccessVpc == nil:
		list.Add("accessVpc", "is required with placement "+string(p.placement), problems.Missing, "describe the connectors' VPC")
	case !known.ownVpc && args.AccessVpc != nil:
		list.Add("accessVpc", "does not belong to placement "+string(p.placement), "a value", "remove it, or choose another placement")
	case known.ownVpc:
		planAccessBlock(list, p, args.AccessVpc)
	}
	if args.TransitGateway != nil && args.TransitGateway.TransitGatewayID == nil {
		list.Add("transitGateway.transitGatewayId", "is required", problems.Missing, "pass the id of the hub")
	}
}

func planAccessBlock(list *problems.List, p *plan, vpc *AccessVpcArgs) {
	const path = "accessVpc.cidrBlock"
	block, ok := check.PrivateRange(list, path, vpc.CidrBlock)
	switch {
	case !ok:
	case block.Bits() < widestAccessBlock || block.Bits() > narrowestAccessBlock:
		list.Add(path, fmt.Sprintf("the prefix length has to be between %d and %d", widestAccessBlock, narrowestAccessBlock), block.String(), "choose a block of such a size")
	case slices.ContainsFunc(p.workload, block.Overlaps):
		list.Add(path, "overlaps the workload VPC", block.String(), "choose a block that does not")
	default:
		p.accessBlock = block
	}
	for i, text := range vpc.GatewayEndpointRanges {
		if r, err := netip.ParsePrefix(text); err == nil {
			p.gatewayRanges = append(p.gatewayRanges, r)
		} else {
			list.Add(fmt.Sprintf("accessVpc.gatewayEndpointRanges[%d]", i), "not a CIDR block", text, "write the ranges of the prefix lists of Amazon S3 and DynamoDB")
		}
	}
}

// minZones is the least number of zones: a connector in a single zone is no way in when the zone fails.
const minZones, maxZones = 2, 6

// planZones checks the zones and places the subnets of connectors and NAT gateways.
func planZones(list *problems.List, p *plan, args *ZeroTrustAccessArgs) {
	if own := args.ConnectorSubnets; own != nil && p.placement == PlacementConnectorSubnet {
		checkZones(list, "connectorSubnets.cidrBlocks", args.Region, 8, slices.Sorted(maps.Keys(own.CidrBlocks)))
		for _, zone := range slices.Sorted(maps.Keys(own.CidrBlocks)) {
			planConnectorSubnet(list, p, own, zone)
		}
		if (own.Ipv6CidrBlock != nil) != (p.family == edge.IPv6) {
			list.Add("connectorSubnets.ipv6CidrBlock", "belongs to edgeFamily 6, and edgeFamily 6 needs it", int(p.family), "pass the IPv6 block of the workload VPC with edgeFamily 6 only")
		}
		if p.family == edge.IPv6 && len(own.GatewayCidrBlocks) > 0 {
			list.Add("connectorSubnets.gatewayCidrBlocks", "an egress-only gateway has no subnet", slices.Sorted(maps.Keys(own.GatewayCidrBlocks)), "remove them, or use edgeFamily 4")
		}
	}
	if args.AccessVpc == nil || p.placement == PlacementConnectorSubnet {
		return
	}
	zones := slices.Sorted(slices.Values(args.AccessVpc.AvailabilityZones))
	room := 8
	if p.accessBlock.IsValid() {
		room = slots(p.accessBlock)
	}
	if !checkZones(list, "accessVpc.availabilityZones", args.Region, room, zones) || !p.accessBlock.IsValid() {
		return
	}
	for _, zone := range zones {
		s := subnetPlan{zone: zone, connectors: connectorSubnet(p.accessBlock, zone)}
		if p.family == edge.IPv4 {
			s.gateway = gatewaySubnet(p.accessBlock, zone)
		}
		p.subnets = append(p.subnets, s)
	}
}

// checkZones reports what is wrong with the names of zones.
func checkZones(list *problems.List, path, region string, room int, zones []string) bool {
	before := len(list.Lines())
	if len(zones) < minZones || len(zones) > maxZones {
		list.Add(path, "connectors span two to six availability zones", zones, "name at least two")
	}
	for i, zone := range zones {
		letter, ok := strings.CutPrefix(zone, region)
		switch {
		case !ok || len(letter) != 1 || letter[0] < 'a' || letter[0] > 'h':
			list.Add(path, "not an availability zone of the Region", zone, fmt.Sprintf("write a name such as %q; local zones are not supported", region+"a"))
		case i > 0 && zones[i-1] == zone:
			list.Add(path, "named before", zone, "name each zone once")
		case zoneIndex(zone) >= uint32(room):
			list.Add(path, "a block of this size has room for zones a to d", zone, "use a cidrBlock of /22 or wider, or another zone")
		}
	}
	return len(list.Lines()) == before
}

// planConnectorSubnet places connectors in a subnet of the workload VPC.
func planConnectorSubnet(list *problems.List, p *plan, own *ConnectorSubnetsArgs, zone string) {
	s := subnetPlan{zone: zone}
	inside := func(path, text string) netip.Prefix {
		block, ok := check.PrivateRange(list, path, text)
		within := func(w netip.Prefix) bool { return w.Overlaps(block) && w.Bits() <= block.Bits() }
		switch {
		case !ok:
		case block.Bits() > gatewaySubnetBits:
			list.Add(path, "AWS has no subnets narrower than /28", text, "choose a wider block")
		case len(p.workload) > 0 && !slices.ContainsFunc(p.workload, within):
			list.Add(path, "not a part of the workload VPC", text, "choose a free block of it")
		default:
			return block
		}
		return netip.Prefix{}
	}
	s.connectors = inside("connectorSubnets.cidrBlocks."+zone, own.CidrBlocks[zone])
	if p.family == edge.IPv4 {
		s.gateway = inside("connectorSubnets.gatewayCidrBlocks."+zone, own.GatewayCidrBlocks[zone])
	}
	p.subnets = append(p.subnets, s)
}

// planPrivateLink checks that each application has its resource.
func planPrivateLink(list *problems.List, p *plan, args *ZeroTrustAccessArgs) {
	if args.PrivateLink == nil || p.placement != PlacementPrivateLink {
		return
	}
	checkZones(list, "privateLink.subnets", args.Region, 8, slices.Sorted(maps.Keys(args.PrivateLink.Subnets)))
	for _, a := range p.applications {
		path := "privateLink.resources." + a.key
		r, ok := args.PrivateLink.Resources[a.key]
		if !ok || (r.DomainName == nil) == (r.IPAddress == "") {
			list.Add(path, "an application is reached by its name or its address", problems.Missing, "set exactly one of domainName and ipAddress")
		}
		if r.IPAddress != "" {
			check.PrivateRange(list, path+".ipAddress", r.IPAddress+"/32")
		}
		if p.accessBlock.IsValid() && slices.ContainsFunc(a.cidrs, func(c netip.Prefix) bool { return !p.accessBlock.Contains(c.Addr()) }) {
			list.Add("cloudflare.applications."+a.key+".cidrs", "people reach it at its endpoint in the access VPC", fmt.Sprint(a.cidrs), "write the subnets of the endpoints, or "+p.accessBlock.String())
		}
	}
	for _, key := range slices.Sorted(maps.Keys(args.PrivateLink.Resources)) {
		if !slices.ContainsFunc(p.applications, func(a applicationPlan) bool { return a.key == key }) {
			list.Add("privateLink.resources."+key, "belongs to no application", key, "use the key of an application of cloudflare")
		}
	}
}
