package zerotrust

import (
	"fmt"
	"net/netip"
	"slices"

	"github.com/cloudgap/cloudgap/components/internal/check"
	"github.com/cloudgap/cloudgap/internal/problems"
)

// privateSpace is what a tunnel may lead to: space that is not routed on the internet.
var privateSpace = append(slices.Clone(check.PrivateSpace), prefixes("fc00::/7")...)

// reservedSpace is private space that Cloudflare uses itself: the addresses of devices, and those that stand for private
// hostnames. Source: Cloudflare's documentation of private networks.
var reservedSpace = prefixes("100.96.0.0/12", "100.80.0.0/16")

// widest are the shortest prefixes that need no permission, for IPv4 and IPv6.
const (
	widestIPv4 = 16
	widestIPv6 = 48
)

func prefixes(texts ...string) []netip.Prefix {
	result := make([]netip.Prefix, len(texts))
	for i, text := range texts {
		result[i] = netip.MustParsePrefix(text)
	}
	return result
}

// parsePrivate parses a private range, reporting the problem at path and returning false where there is one.
func parsePrivate(list *problems.List, path, value string) (netip.Prefix, bool) {
	p, err := netip.ParsePrefix(value)
	switch {
	case err != nil || p != p.Masked():
		list.Add(path, "not a CIDR block", value, `write the first address and a prefix length, such as "10.20.0.0/16"`)
	case !check.Within(privateSpace, p):
		list.Add(path, "not a private range", value, fmt.Sprintf("use a range in %v", privateSpace))
	case overlapsAny(reservedSpace, p):
		list.Add(path, "Cloudflare uses these addresses for devices and hostnames", value, fmt.Sprintf("use a range outside %v", reservedSpace))
	default:
		return p, true
	}
	return netip.Prefix{}, false
}

func overlapsAny(others []netip.Prefix, p netip.Prefix) bool {
	for _, o := range others {
		if o.Overlaps(p) {
			return true
		}
	}
	return false
}

func isWide(p netip.Prefix) bool {
	if p.Addr().Is4() {
		return p.Bits() < widestIPv4
	}
	return p.Bits() < widestIPv6
}
