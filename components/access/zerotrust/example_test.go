package zerotrust_test

import (
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/cloudgap/cloudgap/components/access/zerotrust"
)

func ExampleNew() {
	pulumi.Run(platform)
}

// platform lets the platform team reach a cluster.
func platform(ctx *pulumi.Context) error {
	edge, err := zerotrust.New(ctx, "platform", &zerotrust.Args{
		AccountID:           "0123456789abcdef0123456789abcdef",
		TeamName:            "example",
		Precedence:          1000,
		PrivateCidrs:        []string{"10.20.0.0/18"},
		RequireGatewayProxy: true,
		RequireOrganization: true,
		Posture: map[string]zerotrust.PostureCheck{
			"disk": {Type: zerotrust.DiskEncryption, Platforms: []zerotrust.Platform{zerotrust.Mac, zerotrust.Windows}},
		},
		Applications: map[string]zerotrust.Application{
			"cluster": {Kind: zerotrust.Kubernetes, Cidrs: []string{"10.20.1.0/24"}, AskAccess: true},
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
}

func TestTheExampleRuns(t *testing.T) {
	t.Parallel()
	session := zerotrust.Rehearse(t, platform)
	zerotrust.Settle(t, session)
	if _, err := session.Up(t.Context()); err != nil {
		t.Fatal(err)
	}
	routes := 0
	for _, o := range session.Cloud().Objects() {
		if strings.HasSuffix(o.Kind, "tunnel-route") {
			routes++
		}
	}
	if routes != 1 {
		t.Errorf("one range makes one route, got %d", routes)
	}
}
