package access

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/plugin"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"google.golang.org/protobuf/types/known/emptypb"

	"github.com/cloudgap/cloudgap/components/access/zerotrust"
	"github.com/cloudgap/cloudgap/components/endpoints"
)

// registration is what the engine is told of one resource.
type registration struct {
	token, name, parent string
	inputs              resource.PropertyMap
	protected           bool
	dependencies        []string
}

// recorder stands in for the engine and the providers.
type recorder struct {
	mu            sync.Mutex
	preview       bool
	registered    []registration
	outputsCalled int
}

const (
	testName    = "gate"
	testRegion  = "eu-central-1"
	testAccount = "111122223333"
	// testToken is what the simulated tunnel answers; it must not appear anywhere in plain text.
	testToken = "ZXlKaElqb2lkR1Z6ZENKOQ=="
)

// NewResource implements pulumi.MockResourceMonitor. In a preview no id and no computed output is known.
func (r *recorder) NewResource(args pulumi.MockResourceArgs) (string, resource.PropertyMap, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	rpc := args.RegisterRPC
	// The inputs are read again because args.Inputs leaves unknown values out, and secrets are told from plain ones.
	inputs, err := plugin.UnmarshalProperties(rpc.GetObject(), plugin.MarshalOptions{KeepUnknowns: true, KeepResources: true, KeepSecrets: true})
	if err != nil {
		return "", nil, err
	}
	r.registered = append(r.registered, registration{
		token: args.TypeToken, name: args.Name, parent: rpc.GetParent(), inputs: inputs, protected: rpc.GetProtect(), dependencies: rpc.GetDependencies(),
	})
	outputs := args.Inputs.Copy()
	if r.preview {
		// The SDK's stand-in for the engine cannot read a secret that is unknown.
		outputs["tunnelToken"] = resource.NewProperty(testToken)
		outputs["clientSecret"] = resource.NewProperty(testToken)
		return "", outputs, nil
	}
	outputs["arn"] = resource.NewProperty("arn:aws:test:::" + args.Name)
	outputs["latestVersion"] = resource.NewProperty(1.0)
	outputs["tunnelToken"] = resource.NewProperty(testToken)
	outputs["clientSecret"] = resource.NewProperty(testToken)
	outputs["clientId"] = resource.NewProperty(args.Name + ".access")
	outputs["ipv6CidrBlock"] = resource.NewProperty("2600:1f14:abc:de00::/56")
	outputs["prefixListId"] = resource.NewProperty("pl-" + args.Name)
	outputs["allocationId"] = resource.NewProperty("eipalloc-1")
	outputs["dnsEntries"] = resource.NewProperty([]resource.PropertyValue{resource.NewProperty(resource.PropertyMap{
		"dnsName": resource.NewProperty(args.Name + ".example"),
	})})
	if !outputs.HasValue("name") {
		outputs["name"] = resource.NewProperty(args.Name + "-0a1b2c3")
	}
	return args.Name + "-id", outputs, nil
}

// Call implements pulumi.MockResourceMonitor.
func (r *recorder) Call(args pulumi.MockCallArgs) (resource.PropertyMap, error) {
	switch args.Token {
	case "aws:index/getCallerIdentity:getCallerIdentity":
		return properties(map[string]any{"accountId": testAccount}), nil
	case "aws:ec2/getPrefixList:getPrefixList":
		return properties(map[string]any{"cidrBlocks": []any{"3.5.134.0/23", "52.219.168.0/24"}}), nil
	}
	return nil, fmt.Errorf("no answer for %q", args.Token)
}

// RegisterResourceOutputs counts the calls of the components and of the stack.
func (r *recorder) RegisterResourceOutputs() (*emptypb.Empty, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.outputsCalled++
	return &emptypb.Empty{}, nil
}

func properties(values map[string]any) resource.PropertyMap {
	return resource.NewPropertyMapFromMap(values)
}

// deploy runs a program of one component, beside a set of endpoints where the placement needs the workload's.
func (r *recorder) deploy(args *ZeroTrustAccessArgs) (*ZeroTrustAccess, error) {
	var component *ZeroTrustAccess
	err := pulumi.RunErr(func(ctx *pulumi.Context) error {
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
	}, pulumi.WithMocks("project", "dev", r), func(info *pulumi.RunInfo) { info.DryRun = r.preview })
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
func (r *recorder) own() []registration {
	var result []registration
	for _, reg := range r.registered {
		if strings.Contains(reg.parent, TypeToken) {
			result = append(result, reg)
		}
	}
	return result
}

// children lists what is below the component as "type name", sorted. What is below another component of cloudgap is left to
// that component's own tests.
func (r *recorder) children() []string {
	var names []string
	for _, reg := range r.own() {
		if strings.HasSuffix(reg.parent, TypeToken+"::"+testName) {
			names = append(names, shortType(reg.token)+" "+reg.name)
		}
	}
	slices.Sort(names)
	return names
}

// find returns the registration of a child by the short form of its type and its name without the component's.
func (r *recorder) find(t testing.TB, short, role string) registration {
	t.Helper()
	for _, reg := range r.own() {
		if shortType(reg.token) == short && reg.name == testName+"-"+role {
			return reg
		}
	}
	t.Fatalf("no %s %s-%s is registered; there are:\n%s", short, testName, role, strings.Join(r.children(), "\n"))
	return registration{}
}

// ofType are the registrations below the component of a type.
func (r *recorder) ofType(short string) []registration {
	return slices.DeleteFunc(r.own(), func(reg registration) bool { return shortType(reg.token) != short })
}

// dependsOn tells whether a resource waits for the one of the given type and role.
func dependsOn(reg registration, short, role string) bool {
	return slices.ContainsFunc(reg.dependencies, func(urn string) bool {
		return strings.HasSuffix(urn, "::"+testName+"-"+role) && shortType(strings.Split(urn, "::")[2]) == short
	})
}

// shortType turns "aws:ec2/vpc:Vpc" into "ec2.Vpc", also where the types of parents stand before it.
func shortType(token string) string {
	parts := strings.Split(token[strings.LastIndex(token, "$")+1:], ":")
	module, _, _ := strings.Cut(parts[1], "/")
	return module + "." + parts[len(parts)-1]
}

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
		args.Cloudflare.Applications["database"] = zerotrust.Application{Kind: zerotrust.Network, Cidrs: []string{"10.20.128.0/24"}, Ports: []int{5432}}
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
