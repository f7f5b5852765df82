package access

import (
	"maps"
	"net/netip"
	"slices"

	"github.com/cloudgap/cloudgap/internal/problems"
)

// maxNameLength leaves room for the longest suffix of a child and for the random part of its physical name within the 64
// characters that IAM allows.
const maxNameLength = 24

// maxKeyLength is how long a key may be that becomes part of names.
const maxKeyLength = 30

// addedTags are the tags that the component adds.
const addedTags = 4

// privateSpace is the IPv4 space that is not routed on the internet and that AWS accepts for private networks.
var privateSpace = []netip.Prefix{
	netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("172.16.0.0/12"), netip.MustParsePrefix("192.168.0.0/16"), netip.MustParsePrefix("100.64.0.0/10"),
}

// privateRange parses a private IPv4 range.
func privateRange(list *problems.List, path, text string) (netip.Prefix, bool) {
	block, err := netip.ParsePrefix(text)
	within := func(space netip.Prefix) bool { return space.Bits() <= block.Bits() && space.Contains(block.Addr()) }
	switch {
	case text == "":
		list.Add(path, "an IPv4 CIDR block is required", problems.Missing, `write one such as "10.21.0.0/24"`)
	case err != nil || !block.Addr().Is4() || block != block.Masked():
		list.Add(path, "not an IPv4 CIDR block", text, `write the first address and a prefix length, such as "10.21.0.0/24"`)
	case !slices.ContainsFunc(privateSpace, within):
		list.Add(path, "not a private range", text, "use a range of RFC 1918 or 100.64.0.0/10")
	default:
		return block, true
	}
	return netip.Prefix{}, false
}

func sortedKeys[K ~string, V any](m map[K]V) []K { return slices.Sorted(maps.Keys(m)) }

// or returns a value, or the default where it is the zero value.
func or[T comparable](value, otherwise T) T {
	var zero T
	if value == zero {
		return otherwise
	}
	return value
}
