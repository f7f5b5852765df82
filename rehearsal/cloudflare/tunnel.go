package cloudflare

import (
	"encoding/base64"
	"encoding/json"

	"github.com/pulumi/pulumi-cloudflare/sdk/v5/go/cloudflare"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

// minSecret is the length of a tunnel's secret in bytes. Source: the API's reference of Cloudflare Tunnels.
const minSecret = 32

// catchAll is the text of cloudflared and the API about a configuration without a last rule for everything.
const catchAll = "The last ingress rule must match all URLs (i.e. it should not have a hostname or path filter)"

func tunnelTypes() []cloud.Resource {
	return []cloud.Resource{{
		Type: "cloudflare:index/zeroTrustTunnelCloudflared:ZeroTrustTunnelCloudflared",
		Args: cloudflare.ZeroTrustTunnelCloudflaredArgs{}, State: cloudflare.ZeroTrustTunnelCloudflared{},
		Kind: KindTunnel, Noun: "Argo Tunnel", ID: "{uuid}", ImportID: "{accountId}/{id}",
		Outputs:     map[string]any{"cname": "{id}.cfargotunnel.com"},
		Secret:      []string{"secret", "tunnelToken"},
		ReplaceOn:   []string{"accountId", "name", "secret", "configSrc"},
		Constraints: []cloud.Constraint{{Path: "configSrc", OneOf: []string{"local", "cloudflare"}}},
		Unique: []cloud.Unique{{
			Properties: []string{"accountId", "name"}, Code: "1013",
			Text: "You already have a tunnel with this name. Delete the existing tunnel, or choose a different name for your new tunnel",
		}},
		// Source: terraform-provider-cloudflare issue 2607.
		InUse: cloud.Refusal{
			Code: "1023",
			Text: "Cannot delete tunnel because it has Warp routing configured. You can delete the route with `cloudflared tunnel route ip delete`.",
		},
		Create: openTunnel, Read: readToken, Delete: closeTunnel,
	}, {
		Type: "cloudflare:index/zeroTrustTunnelCloudflaredConfig:ZeroTrustTunnelCloudflaredConfig",
		Args: cloudflare.ZeroTrustTunnelCloudflaredConfigArgs{}, State: cloudflare.ZeroTrustTunnelCloudflaredConfig{},
		Kind: kindTunnelConfig, Noun: "tunnel config", ID: "{tunnelId}", ImportID: "{accountId}/{tunnelId}",
		References: []cloud.Reference{{Path: "tunnelId", Kind: KindTunnel, Code: "1003", Text: "Tunnel not found"}},
		Create:     endsWithCatchAll, Update: endsWithCatchAll, Delete: clearConfig,
	}}
}

func openTunnel(c *cloud.Call) error {
	secret, err := base64.StdEncoding.DecodeString(c.Inputs.String("secret"))
	if err != nil || len(secret) < minSecret {
		return c.Refuse(badRequest, "The tunnel secret has to be at least %d bytes, encoded as base64", minSecret)
	}
	c.Object.Properties.Set(Secret, c.Inputs.String("secret"))
	return nil
}

// readToken makes the token of the secret that the tunnel has now. The secret itself is never read back, so that a rotation
// shows in the token alone.
func readToken(c *cloud.Call) error {
	token, err := json.Marshal(map[string]string{
		"a": c.Object.Properties.String("accountId"), "t": c.Object.ID, "s": c.Object.Properties.String(Secret),
	})
	if err != nil {
		return err
	}
	c.Object.Properties.Set("tunnelToken", base64.StdEncoding.EncodeToString(token))
	return nil
}

// closeTunnel does what the provider does: cut all connections, then delete. Connectors that still run connect again between
// the two, and then Cloudflare refuses. A configuration with WARP routing counts as a route.
// Source: resource_cloudflare_tunnel.go, issues 2607 and 5255.
func closeTunnel(c *cloud.Call) error {
	if c.Object.Properties.Int(Connectors) > 0 || runningConnectors(c) > 0 {
		return c.Refuse("1022", "Cannot delete tunnel because it has active connections")
	}
	if config, ok := c.Get(kindTunnelConfig, c.Object.ID); ok && config.Properties.Bool("config.warpRouting.enabled") {
		return c.RefuseWith(c.Resource.InUse, "")
	}
	return nil
}

func endsWithCatchAll(c *cloud.Call) error {
	rules := c.Inputs.Objects("config.ingressRules")
	if len(rules) == 0 {
		return c.Refuse(badRequest, "%s", catchAll)
	}
	if last := rules[len(rules)-1]; last.String("hostname") != "" || last.String("path") != "" {
		return c.Refuse(badRequest, "%s", catchAll)
	}
	return nil
}

// clearConfig does what the provider does: a configuration cannot be deleted, so an empty one is written, which fails once the
// tunnel is gone.
func clearConfig(c *cloud.Call) error {
	if _, ok := c.Get(KindTunnel, c.Object.ID); !ok {
		return c.Refuse("1003", "Tunnel not found")
	}
	return nil
}
