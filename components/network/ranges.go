package network

import (
	"fmt"
	"net/netip"
	"strings"

	"go4.org/netipx"

	"github.com/cloudgap/cloudgap/components/internal/check"
	"github.com/cloudgap/cloudgap/internal/problems"
)

// sharedSpace is the range of RFC 6598, which the VPC CNI plugin can use for pods.
var sharedSpace = netip.MustParsePrefix("100.64.0.0/10")

// parseRange parses an IPv4 range, reporting the problem at path and returning false where there is one.
func parseRange(list *problems.List, path, value string) (netip.Prefix, bool) {
	if value == "" {
		list.Add(path, "an IPv4 CIDR block is required", problems.Missing, `write one such as "10.20.0.0/16"`)
		return netip.Prefix{}, false
	}
	p, err := netip.ParsePrefix(value)
	if err != nil || !p.Addr().Is4() {
		list.Add(path, "not an IPv4 CIDR block", value, `write an address and a prefix length such as "10.20.0.0/16"`)
		return netip.Prefix{}, false
	}
	if p != p.Masked() {
		list.Add(path, "the address has bits beyond the prefix length", value, fmt.Sprintf("write %q", p.Masked()))
		return netip.Prefix{}, false
	}
	return p, true
}

// parsePrivateRange parses an IPv4 range that has to lie in one of the given spaces.
func parsePrivateRange(list *problems.List, path, value string, spaces ...netip.Prefix) (netip.Prefix, bool) {
	p, ok := parseRange(list, path, value)
	if ok && !check.Within(spaces, p) {
		list.Add(path, "not a private range", value, "use a range in "+strings.Join(rangeTexts(spaces), ", "))
		return netip.Prefix{}, false
	}
	return p, ok
}

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
