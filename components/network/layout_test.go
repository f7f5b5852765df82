package network

import (
	"net/netip"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/cloudgap/cloudgap/components/internal/check"
)

func TestLayoutPlacesEveryTierAtItsFixedShare(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		plan  plan
		zones []string
		want  map[string]string
	}{
		{
			name: "the widest VPC with every tier",
			plan: planFor("10.20.0.0/16", "100.64.0.0/16", Tiers()...), zones: []string{"eu-central-1a", "eu-central-1c"},
			want: map[string]string{
				"nodes-a": "10.20.0.0/20", "nodes-c": "10.20.32.0/20",
				"data-a": "10.20.128.0/22", "data-c": "10.20.136.0/22",
				"endpoints-a": "10.20.160.0/26", "endpoints-c": "10.20.168.0/26",
				"control-plane-a": "10.20.192.0/28", "control-plane-c": "10.20.200.0/28",
				"transit-a": "10.20.224.0/28", "transit-c": "10.20.232.0/28",
				"pods-a": "100.64.0.0/19", "pods-c": "100.64.64.0/19",
			},
		},
		{
			name: "the last size with eight slots", plan: planFor("192.168.4.0/22", "", Tiers()...), zones: []string{"us-east-1f"},
			want: map[string]string{
				"nodes-f": "192.168.5.64/26", "data-f": "192.168.6.80/28", "endpoints-f": "192.168.6.208/28",
				"control-plane-f": "192.168.7.80/28", "transit-f": "192.168.7.208/28",
			},
		},
		{
			name: "four slots in a /23", plan: planFor("10.0.2.0/23", "", Tiers()...), zones: []string{"eu-west-1d"},
			want: map[string]string{
				"nodes-d": "10.0.2.192/26", "data-d": "10.0.3.48/28", "endpoints-d": "10.0.3.112/28",
				"control-plane-d": "10.0.3.176/28", "transit-d": "10.0.3.240/28",
			},
		},
		{
			name: "the smallest VPC", plan: planFor("10.0.9.0/24", "", TierNodes, TierEndpoints, TierControlPlane), zones: []string{"eu-west-1a", "eu-west-1b"},
			want: map[string]string{
				"nodes-a": "10.0.9.0/27", "nodes-b": "10.0.9.32/27", "endpoints-a": "10.0.9.128/28", "endpoints-b": "10.0.9.144/28",
				"control-plane-a": "10.0.9.192/28", "control-plane-b": "10.0.9.208/28",
			},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got := map[string]string{}
			for _, s := range layout(test.plan, test.zones) {
				got[subnetKey(s.tier, s.zone)] = s.cidr.String()
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("layout gives other subnets (-want +got):\n%s", diff)
			}
		})
	}
}

func TestLayoutKeepsSubnetsApartAndInsideTheirBlock(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p, zones := drawPlan(t)
		subnets := layout(p, zones)
		if want := len(p.tiers) * len(zones); len(subnets) != want {
			t.Fatalf("layout gives %d subnets, want %d: one for each tier and zone", len(subnets), want)
		}
		for i, s := range subnets {
			block := p.vpcBlock
			if s.tier == TierPods {
				block = p.podBlock
			}
			if !check.Within([]netip.Prefix{block}, s.cidr) {
				t.Fatalf("subnet %s of %s is outside of %s", s.cidr, s.tier, block)
			}
			if s.cidr != s.cidr.Masked() || s.cidr.Bits() > narrowestSubnet {
				t.Fatalf("AWS would refuse %s of %s", s.cidr, s.tier)
			}
			for _, other := range subnets[:i] {
				if other.cidr.Overlaps(s.cidr) {
					t.Fatalf("%s of %s in %s overlaps %s of %s in %s", s.cidr, s.tier, s.zone, other.cidr, other.tier, other.zone)
				}
			}
		}
		if again := layout(p, zones); !slices.Equal(subnets, again) {
			t.Fatalf("layout is not deterministic: %v, then %v", subnets, again)
		}
	})
}

func TestLayoutNeverMovesAnExistingSubnetWhenAZoneOrTierIsAddedOrResized(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p, zones := drawPlan(t)
		before := places(layout(p, zones))
		larger := p
		larger.tiers = map[Tier]int{}
		var resized []Tier
		for _, tier := range Tiers() {
			prefixLength, exists := p.tiers[tier]
			fresh, fits := drawSize(t, tier, p.vpcBlock.Bits())
			switch {
			case exists && rapid.Bool().Draw(t, "resize "+string(tier)):
				larger.tiers[tier] = fresh
				resized = append(resized, tier)
			case exists:
				larger.tiers[tier] = prefixLength
			case fits:
				larger.tiers[tier] = fresh
			}
		}
		if pods, ok := p.tiers[TierPods]; ok {
			larger.tiers[TierPods] = pods
		}
		after := places(layout(larger, allZones(p.vpcBlock.Bits())))
		for place, cidr := range before {
			moved := after[place] != cidr
			for _, tier := range resized {
				if place.tier == tier {
					moved = after[place].Addr() != cidr.Addr()
				}
			}
			if moved {
				t.Fatalf("the subnet of %s in %s moved from %s to %s", place.tier, place.zone, cidr, after[place])
			}
		}
	})
}

func TestBlockForNamesTheSmallestBlockThatFits(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		tier := rapid.SampledFrom(Tiers()).Draw(t, "tier")
		wanted := rapid.IntRange(16, 28).Draw(t, "wanted")
		bits, ok := blockFor(tier, wanted)
		if !ok {
			if _, fits := subnetBits(tier, widestBlock, wanted); fits {
				t.Fatalf("no block is named for %s of /%d, though it fits a /%d", tier, wanted, widestBlock)
			}
			return
		}
		if _, fits := subnetBits(tier, bits, wanted); !fits {
			t.Fatalf("/%d is named for %s of /%d, which does not fit", bits, tier, wanted)
		}
		if bits < narrowestBlock {
			if _, fits := subnetBits(tier, bits+1, wanted); fits {
				t.Fatalf("/%d is named for %s of /%d, though /%d is enough", bits, tier, wanted, bits+1)
			}
		}
	})
}

// subnetPlace is what a subnet is known by.
type subnetPlace struct {
	tier Tier
	zone string
}

func places(subnets []plannedSubnet) map[subnetPlace]netip.Prefix {
	result := map[subnetPlace]netip.Prefix{}
	for _, s := range subnets {
		result[subnetPlace{s.tier, s.zone}] = s.cidr
	}
	return result
}

// planFor is a plan of the given tiers with their default sizes.
func planFor(vpc, pods string, tiers ...Tier) plan {
	p := plan{vpcBlock: netip.MustParsePrefix(vpc), tiers: map[Tier]int{}}
	for _, tier := range tiers {
		p.tiers[tier], _ = subnetBits(tier, p.vpcBlock.Bits(), 0)
	}
	if pods != "" {
		p.podBlock = netip.MustParsePrefix(pods)
		p.tiers[TierPods], _ = subnetBits(TierPods, p.podBlock.Bits(), 0)
	}
	return p
}

// drawPlan draws a plan of any size with any tiers that fit it, and zones that have a slot.
func drawPlan(t *rapid.T) (plan, []string) {
	bits := rapid.IntRange(widestBlock, narrowestBlock).Draw(t, "size of the VPC")
	p := plan{vpcBlock: drawBlock(t, "10.0.0.0/8", bits), tiers: map[Tier]int{}}
	for _, tier := range Tiers() {
		if size, fits := drawSize(t, tier, bits); fits && rapid.Bool().Draw(t, "has "+string(tier)) {
			p.tiers[tier] = size
		}
	}
	if rapid.Bool().Draw(t, "has pods") {
		p.podBlock = drawBlock(t, "100.64.0.0/10", rapid.IntRange(widestBlock, narrowestBlock).Draw(t, "size of the pods' block"))
		p.tiers[TierPods], _ = subnetBits(TierPods, p.podBlock.Bits(), 0)
	}
	zones := rapid.SliceOfNDistinct(rapid.SampledFrom(allZones(bits)), 2, 4, rapid.ID[string]).Draw(t, "zones")
	return p, zones
}

// drawSize draws the size of a tier's subnets, false where the tier has no room.
func drawSize(t *rapid.T, tier Tier, blockBits int) (int, bool) {
	slot, ok := slotBits(tier, blockBits)
	if !ok {
		return 0, false
	}
	return rapid.IntRange(slot, narrowestSubnet).Draw(t, "size of "+string(tier)), true
}

// drawBlock draws a block of the given size in a space.
func drawBlock(t *rapid.T, space string, bits int) netip.Prefix {
	within := netip.MustParsePrefix(space)
	octets := within.Addr().As4()
	for i := range octets {
		octets[i] |= rapid.Byte().Draw(t, "octet") & hostMask(within.Bits(), i)
	}
	return netip.PrefixFrom(netip.AddrFrom4(octets), bits).Masked()
}

// hostMask returns the bits of an octet that lie beyond a prefix.
func hostMask(bits, octet int) byte {
	return byte(0xff >> min(8, max(0, bits-8*octet)))
}

// allZones lists the zones for which a block of the given size has slots.
func allZones(blockBits int) []string {
	var zones []string
	for letter := 'a'; letter < 'a'+maxSlots; letter++ {
		if zone := "eu-central-1" + string(letter); hasSlot(TierNodes, blockBits, zone) {
			zones = append(zones, zone)
		}
	}
	return zones
}
