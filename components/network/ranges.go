package network

import (
	"net/netip"

	"go4.org/netipx"
)

// aggregate returns the fewest ranges that cover the given ones exactly, sorted.
func aggregate(ranges []netip.Prefix) []netip.Prefix {
	var set netipx.IPSetBuilder
	for _, p := range ranges {
		set.AddPrefix(p)
	}
	// Only malformed ranges make IPSet fail, and netip.Prefix values from a parser are well formed.
	merged, _ := set.IPSet()
	return merged.Prefixes()
}

// rangeTexts returns ranges as they are written.
func rangeTexts(ranges []netip.Prefix) []string {
	texts := make([]string, len(ranges))
	for i, r := range ranges {
		texts[i] = r.String()
	}
	return texts
}
