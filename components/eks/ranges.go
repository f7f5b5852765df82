package eks

import (
	"net/netip"
	"strings"

	"github.com/cloudgap/cloudgap/components/internal/check"
	"github.com/cloudgap/cloudgap/internal/problems"
)

// serviceSpace is where EKS allows the range of services to be.
// Source: the EKS API reference, KubernetesNetworkConfigRequest.serviceIpv4Cidr.
var serviceSpace = check.PrivateSpace[:3]

// parsePrivateRange parses an IPv4 range that has to lie in one of the given spaces.
func parsePrivateRange(list *problems.List, path, value string, spaces []netip.Prefix) (netip.Prefix, bool) {
	p, err := netip.ParsePrefix(value)
	switch {
	case value == "":
		list.Add(path, "an IPv4 CIDR block is required", problems.Missing, `write one such as "10.20.0.0/16"`)
	case err != nil || !p.Addr().Is4() || p != p.Masked():
		list.Add(path, "not an IPv4 CIDR block", value, `write the first address and a prefix length, such as "10.20.0.0/16"`)
	case !check.Within(spaces, p):
		list.Add(path, "not a private range that can be used here", value, "use a range in "+texts(spaces))
	default:
		return p, true
	}
	return netip.Prefix{}, false
}

func texts(ranges []netip.Prefix) string {
	var list []string
	for _, r := range ranges {
		list = append(list, r.String())
	}
	return strings.Join(list, ", ")
}
