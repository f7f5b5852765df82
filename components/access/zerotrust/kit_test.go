package zerotrust

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"pgregory.net/rapid"

	"github.com/cloudgap/cloudgap/components/internal/recording"
)

const (
	testName    = "main"
	testAccount = "0123456789abcdef0123456789abcdef"
	testZone    = "fedcba9876543210fedcba9876543210"
	testToken   = "cloudgap:test:Access"
	connectors  = "connectors"
	issued      = "issued-by-cloudflare"
)

// registration is what the engine is told of one resource.
type registration = recording.Registration

// recorder stands in for the engine and the provider. In a preview no id and no computed output is known.
type recorder struct {
	recording.Recorder
	preview bool
	// proxyOff is an account whose Gateway does not look at UDP, organization the domain of its Access organisation where it is
	// another than the usual one, and session how long a sign-in there lasts.
	proxyOff              bool
	organization, session string
}

// proxy is what the account's Gateway looks at.
func (r *recorder) proxy() resource.PropertyValue {
	return resource.NewProperty(resource.NewPropertyMapFromMap(map[string]any{
		"tcp": true, "udp": !r.proxyOff, "rootCa": false, "virtualIp": false, "disableForTime": 0.0,
	}))
}

// NewResource implements pulumi.MockResourceMonitor.
func (r *recorder) NewResource(args pulumi.MockResourceArgs) (string, resource.PropertyMap, error) {
	id, outputs, err := r.Answer(args, r.preview, map[string]any{
		"tunnelToken": issued, "clientSecret": issued, "clientId": issued, "ownershipChallengeFilename": issued,
	})
	switch shortType(args.TypeToken) {
	case "ZeroTrustGatewaySettings":
		outputs["proxy"] = r.proxy()
	case "ZeroTrustAccessOrganization":
		outputs["authDomain"] = resource.NewProperty(cmp.Or(r.organization, "example.cloudflareaccess.com"))
		if r.session != "" {
			outputs["sessionDuration"] = resource.NewProperty(r.session)
		}
	}
	return id, outputs, err
}

// Call implements pulumi.MockResourceMonitor.
func (r *recorder) Call(pulumi.MockCallArgs) (resource.PropertyMap, error) {
	return resource.PropertyMap{}, nil
}

// owner is a component that the children belong to.
type owner struct{ pulumi.ResourceState }

// carrier stands for the connectors.
type carrier struct{ pulumi.CustomResourceState }

// deploy runs a program like ZeroTrustAccess: a component, the edge, something that carries traffic, and the routes.
func (r *recorder) deploy(args *Args) (*Edge, error) {
	var edge *Edge
	err := recording.Run(r, r.preview, func(ctx *pulumi.Context) error {
		component := &owner{}
		if err := ctx.RegisterComponentResource(testToken, testName, component); err != nil {
			return err
		}
		var err error
		if edge, err = New(ctx, testName, args, pulumi.Parent(component)); err != nil {
			return err
		}
		carrying := &carrier{}
		if err := ctx.RegisterResource("cloudgap:test:Carrier", connectors, pulumi.Map{}, carrying); err != nil {
			return err
		}
		return edge.OpenRoutes(carrying)
	})
	return edge, err
}

func (r *recorder) mustDeploy(t *testing.T, args *Args) *Edge {
	t.Helper()
	edge, err := r.deploy(args)
	if err != nil {
		t.Fatalf("valid arguments are refused: %v", err)
	}
	return edge
}

// own are the registrations of the children.
func (r *recorder) own() recording.Registrations {
	return slices.DeleteFunc(slices.Clone(r.Registered), func(reg registration) bool { return strings.HasPrefix(reg.Token, "cloudgap:") })
}

// children lists the children as "type name", sorted. All types are of the module index, which is left out.
func (r *recorder) children() []string {
	names := r.own().Names()
	for i, name := range names {
		names[i] = strings.TrimPrefix(name, "index.")
	}
	return names
}

// find returns the registration of a child by its name without the component's.
func (r *recorder) find(t rapid.TB, role string) registration {
	t.Helper()
	return r.own().Find(t, "", testName+"-"+role)
}

// shortType turns "cloudflare:index/logpushJob:LogpushJob" into "LogpushJob".
func shortType(token string) string { return token[strings.LastIndex(token, ":")+1:] }

// small are the smallest valid arguments: a group that uses kubectl on a private endpoint with a public name.
func small() *Args {
	return &Args{
		AccountID: testAccount, TeamName: "example", PrivateCidrs: []string{"10.20.0.0/16"}, Precedence: 1000,
		Personas: map[string]Persona{"platform": {
			Groups: []IdentityGroup{{Provider: Okta, IdentityProviderID: "idp", Name: "platform"}}, Applications: []string{"cluster"},
		}},
		Posture:      map[string]PostureCheck{"disk": {Type: DiskEncryption, Platforms: []Platform{Mac, Windows}}},
		Applications: map[string]Application{"cluster": {Kind: Kubernetes, Cidrs: []string{"10.20.1.0/24"}}},
	}
}

// changed returns a copy of the smallest valid arguments, changed.
func changed(change func(*Args)) *Args {
	args := small()
	change(args)
	return args
}

// everything uses every option.
func everything() *Args {
	return changed(func(a *Args) {
		a.TunnelName, a.TunnelSecret, a.TunnelProtocol = "example-eu", pulumi.String(givenSecret), WireGuard
		a.PrivateCidrs = append(a.PrivateCidrs, "10.64.0.0/12", "fd00:20::/48")
		a.AllowWideRoutes, a.Session, a.Protect, a.ZoneID = true, "4h", true, testZone
		a.PrivateZones, a.Resolvers = []string{"platform.internal", "vpce.amazonaws.com"}, []string{"10.60.0.2"}
		maps.Copy(a.Personas, map[string]Persona{
			"data": {Emails: []string{"ada@example.com"}, Applications: []string{"database", "desktop"}},
			"office": {Groups: []IdentityGroup{
				{Provider: EntraID, IdentityProviderID: "entra", Name: "6fd6c3f4-0000-4000-8000-000000000000"},
				{Provider: GoogleWorkspace, IdentityProviderID: "google", Name: "ops@example.com"},
				{Provider: SAML, IdentityProviderID: "saml", Name: "Operations", Attribute: "groups"},
			}, Applications: []string{"grafana"}},
		})
		a.Personas["platform"] = Persona{Groups: a.Personas["platform"].Groups, Applications: []string{"cluster", "grafana"}}
		maps.Copy(a.Posture, map[string]PostureCheck{
			"firewall": {Type: Firewall, Platforms: []Platform{Mac, Windows}, Expiration: "30m", Schedule: "2m"},
			"version":  {Type: OSVersion, Platforms: []Platform{Mac, Windows}, Version: map[Platform]string{Mac: "14.5.0", Windows: "10.0.22631"}},
			"identity": {Type: ClientCertificate, Platforms: []Platform{Mac}, CertificateID: "cert", CommonName: "${serial_number}.example.com"},
			"ours":     {Type: SerialNumber, Platforms: []Platform{Windows}, ListID: "list"},
		})
		maps.Copy(a.Applications, map[string]Application{
			"grafana":  {Kind: Web, Cidrs: []string{"10.20.2.0/24"}, Ports: []int{443, 3000}, Hostnames: []string{"grafana.platform.internal"}, PublicHostname: "grafana.example.com", ServiceTokens: []string{"deploy"}},
			"desktop":  {Kind: Infrastructure, Cidrs: []string{"10.20.4.0/24"}, Ports: []int{3389}, AskAccess: true},
			"database": {Kind: Infrastructure, Cidrs: []string{"10.20.3.0/24", "fd00:20::/64"}, Ports: []int{5432}, ServiceTokens: []string{"deploy", "migrate"}},
		})
		a.ServiceTokens = map[string]ServiceToken{"deploy": {}, "migrate": {Duration: TwoYears, RenewWithinDays: 60}}
		a.Applications["cluster"] = Application{Kind: Kubernetes, Cidrs: []string{"10.20.1.0/24"}, AskAccess: true}
		a.RequireGatewayProxy, a.RequireOrganization = true, true
		a.Logpush = map[Dataset]LogDestination{
			AuditLogs:      {Bucket: "example-archive", Region: "eu-central-1"},
			GatewayNetwork: {Bucket: "example-archive", Region: "eu-central-1", Prefix: "cloudflare/network", OwnershipToken: pulumi.String(ownershipToken)},
		}
		a.Notifications = &Notifications{Emails: []string{"oncall@example.com"}, Webhooks: []string{"hook"}, PagerDuty: []string{"pager"}}
	})
}

const (
	// givenSecret is 32 bytes in base64.
	givenSecret    = "c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LTEyMzQ="
	ownershipToken = "00000000000000000000"
)
