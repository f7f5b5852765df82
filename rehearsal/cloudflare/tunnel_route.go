package cloudflare

import (
	"crypto/md5" // #nosec G501 -- the provider makes the id of a route of it
	"fmt"
	"net/netip"

	"github.com/pulumi/pulumi-cloudflare/sdk/v5/go/cloudflare"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

// noRoute is the API's answer to a change of a route that does not exist. Source: terraform-provider-cloudflare issue 6492.
const noRoute = "You are trying to modify the route for a network that isn't routed. Please add the network before modifying it. " +
	"Or, check that you specified the correct network."

func routeTypes() []cloud.Resource {
	return []cloud.Resource{{
		Type: "cloudflare:index/zeroTrustTunnelRoute:ZeroTrustTunnelRoute",
		Args: cloudflare.ZeroTrustTunnelRouteArgs{}, State: cloudflare.ZeroTrustTunnelRoute{},
		Kind: kindTunnelRoute, Noun: "Tunnel Route", MakeID: routeID,
		ReplaceOn: []string{"accountId", "virtualNetworkId"},
		References: []cloud.Reference{
			{Path: "tunnelId", Kind: KindTunnel, Blocks: true, Code: "1003", Text: "Tunnel not found"},
			needs("virtualNetworkId", kindVirtualNetwork, "Virtual network {value} not found"),
		},
		Create: isNetwork, Update: sameNetwork,
	}}
}

// routeID is the provider's: a checksum of network and virtual network, or the network alone. Two routes to one network would
// have the same, so that the API's refusal comes first.
func routeID(c *cloud.Call) (string, error) {
	if err := uniqueRoute(c); err != nil {
		return "", err
	}
	network, virtual := c.Inputs.String("network"), c.Inputs.String("virtualNetworkId")
	if virtual == "" {
		return network, nil
	}
	return fmt.Sprintf("%x", md5.Sum([]byte(network+"/"+virtual))), nil // #nosec G401
}

func isNetwork(c *cloud.Call) error {
	network, err := netip.ParsePrefix(c.Inputs.String("network"))
	if err != nil || network != network.Masked() {
		return c.Refuse(badRequest, "The network %q is not a CIDR block, or has bits beyond its prefix length", c.Inputs.String("network"))
	}
	return nil
}

func uniqueRoute(c *cloud.Call) error {
	for _, other := range sameAccount(c, kindTunnelRoute) {
		if sameIn(c.Object, other, "network", "virtualNetworkId") {
			return c.Refuse("1014", "You already have a route defined for this exact IP subnet")
		}
	}
	return nil
}

// sameNetwork refuses another network: the provider does not replace the route but changes the one that has the new network,
// which is not there.
func sameNetwork(c *cloud.Call) error {
	if c.Old.String("network") != c.Inputs.String("network") {
		return c.Refuse("1015", "%s", noRoute)
	}
	return nil
}

func sameIn(a, b *cloud.Object, properties ...string) bool {
	for _, name := range properties {
		if a.Properties.String(name) != b.Properties.String(name) {
			return false
		}
	}
	return true
}
