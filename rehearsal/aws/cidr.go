package aws

import (
	"net/netip"
	"slices"
)

// The sizes that AWS accepts for the IPv4 block of a VPC and of a subnet, as prefix lengths.
const (
	widestBlock    = 16
	narrowestBlock = 28
)

// unusable are ranges from which AWS makes no VPC.
// Source: VPC user guide, "VPC CIDR blocks".
var unusable = prefixes("0.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "224.0.0.0/4", "240.0.0.0/4")

// privateFamilies are the ranges that do not mix in one VPC: the three of RFC 1918 and the one that AWS keeps for itself.
var privateFamilies = prefixes("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "198.19.0.0/16")

func prefixes(texts ...string) []netip.Prefix {
	result := make([]netip.Prefix, len(texts))
	for i, text := range texts {
		result[i] = netip.MustParsePrefix(text)
	}
	return result
}

// vpcBlock reads the IPv4 block of a VPC and refuses one that AWS does not take.
func vpcBlock(text string) (netip.Prefix, error) {
	block, err := ipv4Block(text)
	if err != nil {
		return netip.Prefix{}, err
	}
	if block.Bits() < widestBlock || block.Bits() > narrowestBlock || slices.ContainsFunc(unusable, block.Overlaps) {
		return netip.Prefix{}, refuse("InvalidVpc.Range", "The CIDR '%s' is invalid.", text)
	}
	return block, nil
}

// ipv4Block reads an IPv4 network address: the host bits must be zero.
func ipv4Block(text string) (netip.Prefix, error) {
	block, err := netip.ParsePrefix(text)
	if err != nil || !block.Addr().Is4() {
		return netip.Prefix{}, refuse("InvalidParameterValue",
			"Value (%s) for parameter cidrBlock is invalid. This is not a valid CIDR block.", text)
	}
	if block != block.Masked() {
		return netip.Prefix{}, refuse("InvalidParameterValue",
			"Value (%s) for parameter cidrBlock is invalid. This is not a valid network address; expected %s.", text, block.Masked())
	}
	return block, nil
}

// secondaryBlock refuses a block that AWS does not associate with a VPC that has the blocks given, the primary first.
// Source: VPC user guide, "IPv4 CIDR block association restrictions".
func secondaryBlock(text string, existing []netip.Prefix) error {
	block, err := vpcBlock(text)
	if err != nil {
		return err
	}
	for _, other := range existing {
		if block.Overlaps(other) {
			return refuse("InvalidVpc.Range", "The CIDR '%s' conflicts with the CIDR '%s' of the VPC.", text, other)
		}
	}
	if restricted(block, existing) {
		return refuse("InvalidVpc.Range", "The CIDR '%s' is restricted. Use a CIDR from the same private address range as "+
			"the current VPC CIDR, or use a publicly-routable CIDR. For additional restrictions, see the Amazon VPC User Guide.", text)
	}
	return nil
}

// restricted tells whether a further block comes from a private range other than the primary block's, or is one that AWS
// keeps back: 10.0.0.0/16 beside a block of 10.0.0.0/15, and 172.31.0.0/16, the default VPC's.
func restricted(block netip.Prefix, existing []netip.Prefix) bool {
	primary := existing[0]
	for _, family := range privateFamilies {
		if family.Overlaps(block) && !family.Overlaps(primary) {
			return true
		}
	}
	if netip.MustParsePrefix("172.31.0.0/16").Overlaps(block) {
		return true
	}
	return netip.MustParsePrefix("10.0.0.0/16").Overlaps(block) &&
		slices.ContainsFunc(existing, netip.MustParsePrefix("10.0.0.0/15").Overlaps)
}

// subnetBlock refuses a subnet block of a wrong size, outside the VPC's blocks, or overlapping another subnet of the VPC.
func subnetBlock(text string, vpc, siblings []netip.Prefix) error {
	block, err := ipv4Block(text)
	if err != nil {
		return err
	}
	inside := slices.ContainsFunc(vpc, func(parent netip.Prefix) bool {
		return parent.Bits() <= block.Bits() && parent.Contains(block.Addr())
	})
	if !inside || block.Bits() < widestBlock || block.Bits() > narrowestBlock {
		return refuse("InvalidSubnet.Range", "The CIDR '%s' is invalid.", text)
	}
	if slices.ContainsFunc(siblings, block.Overlaps) {
		return refuse("InvalidSubnet.Conflict", "The CIDR '%s' conflicts with another subnet", text)
	}
	return nil
}

// reservedAddresses is how many addresses AWS keeps in each subnet: the first four and the last.
const reservedAddresses = 5

// usableAddresses counts the addresses of a subnet that interfaces can take.
func usableAddresses(block netip.Prefix) int {
	return 1<<(32-block.Bits()) - reservedAddresses
}

// address returns the nth address that AWS hands out in a subnet, counted from zero.
func address(block netip.Prefix, n int) netip.Addr {
	result := block.Addr()
	for range n + reservedAddresses - 1 {
		result = result.Next()
	}
	return result
}
