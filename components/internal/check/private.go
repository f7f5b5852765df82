package check

import "net/netip"

// PrivateSpace is the IPv4 space that is not routed on the internet and that AWS accepts for private networks: the three blocks of
// RFC 1918, then that of RFC 6598, which the VPC CNI plugin can use for pods.
var PrivateSpace = []netip.Prefix{
	netip.MustParsePrefix("10.0.0.0/8"),
	netip.MustParsePrefix("172.16.0.0/12"),
	netip.MustParsePrefix("192.168.0.0/16"),
	netip.MustParsePrefix("100.64.0.0/10"),
}

// Within tells whether the whole of a range lies in one of the spaces.
func Within(spaces []netip.Prefix, inner netip.Prefix) bool {
	for _, space := range spaces {
		if space.Bits() <= inner.Bits() && space.Contains(inner.Addr()) {
			return true
		}
	}
	return false
}
