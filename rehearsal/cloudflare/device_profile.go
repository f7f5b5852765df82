package cloudflare

import (
	"net/netip"
	"strings"

	"github.com/pulumi/pulumi-cloudflare/sdk/v5/go/cloudflare"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

func deviceProfileTypes() []cloud.Resource {
	ofProfile := cloud.Reference{Path: "policyId", Kind: kindDeviceProfile, Code: badRequest, Text: "device settings policy {value} not found"}
	return []cloud.Resource{{
		Type: "cloudflare:index/zeroTrustDeviceProfiles:ZeroTrustDeviceProfiles",
		Args: cloudflare.ZeroTrustDeviceProfilesArgs{}, State: cloudflare.ZeroTrustDeviceProfiles{},
		Kind: kindDeviceProfile, Noun: "Cloudflare device settings policy", ID: "{accountId}/{uuid}",
		Defaults: map[string]any{
			"enabled": true, "captivePortal": 180, "allowedToLeave": true, "serviceModeV2Mode": "warp", "tunnelProtocol": "wireguard",
		},
		Constraints: []cloud.Constraint{
			{Path: "serviceModeV2Mode", OneOf: []string{"1dot1", "warp", "proxy", "posture_only", "warp_tunnel_only"}},
			{Path: "tunnelProtocol", OneOf: []string{"", "wireguard", "masque"}},
		},
		Create: placeProfile, Update: placeProfile,
	}, {
		Type: "cloudflare:index/zeroTrustSplitTunnel:ZeroTrustSplitTunnel",
		Args: cloudflare.ZeroTrustSplitTunnelArgs{}, State: cloudflare.ZeroTrustSplitTunnel{},
		Kind: kindSplitTunnel, Noun: "Split Tunnels", MakeID: listID, Required: []string{"tunnels"},
		Constraints: []cloud.Constraint{{Path: "mode", OneOf: []string{"include", "exclude"}}},
		Sets:        []string{"tunnels"},
		References:  []cloud.Reference{ofProfile},
		Create:      firstOf(boundToProfile, addressOrHost), Update: firstOf(boundToProfile, addressOrHost), Delete: profileIsThere,
	}, {
		Type: "cloudflare:index/zeroTrustLocalFallbackDomain:ZeroTrustLocalFallbackDomain",
		Args: cloudflare.ZeroTrustLocalFallbackDomainArgs{}, State: cloudflare.ZeroTrustLocalFallbackDomain{},
		Kind: kindFallback, Noun: "Fallback Domains", MakeID: listID, Required: []string{"domains"},
		Sets:       []string{"domains"},
		References: []cloud.Reference{ofProfile},
		Create:     firstOf(boundToProfile, resolvable), Update: firstOf(boundToProfile, resolvable), Delete: profileIsThere,
	}}
}

// placeProfile checks what the provider checks before it sends a profile. Source: buildDeviceSettingsPolicyRequest.
func placeProfile(c *cloud.Call) error {
	if c.Inputs.Bool("default") {
		return c.Refuse(noCode, "the rehearsal does not know the account's default profile; make a custom one, which leaves it alone")
	}
	if c.Inputs.String("match") == "" {
		return c.Refuse(noCode, "match must be set for non-default policies")
	}
	if c.Inputs.Int("precedence") == 0 {
		return c.Refuse(noCode, "precedence must be set for non-default policies")
	}
	if wrong := wrongExpression(c.Inputs.String("match")); wrong != "" {
		return c.Refuse(badRequest, "invalid match expression: %s", wrong)
	}
	return takeOrder(c, kindDeviceProfile)
}

// listID is the id of a list of a profile: the profile's own, or the account for that of the default profile.
func listID(c *cloud.Call) (string, error) {
	if profile := c.Inputs.String("policyId"); profile != "" {
		return profile, nil
	}
	return c.Inputs.String("accountId"), nil
}

// boundToProfile refuses a list that is bound to nothing: the provider would overwrite the lists of the account's default profile.
func boundToProfile(c *cloud.Call) error {
	if c.Inputs.String("policyId") == "" {
		return c.Refuse(noCode, "no policy_id: the list would replace that of the account's default profile; bind it to a custom profile")
	}
	return nil
}

// profileIsThere fails as the API does when the list of a profile is to be emptied that is gone.
func profileIsThere(c *cloud.Call) error {
	if _, ok := c.Get(kindDeviceProfile, c.Object.ID); !ok {
		return c.Refuse(badRequest, "device settings policy %s not found", c.Object.ID)
	}
	return nil
}

func addressOrHost(c *cloud.Call) error {
	for _, entry := range c.Inputs.Objects("tunnels") {
		address, host := entry.String("address"), entry.String("host")
		if address != "" && host != "" {
			return c.Refuse(noCode, "address and host are mutually exclusive and cannot be applied together in the same block")
		}
		if _, err := netip.ParsePrefix(address); address != "" && err != nil {
			return c.Refuse(badRequest, "invalid address %q", address)
		}
		if address == "" && host == "" {
			return c.Refuse(badRequest, "a split tunnel entry needs an address or a host")
		}
	}
	return nil
}

func resolvable(c *cloud.Call) error {
	for _, domain := range c.Inputs.Objects("domains") {
		if suffix := domain.String("suffix"); suffix == "" || strings.HasPrefix(suffix, ".") || strings.Contains(suffix, "*") {
			return c.Refuse(badRequest, "invalid suffix %q", suffix)
		}
		for _, server := range domain.Strings("dnsServers") {
			if _, err := netip.ParseAddr(server); err != nil {
				return c.Refuse(badRequest, "invalid DNS server %q", server)
			}
		}
	}
	return nil
}
