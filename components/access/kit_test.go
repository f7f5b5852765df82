package access

import (
	"slices"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/cloudgap/cloudgap/components/access/zerotrust"
	"github.com/cloudgap/cloudgap/components/endpoints"
	"github.com/cloudgap/cloudgap/components/internal/recording"
)

// registration is what the engine is told of one resource.
type registration = recording.Registration

// recorder stands in for the engine and the providers.
type recorder struct {
	recording.Recorder
	preview bool
}

const (
	testName    = "gate"
	testRegion  = "eu-central-1"
	testAccount = "111122223333"
	// testToken is what the simulated tunnel answers; it must not appear anywhere in plain text.
	testToken = "ZXlKaElqb2lkR1Z6ZENKOQ=="
)

// NewResource implements pulumi.MockResourceMonitor. In a preview no id and no computed output is known but the secrets: the SDK's
// stand-in for the engine cannot read a secret that is unknown.
func (r *recorder) NewResource(args pulumi.MockResourceArgs) (string, resource.PropertyMap, error) {
	id, outputs, err := r.Answer(args, r.preview, map[string]any{
		"latestVersion": 1.0, "clientId": args.Name + ".access", "ipv6CidrBlock": "2600:1f14:abc:de00::/56", "prefixListId": "pl-" + args.Name,
		"allocationId": "eipalloc-1",
	})
	for _, secret := range []resource.PropertyKey{"tunnelToken", "clientSecret"} {
		outputs[secret] = resource.NewProperty(testToken)
	}
	return id, outputs, err
}

// Call implements pulumi.MockResourceMonitor.
func (r *recorder) Call(args pulumi.MockCallArgs) (resource.PropertyMap, error) {
	return r.Lookup(args, map[string]resource.PropertyMap{
		"aws:index/getCallerIdentity:getCallerIdentity": recording.Properties(map[string]any{"accountId": testAccount}),
		"aws:vpc/getVpcEndpointAssociations:getVpcEndpointAssociations": recording.Properties(map[string]any{
			"associations": []any{map[string]any{"dnsEntries": []any{map[string]any{"dnsName": "kubernetes.vpce.example"}}}},
		}),
		"aws:ec2/getPrefixList:getPrefixList": recording.Properties(map[string]any{"cidrBlocks": []any{"3.5.134.0/23", "52.219.168.0/24"}}),
	})
}

// deploy runs a program of one component, beside a set of endpoints where the placement needs the workload's.
func (r *recorder) deploy(args *ZeroTrustAccessArgs) (*ZeroTrustAccess, error) {
	var component *ZeroTrustAccess
	err := recording.Run(r, r.preview, func(ctx *pulumi.Context) error {
		given := *args
		if given.Placement == PlacementConnectorSubnet {
			set, err := endpoints.NewEndpointSet(ctx, "workload", &endpoints.EndpointSetArgs{
				Region: testRegion, VpcID: pulumi.String("vpc-1"), Subnets: byZone("ends"), RouteTables: byWord("table"), IngressCidrs: []string{"10.20.0.0/16"},
				Capabilities: Capabilities(),
			})
			if err != nil {
				return err
			}
			given.Workload.Endpoints = set
		}
		var err error
		component, err = NewZeroTrustAccess(ctx, testName, &given)
		return err
	})
	return component, err
}

// mustDeploy is deploy for arguments that are right.
func (r *recorder) mustDeploy(t testing.TB, args *ZeroTrustAccessArgs) *ZeroTrustAccess {
	t.Helper()
	component, err := r.deploy(args)
	if err != nil {
		t.Fatalf("the component is refused: %v", err)
	}
	return component
}

// own are the registrations below the component, at any depth.
func (r *recorder) own() recording.Registrations { return r.Registered.Below(TypeToken) }

// children lists what is below the component as "type name", sorted. What is below another component of cloudgap is left to
// that component's own tests.
func (r *recorder) children() []string {
	return slices.DeleteFunc(r.own(), func(reg registration) bool { return !strings.HasSuffix(reg.Parent, TypeToken+"::"+testName) }).Names()
}

// find returns the registration of a child by the short form of its type and its name without the component's.
func (r *recorder) find(t testing.TB, short, role string) registration {
	t.Helper()
	return r.own().Find(t, short, testName+"-"+role)
}

// ofType are the registrations below the component of a type.
func (r *recorder) ofType(short string) []registration { return r.own().OfType(short) }

// dependsOn tells whether a resource waits for the one of the given type and role.
func dependsOn(reg registration, short, role string) bool {
	return reg.WaitsForType(short, testName+"-"+role)
}

// shortType turns "aws:ec2/vpc:Vpc" into "ec2.Vpc".
func shortType(token string) string { return recording.ShortType(token) }

func byZone(kind string) map[string]pulumi.StringInput {
	return map[string]pulumi.StringInput{"eu-central-1a": pulumi.String(kind + "-a"), "eu-central-1b": pulumi.String(kind + "-b")}
}

func byWord(kind string) map[string]pulumi.StringInput {
	return map[string]pulumi.StringInput{"nodes-a": pulumi.String(kind + "-a"), "nodes-b": pulumi.String(kind + "-b")}
}

// small are the smallest valid arguments.
func small() *ZeroTrustAccessArgs {
	return &ZeroTrustAccessArgs{
		Region:     testRegion,
		Workload:   Workload{VpcID: pulumi.String("vpc-1"), Cidrs: []string{"10.20.0.0/16"}, RouteTables: byWord("rtb")},
		AccessVpc:  &AccessVpcArgs{CidrBlock: "10.21.0.0/24", AvailabilityZones: []string{"eu-central-1b", "eu-central-1a"}},
		Connectors: ConnectorsArgs{AmiID: pulumi.String("ami-0123456789abcdef0"), CloudflaredVersion: "2026.8.2"},
		Cloudflare: zerotrust.Args{
			AccountID: "0123456789abcdef0123456789abcdef", TeamName: "example", Precedence: 1000,
			Personas:     map[string]zerotrust.Persona{"operators": {Emails: []string{"ops@example.com"}, Applications: []string{"kubernetes"}}},
			Posture:      map[string]zerotrust.PostureCheck{"disk": {Type: zerotrust.DiskEncryption, Platforms: []zerotrust.Platform{zerotrust.Mac}}},
			Applications: map[string]zerotrust.Application{"kubernetes": {Kind: zerotrust.Kubernetes, Cidrs: []string{"10.20.64.0/24"}}},
		},
		BreakGlass: BreakGlass{Principals: []string{"arn:aws:iam::111122223333:user/break-glass"}},
	}
}

// with returns a copy of the smallest valid arguments, changed.
func with(change func(*ZeroTrustAccessArgs)) *ZeroTrustAccessArgs {
	args := small()
	change(args)
	return args
}

// everything is a component with every option of the default placement.
func everything() *ZeroTrustAccessArgs {
	return with(func(args *ZeroTrustAccessArgs) {
		args.AccessVpc.BlockPublicAccessExclusion = true
		args.Connectors.Packages = []PackageArgs{
			{Bucket: "software.example", Key: "cloudflared.rpm", SHA256: strings.Repeat("0a", 32)},
			{Bucket: "software.example", Key: "amazon-cloudwatch-agent.rpm", SHA256: strings.Repeat("0b", 32)},
		}
		args.Connectors.PackageKeyArn = pulumi.String("arn:aws:kms:eu-central-1:111122223333:key/packages")
		args.Connectors.Replicas = 3
		args.Cloudflare.Applications["database"] = zerotrust.Application{Kind: zerotrust.Infrastructure, Cidrs: []string{"10.20.128.0/24"}, Ports: []int{5432}}
		args.Cloudflare.Personas["operators"] = zerotrust.Persona{Emails: []string{"ops@example.com"}, Applications: []string{"database", "kubernetes"}}
		args.Cloudflare.ServiceTokens = map[string]zerotrust.ServiceToken{"pipeline": {}}
		app := args.Cloudflare.Applications["kubernetes"]
		app.ServiceTokens = []string{"pipeline"}
		args.Cloudflare.Applications["kubernetes"] = app
		args.Cloudflare.PrivateZones = []string{"dev.corp.example"}
		args.PrivateZones = map[string]pulumi.StringInput{"corp": pulumi.String("Z1")}
		args.PrivateDomains = []string{"dev.corp.example", "*.dev.corp.example"}
		args.Clusters = map[string]ClusterArgs{"kubernetes": {EksName: pulumi.String("dev-eks")}}
		args.Protect = true
		args.Tags = pulumi.StringMap{"owner": pulumi.String("platform")}
	})
}

// placed are the smallest valid arguments of each placement.
func placed(p Placement) *ZeroTrustAccessArgs {
	return with(func(args *ZeroTrustAccessArgs) {
		args.Placement = p
		switch p {
		case PlacementPrivateLink:
			args.Workload.RouteTables = nil
			args.Cloudflare.Applications["kubernetes"] = zerotrust.Application{Kind: zerotrust.Kubernetes, Cidrs: []string{"10.21.0.128/26"}}
			args.PrivateLink = &PrivateLinkArgs{
				Subnets:   byZone("subnet"),
				Resources: map[string]PrivateResource{"kubernetes": {DomainName: pulumi.String("ABC.gr7.eu-central-1.eks.amazonaws.com")}},
			}
		case PlacementConnectorSubnet:
			args.AccessVpc, args.Workload.RouteTables = nil, nil
			args.ConnectorSubnets = &ConnectorSubnetsArgs{CidrBlocks: map[string]string{"eu-central-1a": "10.20.240.0/27", "eu-central-1b": "10.20.240.32/27"}, Ipv6CidrBlock: pulumi.String("2600:1f14:abc:ee00::/56")}
		case PlacementTransitGateway:
			args.TransitGateway = &TransitGatewayArgs{TransitGatewayID: pulumi.String("tgw-1")}
		}
	})
}
