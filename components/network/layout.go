package network

import (
	"encoding/binary"
	"math/bits"
	"net/netip"
)

// The CIDR plan gives each tier a fixed share of the VPC's block, and each zone letter a fixed slot in each share, so
// that a subnet's place depends on nothing but the block, its tier, its zone letter and its own prefix length. Adding a
// zone or a tier therefore never moves a subnet that exists.

const (
	// narrowestSubnet is the longest prefix that AWS accepts for a subnet.
	narrowestSubnet = 28
	// widestBlock and narrowestBlock bound the blocks that the plan divides; AWS takes no VPC wider than /16.
	widestBlock, narrowestBlock = 16, 24
	// maxSlots is the number of zone letters that a block of ordinary size has slots for, "a" to "h". No Region has more
	// than six zones.
	maxSlots = 8
)

// share is a tier's part of a block, in eighths of the block.
type share struct{ start, size uint32 }

// division is how blocks of one size are divided.
type division struct {
	slots  uint32
	shares map[Tier]share
}

var (
	wholeShares = map[Tier]share{
		TierNodes: {0, 4}, TierData: {4, 1}, TierEndpoints: {5, 1}, TierControlPlane: {6, 1}, TierTransit: {7, 1},
	}
	smallestShares = map[Tier]share{TierNodes: {0, 4}, TierEndpoints: {4, 2}, TierControlPlane: {6, 2}}
	podShares      = map[Tier]share{TierPods: {0, 8}}
)

// divisionFor returns how the block that holds a tier is divided. Small blocks have slots for the letters "a" to "d"
// only, because eight slots would leave subnets narrower than AWS accepts.
func divisionFor(tier Tier, blockBits int) division {
	switch {
	case tier == TierPods:
		return division{maxSlots, podShares}
	case blockBits < 23:
		return division{maxSlots, wholeShares}
	case blockBits == 23:
		return division{maxSlots / 2, wholeShares}
	default:
		return division{maxSlots / 2, smallestShares}
	}
}

// slotBits returns the prefix length of a tier's slots in a block, false where the tier has no room in it.
func slotBits(tier Tier, blockBits int) (int, bool) {
	d := divisionFor(tier, blockBits)
	r, ok := d.shares[tier]
	if !ok {
		return 0, false
	}
	return blockBits + 3 - log2(r.size) + log2(d.slots), true
}

// subnetBits returns the prefix length that a tier's subnets get in a block: the wanted one, or the tier's default where
// none is wanted. It is false where such a subnet does not fit.
func subnetBits(tier Tier, blockBits, wanted int) (int, bool) {
	slot, ok := slotBits(tier, blockBits)
	if !ok {
		return 0, false
	}
	if wanted == 0 {
		return max(slot, traits[tier].widest), true
	}
	return wanted, wanted >= slot && wanted <= narrowestSubnet
}

// blockFor returns the prefix length of the smallest block in which a tier's subnets of the wanted prefix length fit (of
// its default where none is wanted), false where no block is large enough.
func blockFor(tier Tier, wanted int) (int, bool) {
	for blockBits := narrowestBlock; blockBits >= widestBlock; blockBits-- {
		if _, ok := subnetBits(tier, blockBits, wanted); ok {
			return blockBits, true
		}
	}
	return 0, false
}

// slotOf returns the slot of a zone, the position of its letter in the alphabet.
func slotOf(zone string) uint32 { return uint32(zone[len(zone)-1] - 'a') }

// hasSlot tells whether a block of the given size has room for a zone.
func hasSlot(tier Tier, blockBits int, zone string) bool {
	return slotOf(zone) < divisionFor(tier, blockBits).slots
}

// plannedSubnet is a subnet's place.
type plannedSubnet struct {
	tier Tier
	zone string
	cidr netip.Prefix
}

// placeSubnet returns the block of a tier's subnet in a zone. The caller has checked that the tier, the prefix length
// and the zone fit.
func placeSubnet(block netip.Prefix, tier Tier, zone string, prefixLength int) netip.Prefix {
	slot, _ := slotBits(tier, block.Bits())
	first := binary.BigEndian.Uint32(block.Addr().AsSlice())
	eighth := uint32(1) << (32 - block.Bits() - 3)
	first += divisionFor(tier, block.Bits()).shares[tier].start * eighth
	first += slotOf(zone) << (32 - slot)
	return netip.PrefixFrom(netip.AddrFrom4([4]byte(binary.BigEndian.AppendUint32(nil, first))), prefixLength)
}

// layout returns the subnets of every tier in every zone, in the order of tiers and of zones.
func layout(p plan, zones []string) []plannedSubnet {
	var subnets []plannedSubnet
	for _, tier := range tierOrder {
		prefixLength, ok := p.tiers[tier]
		if !ok {
			continue
		}
		block := p.vpcBlock
		if tier == TierPods {
			block = p.podBlock
		}
		for _, zone := range zones {
			subnets = append(subnets, plannedSubnet{tier, zone, placeSubnet(block, tier, zone, prefixLength)})
		}
	}
	return subnets
}

// log2 is the logarithm of a power of two.
func log2(n uint32) int { return bits.TrailingZeros32(n) }
