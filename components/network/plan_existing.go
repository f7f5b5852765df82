package network

import (
	"fmt"
	"maps"
	"net/netip"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/cloudgap/cloudgap/components/internal/check"
	"github.com/cloudgap/cloudgap/internal/problems"
)

// checkNothingToCreate reports settings that only make sense for a VPC of the component's own.
func checkNothingToCreate(list *problems.List, args *ZeroEgressVpcArgs) {
	for _, field := range []struct {
		path string
		set  bool
	}{
		{"cidrBlock", args.CidrBlock != ""},
		{"availabilityZones", len(args.AvailabilityZones.Names) > 0 || args.AvailabilityZones.Count != 0},
		{"tiers", args.Tiers != nil},
		{"podCidrBlock", args.PodCidrBlock != ""},
		{"podSubnetTags", len(args.PodSubnetTags) > 0},
		{"privateRanges", args.PrivateRanges != nil},
		{"gatewayEndpointRanges", args.GatewayEndpointRanges != nil},
		{"dhcpOptions", args.DhcpOptions != nil},
	} {
		if field.set {
			list.Add(field.path, "describes a VPC to create, beside existing, which names one to adopt", "both", "keep one of them")
		}
	}
}

// planAdoption checks the VPC and the subnets to adopt.
func planAdoption(list *problems.List, p *plan, existing *ExistingVpc) {
	checkID(list, "existing.vpcId", "vpc-", existing.VpcID)
	if len(existing.CidrBlocks) == 0 {
		list.Add("existing.cidrBlocks", "the blocks of the VPC are required", problems.Missing, "list all of them, the primary one first")
	}
	for i, text := range existing.CidrBlocks {
		if block, ok := check.PrivateRange(list, fmt.Sprintf("existing.cidrBlocks[%d]", i), text); ok {
			p.blocks = append(p.blocks, block)
		}
	}
	if len(existing.Subnets) == 0 {
		list.Add("existing.subnets", "the subnets to adopt are required", problems.Missing, "list them by tier and zone")
	}
	for _, tier := range slices.Sorted(maps.Keys(existing.Subnets)) {
		if !slices.Contains(tierOrder, tier) {
			list.Add("existing.subnets."+string(tier), "not a tier", string(tier), "use one of "+joinTiers(tierOrder))
		}
	}
	for _, tier := range tierOrder {
		if byZone, ok := existing.Subnets[tier]; ok {
			adoptTier(list, p, tier, byZone)
		}
	}
}

// adoptTier checks the subnets of one tier and adds them to the plan.
func adoptTier(list *problems.List, p *plan, tier Tier, byZone map[string]ExistingSubnet) {
	path := "existing.subnets." + string(tier)
	if len(byZone) == 0 {
		list.Add(path, "has no subnet", problems.Missing, "list its subnets by zone, or leave the tier out")
	}
	for _, zone := range slices.Sorted(maps.Keys(byZone)) {
		given, at := byZone[zone], path+"."+zone
		inRegion := checkZone(list, at, p.region, zone)
		checkID(list, at+".subnetId", "subnet-", given.SubnetID)
		checkID(list, at+".routeTableId", "rtb-", given.RouteTableID)
		cidr, ok := check.Range(list, at+".cidrBlock", given.CidrBlock)
		if !ok || !inRegion {
			continue
		}
		checkPlace(list, at+".cidrBlock", p, cidr)
		p.adopted = append(p.adopted, adoptedSubnet{plannedSubnet{tier, zone, cidr}, given})
	}
}

// checkPlace reports a subnet that cannot be one of the VPC.
func checkPlace(list *problems.List, path string, p *plan, cidr netip.Prefix) {
	if len(p.blocks) > 0 && !check.Within(p.blocks, cidr) {
		list.Add(path, "outside of existing.cidrBlocks", cidr.String(), "correct it, or list the block that holds it")
	}
	for _, other := range p.adopted {
		if other.cidr.Overlaps(cidr) {
			list.Add(path, fmt.Sprintf("overlaps the subnet of tier %s in %s, %s", other.tier, other.zone, other.cidr), cidr.String(), "list each subnet once, with its own block")
		}
	}
}

// checkID reports an id that is missing or, where it is written out, not of the expected kind.
func checkID(list *problems.List, path, prefix string, id pulumi.StringInput) {
	if id == nil {
		list.Add(path, "an id is required", problems.Missing, fmt.Sprintf("write the id that begins with %q", prefix))
		return
	}
	if text, literal := id.(pulumi.String); literal && !strings.HasPrefix(string(text), prefix) {
		list.Add(path, "not an id of this kind", string(text), fmt.Sprintf("write the id that begins with %q", prefix))
	}
}
