package access

import (
	"maps"
	"net/netip"
	"slices"

	"github.com/cloudgap/cloudgap/components/internal/check"
	"github.com/cloudgap/cloudgap/internal/problems"
)

// maxNameLength leaves room for the longest suffix of a child and for the random part of its physical name within the 64
// characters that IAM allows.
const maxNameLength = 24

// maxKeyLength is how long a key may be that becomes part of names.
const maxKeyLength = 30

// addedTags are the tags that the component adds.
const addedTags = 4

// privateRange parses a private IPv4 range.
func privateRange(list *problems.List, path, text string) (netip.Prefix, bool) {
	block, err := netip.ParsePrefix(text)
	switch {
	case text == "":
		list.Add(path, "an IPv4 CIDR block is required", problems.Missing, `write one such as "10.21.0.0/24"`)
	case err != nil || !block.Addr().Is4() || block != block.Masked():
		list.Add(path, "not an IPv4 CIDR block", text, `write the first address and a prefix length, such as "10.21.0.0/24"`)
	case !check.Within(check.PrivateSpace, block):
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
