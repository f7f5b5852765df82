package cloudflare

import (
	"github.com/pulumi/pulumi-cloudflare/sdk/v5/go/cloudflare"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

func virtualNetworkTypes() []cloud.Resource {
	return []cloud.Resource{{
		Type: "cloudflare:index/zeroTrustTunnelVirtualNetwork:ZeroTrustTunnelVirtualNetwork",
		Args: cloudflare.ZeroTrustTunnelVirtualNetworkArgs{}, State: cloudflare.ZeroTrustTunnelVirtualNetwork{},
		Kind: kindVirtualNetwork, Noun: "Tunnel Virtual Network", ID: "{uuid}", ImportID: "{accountId}/{id}",
		ReplaceOn: []string{"accountId"},
		Unique: []cloud.Unique{{
			Properties: []string{"accountId", "name"}, Code: badRequest, Text: "A virtual network with the name {value} exists already",
		}},
		InUse:  cloud.Refusal{Code: badRequest, Text: "The virtual network '{id}' has routes. Delete them first."},
		Create: notDefault, Update: notDefault,
	}}
}

// notDefault refuses a second default network: every account has one from the beginning, and the API would reroute the account.
func notDefault(c *cloud.Call) error {
	if c.Inputs.Bool("isDefaultNetwork") {
		return c.Refuse(badRequest, "The account has a default virtual network already; another one would take over the routes and devices of the whole account")
	}
	return nil
}
