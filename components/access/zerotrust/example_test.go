package zerotrust_test

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/cloudgap/cloudgap/components/access/zerotrust"
)

func ExampleNew() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		edge, err := zerotrust.New(ctx, "platform", &zerotrust.Args{
			AccountID:           "0123456789abcdef0123456789abcdef",
			TeamName:            "example",
			Precedence:          1000,
			PrivateCidrs:        []string{"10.20.0.0/18"},
			RequireGatewayProxy: true,
			Posture: map[string]zerotrust.PostureCheck{
				"disk": {Type: zerotrust.DiskEncryption, Platforms: []zerotrust.Platform{zerotrust.Mac, zerotrust.Windows}},
			},
			Applications: map[string]zerotrust.Application{
				"cluster": {Kind: zerotrust.Kubernetes, Cidrs: []string{"10.20.1.0/24"}},
			},
			Personas: map[string]zerotrust.Persona{"platform": {
				Groups:       []zerotrust.IdentityGroup{{Provider: zerotrust.Okta, IdentityProviderID: "f174e90a", Name: "platform"}},
				Applications: []string{"cluster"},
			}},
		})
		if err != nil {
			return err
		}
		// Here the token goes to Secrets Manager, and the connectors start with it.
		ctx.Export("tunnelToken", edge.TunnelToken)
		return edge.OpenRoutes()
	})
}
