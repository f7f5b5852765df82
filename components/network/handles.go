package network

import (
	"slices"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// The methods of this file hand a VPC's parts to other components of the same program. They are plain Go, so that a loop
// over them can decide how many resources exist.

// subnetHandle is a subnet as other components need it.
type subnetHandle struct {
	tier         Tier
	zone         string
	cidr         string
	id           pulumi.StringInput
	routeTableID pulumi.StringInput
}

// Tiers returns the tiers that the VPC has, in a fixed order.
func (v *ZeroEgressVpc) Tiers() []Tier {
	var tiers []Tier
	for _, tier := range tierOrder {
		if slices.ContainsFunc(v.subnets, func(s subnetHandle) bool { return s.tier == tier }) {
			tiers = append(tiers, tier)
		}
	}
	return tiers
}

// SubnetIDs returns the ids of a tier's subnets by availability zone name, empty where the VPC has no such tier.
func (v *ZeroEgressVpc) SubnetIDs(tier Tier) pulumi.StringMap {
	ids := pulumi.StringMap{}
	for _, s := range v.subnets {
		if s.tier == tier {
			ids[s.zone] = s.id
		}
	}
	return ids
}

// SubnetCidrs returns the IPv4 blocks of a tier's subnets by availability zone name, empty where the VPC has no such
// tier.
func (v *ZeroEgressVpc) SubnetCidrs(tier Tier) map[string]string {
	cidrs := map[string]string{}
	for _, s := range v.subnets {
		if s.tier == tier {
			cidrs[s.zone] = s.cidr
		}
	}
	return cidrs
}

// RouteTableIDs returns the ids of the route tables of the given tiers, of all tiers where none is given. The keys are
// stable words such as "nodes-a", fit for the names of resources that are made for each table. An adopted table that
// several subnets share appears under the key of each.
func (v *ZeroEgressVpc) RouteTableIDs(tiers ...Tier) pulumi.StringMap {
	ids := pulumi.StringMap{}
	for _, s := range v.subnets {
		if len(tiers) == 0 || slices.Contains(tiers, s.tier) {
			ids[subnetKey(s.tier, s.zone)] = s.routeTableID
		}
	}
	return ids
}

// tablesByZone returns the ids of a tier's route tables by availability zone name.
func (v *ZeroEgressVpc) tablesByZone(tier Tier) pulumi.StringMap {
	ids := pulumi.StringMap{}
	for _, s := range v.subnets {
		if s.tier == tier {
			ids[s.zone] = s.routeTableID
		}
	}
	return ids
}

// Cidrs returns the IPv4 blocks of the VPC, the primary one first.
func (v *ZeroEgressVpc) Cidrs() []string { return slices.Clone(v.cidrs) }

// Zones returns the names of the availability zones that have subnets, sorted.
func (v *ZeroEgressVpc) Zones() []string {
	var zones []string
	for _, s := range v.subnets {
		zones = append(zones, s.zone)
	}
	slices.Sort(zones)
	return slices.Compact(zones)
}
