package cloudflare

import (
	"github.com/pulumi/pulumi-cloudflare/sdk/v5/go/cloudflare"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

func gatewaySettingsTypes() []cloud.Resource {
	return []cloud.Resource{{
		Type: "cloudflare:index/zeroTrustGatewaySettings:ZeroTrustGatewaySettings",
		Args: cloudflare.ZeroTrustGatewaySettingsArgs{}, State: cloudflare.ZeroTrustGatewaySettings{},
		Kind: kindGatewaySettings, Noun: "Teams Account config", ID: "{accountId}",
		Outputs:  map[string]any{"extendedEmailMatching": map[string]any{"enabled": false}},
		Defaults: map[string]any{"urlBrowserIsolationEnabled": false, "nonIdentityBrowserIsolationEnabled": false},
		Constraints: []cloud.Constraint{
			{Path: "bodyScanning.inspectionMode", OneOf: []string{"deep", "shallow"}},
		},
	}}
}

func listTypes() []cloud.Resource {
	return []cloud.Resource{{
		Type: "cloudflare:index/zeroTrustList:ZeroTrustList", Args: cloudflare.ZeroTrustListArgs{}, State: cloudflare.ZeroTrustList{},
		Kind: kindList, Noun: "Teams List", ID: "{uuid}", ImportID: "{accountId}/{id}",
		Constraints: []cloud.Constraint{
			{Path: "type", OneOf: []string{"IP", "SERIAL", "URL", "DOMAIN", "EMAIL"}},
			{Path: "items", MaxLen: 30000}, {Path: "itemsWithDescriptions", MaxLen: 30000},
		},
		Sets: []string{"items", "itemsWithDescriptions"},
	}}
}
