package check

import (
	"fmt"
	"net/netip"
	"strings"

	"github.com/cloudgap/cloudgap/internal/problems"
)

// PrivateSpace is the IPv4 space that is not routed on the internet and that AWS accepts for private networks: the three blocks of
// RFC 1918, then SharedSpace.
var PrivateSpace = []netip.Prefix{
	netip.MustParsePrefix("10.0.0.0/8"),
	netip.MustParsePrefix("172.16.0.0/12"),
	netip.MustParsePrefix("192.168.0.0/16"),
	SharedSpace,
}

// SharedSpace is the block of RFC 6598, which the VPC CNI plugin can use for pods.
var SharedSpace = netip.MustParsePrefix("100.64.0.0/10")

// Within tells whether the whole of a range lies in one of the spaces.
func Within(spaces []netip.Prefix, inner netip.Prefix) bool {
	for _, space := range spaces {
		if space.Bits() <= inner.Bits() && space.Contains(inner.Addr()) {
			return true
		}
	}
	return false
}

// Range parses an IPv4 range. It reports what is wrong at path and returns false where the text is none.
func Range(list *problems.List, path, text string) (netip.Prefix, bool) {
	if text == "" {
		list.Add(path, "an IPv4 CIDR block is required", problems.Missing, `write one such as "10.20.0.0/16"`)
		return netip.Prefix{}, false
	}
	r, err := netip.ParsePrefix(text)
	if err != nil || !r.Addr().Is4() {
		list.Add(path, "not an IPv4 CIDR block", text, `write an address and a prefix length such as "10.20.0.0/16"`)
		return netip.Prefix{}, false
	}
	if r != r.Masked() {
		list.Add(path, "the address has bits beyond the prefix length", text, fmt.Sprintf("write %q", r.Masked()))
		return netip.Prefix{}, false
	}
	return r, true
}

// PrivateRange parses an IPv4 range that has to lie in one of the given spaces, in PrivateSpace where none is given.
func PrivateRange(list *problems.List, path, text string, spaces ...netip.Prefix) (netip.Prefix, bool) {
	if len(spaces) == 0 {
		spaces = PrivateSpace
	}
	r, ok := Range(list, path, text)
	if ok && !Within(spaces, r) {
		list.Add(path, "not a private range", text, "use a range in "+texts(spaces))
		return netip.Prefix{}, false
	}
	return r, ok
}

// texts writes ranges one after the other.
func texts(ranges []netip.Prefix) string {
	list := make([]string, len(ranges))
	for i, r := range ranges {
		list[i] = r.String()
	}
	return strings.Join(list, ", ")
}
