package access

import (
	"encoding/binary"
	"math/bits"
	"net/netip"
)

// The access VPC's block is divided so that a subnet's place depends on nothing but the block and its zone letter: the first
// half is for connectors, so that one route leads to all of them, and the last quarter for NAT gateways. Between them
// ZeroEgressVpc keeps the subnets of the endpoints. Adding a zone moves nothing.

// widestAccessBlock and narrowestAccessBlock bound the access VPC's block.
const widestAccessBlock, narrowestAccessBlock = 20, 24

// The prefix lengths that subnets have at most: room for 25 connectors and those that replace them, and for a NAT gateway.
const connectorSubnetBits, gatewaySubnetBits = 27, 28

// slots is the number of zone letters that a block has subnets for, as in ZeroEgressVpc.
func slots(block netip.Prefix) int {
	if block.Bits() < narrowestAccessBlock-1 {
		return 8
	}
	return 4
}

// connectorHalf is the half of a block that holds every connector.
func connectorHalf(block netip.Prefix) netip.Prefix {
	return netip.PrefixFrom(block.Addr(), block.Bits()+1)
}

// connectorSubnet is the block of the connectors' subnet in a zone.
func connectorSubnet(block netip.Prefix, zone string) netip.Prefix {
	return slot(connectorHalf(block), slots(block), zone, connectorSubnetBits)
}

// gatewaySubnet is the block of the NAT gateway's subnet in a zone.
func gatewaySubnet(block netip.Prefix, zone string) netip.Prefix {
	quarter := netip.PrefixFrom(plus(block.Addr(), 3<<(32-block.Bits()-2)), block.Bits()+2)
	return slot(quarter, slots(block), zone, gatewaySubnetBits)
}

// slot is a zone's part of a share.
func slot(share netip.Prefix, slots int, zone string, narrowest int) netip.Prefix {
	slotBits := share.Bits() + bits.TrailingZeros(uint(slots))
	return netip.PrefixFrom(plus(share.Addr(), zoneIndex(zone)<<(32-slotBits)), max(slotBits, narrowest))
}

// zoneIndex is the position of a zone's letter in the alphabet.
func zoneIndex(zone string) uint32 { return uint32(zone[len(zone)-1] - 'a') }

// resolver is the address of the Amazon-provided resolver of a VPC with the given primary block.
func resolver(block netip.Prefix) netip.Addr { return plus(block.Addr(), 2) }

func plus(addr netip.Addr, n uint32) netip.Addr {
	return netip.AddrFrom4([4]byte(binary.BigEndian.AppendUint32(nil, binary.BigEndian.Uint32(addr.AsSlice())+n)))
}

// subnet6 is the /64 of a zone in the VPC's IPv6 block. Which one it is matters to nobody, as long as it stays.
func subnet6(block string, zone string) (string, error) {
	p, err := netip.ParsePrefix(block)
	if err != nil {
		return "", err
	}
	bytes := p.Masked().Addr().As16()
	bytes[7] |= byte(zoneIndex(zone))
	return netip.PrefixFrom(netip.AddrFrom16(bytes), 64).String(), nil
}
