package network

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/cloudgap/cloudgap/components/internal/check"
	"github.com/cloudgap/cloudgap/internal/problems"
)

// defaultTiers are made when the user names none: what a Kubernetes cluster with endpoints needs.
var defaultTiers = map[Tier]TierArgs{TierNodes: {}, TierControlPlane: {}, TierEndpoints: {}}

// planTiers checks the tiers and decides the size of their subnets.
func planTiers(list *problems.List, p *plan, args *ZeroEgressVpcArgs) {
	wanted := args.Tiers
	if wanted == nil {
		wanted = defaultTiers
	}
	if len(wanted) == 0 {
		list.Add("tiers", "a VPC needs at least one tier", problems.Missing, "name one, or leave tiers out for "+joinTiers([]Tier{TierNodes, TierControlPlane, TierEndpoints}))
	}
	p.tiers = map[Tier]int{}
	for _, tier := range slices.Sorted(maps.Keys(wanted)) {
		path := "tiers." + string(tier)
		if !slices.Contains(Tiers(), tier) {
			list.Add(path, "not a tier of the VPC's own block", string(tier), "use one of "+joinTiers(Tiers())+"; podCidrBlock makes the pods tier")
			continue
		}
		check.Tags(list, path+".subnetTags", wanted[tier].SubnetTags, addedTags)
		if p.vpcBlock.IsValid() {
			planTier(list, p, tier, wanted[tier].PrefixLength)
		}
	}
	if p.podBlock.IsValid() {
		p.tiers[TierPods], _ = subnetBits(TierPods, p.podBlock.Bits(), 0)
	}
	check.Tags(list, "podSubnetTags", args.PodSubnetTags, addedTags)
	if args.PodCidrBlock == "" && len(args.PodSubnetTags) > 0 {
		list.Add("podSubnetTags", "there is no pods tier to tag", fmt.Sprintf("%d tags", len(args.PodSubnetTags)), "set podCidrBlock or leave the tags out")
	}
}

// planTier decides the size of a tier's subnets, or reports why they do not fit and which size of subnet or of VPC would.
func planTier(list *problems.List, p *plan, tier Tier, wanted int) {
	blockBits := p.vpcBlock.Bits()
	prefixLength, ok := subnetBits(tier, blockBits, wanted)
	if ok {
		p.tiers[tier] = prefixLength
		return
	}
	path := "tiers." + string(tier)
	slot, hasRoom := slotBits(tier, blockBits)
	switch {
	case !hasRoom:
		larger, _ := blockFor(tier, 0)
		list.Add(path, fmt.Sprintf("has no room in a VPC of /%d", blockBits), p.vpcBlock.String(),
			fmt.Sprintf("use a cidrBlock of /%d or wider, or leave the tier out", larger))
	case wanted > narrowestSubnet:
		list.Add(path+".prefixLength", fmt.Sprintf("AWS has no subnets narrower than /%d", narrowestSubnet), wanted,
			fmt.Sprintf("use %d to %d", slot, narrowestSubnet))
	default:
		remedy := fmt.Sprintf("use %d to %d", slot, narrowestSubnet)
		if larger, exists := blockFor(tier, wanted); exists {
			remedy += fmt.Sprintf(", or a cidrBlock of /%d or wider", larger)
		}
		list.Add(path+".prefixLength", fmt.Sprintf("wider than the tier's /%d slots in a VPC of /%d", slot, blockBits), wanted, remedy)
	}
}

// joinTiers lists tiers in a sentence.
func joinTiers(tiers []Tier) string {
	names := make([]string, len(tiers))
	for i, tier := range tiers {
		names[i] = string(tier)
	}
	return strings.Join(names, ", ")
}
