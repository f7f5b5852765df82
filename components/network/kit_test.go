package network

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
)

// registration is what the engine is told of one resource.
type registration struct {
	token, name, parent string
	inputs              resource.PropertyMap
	dependencies        []string
}

// recorder stands in for the engine and the provider. It answers look-ups from a table and records registrations.
type recorder struct {
	mu            sync.Mutex
	preview       bool
	lookups       map[string]resource.PropertyMap
	registered    []registration
	calls         []pulumi.MockCallArgs
	outputsCalled int
}

// NewResource implements pulumi.MockResourceMonitor. In a preview no id and no computed output is known.
func (r *recorder) NewResource(args pulumi.MockResourceArgs) (string, resource.PropertyMap, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	rpc := args.RegisterRPC
	// The inputs are read again because args.Inputs leaves unknown values out.
	inputs, err := plugin.UnmarshalProperties(rpc.GetObject(), plugin.MarshalOptions{KeepUnknowns: true})
	if err != nil {
		return "", nil, err
	}
	r.registered = append(r.registered, registration{
		token: args.TypeToken, name: args.Name, parent: rpc.GetParent(), inputs: inputs,
		dependencies: rpc.GetDependencies(),
	})
	if r.preview {
		return "", args.Inputs, nil
	}
	outputs := args.Inputs.Copy()
	outputs["arn"] = resource.NewProperty("arn:aws:test:::" + args.Name)
	if !outputs.HasValue("name") {
		outputs["name"] = resource.NewProperty(args.Name + "-0a1b2c3")
	}
	outputs["defaultRouteTableId"] = resource.NewProperty("rtb-default")
	outputs["defaultNetworkAclId"] = resource.NewProperty("acl-default")
	return args.Name + "-id", outputs, nil
}

// Call implements pulumi.MockResourceMonitor.
func (r *recorder) Call(args pulumi.MockCallArgs) (resource.PropertyMap, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.calls = append(r.calls, args)
	key := args.Token
	for _, argument := range []resource.PropertyKey{"id", "routeTableId", "name"} {
		if v, ok := args.Args[argument]; ok && v.IsString() {
			key += " " + v.StringValue()
		}
	}
	answer, ok := r.lookups[key]
	if !ok {
		return nil, fmt.Errorf("no answer for %q", key)
	}
	return answer, nil
}

// RegisterResourceOutputs counts the calls of the component and of the stack.
func (r *recorder) RegisterResourceOutputs() (*emptypb.Empty, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.outputsCalled++
	return &emptypb.Empty{}, nil
}

const (
	testName    = "net"
	testRegion  = "eu-central-1"
	testAccount = "111122223333"
)

// newRecorder returns a recorder that knows the account, the zones and the prefix lists of the test Region.
func newRecorder() *recorder {
	return &recorder{lookups: map[string]resource.PropertyMap{
		"aws:index/getCallerIdentity:getCallerIdentity": properties(map[string]any{"accountId": testAccount}),
		"aws:index/getAvailabilityZones:getAvailabilityZones": properties(map[string]any{
			"names": []any{"eu-central-1c", "eu-central-1a", "eu-central-1b"},
		}),
		"aws:ec2/getPrefixList:getPrefixList com.amazonaws.eu-central-1.s3": properties(map[string]any{
			"cidrBlocks": []any{"3.5.134.0/23", "52.219.168.0/24", "52.219.169.0/24"},
		}),
		"aws:ec2/getPrefixList:getPrefixList com.amazonaws.eu-central-1.dynamodb": properties(map[string]any{
			"cidrBlocks": []any{"52.94.17.0/24"},
		}),
	}}
}

func properties(values map[string]any) resource.PropertyMap {
	return resource.NewPropertyMapFromMap(values)
}

// deploy runs a program of one component and returns the component, with every output awaited.
func (r *recorder) deploy(args *ZeroEgressVpcArgs, opts ...pulumi.ResourceOption) (*ZeroEgressVpc, error) {
	var component *ZeroEgressVpc
	err := pulumi.RunErr(func(ctx *pulumi.Context) error {
		var err error
		component, err = NewZeroEgressVpc(ctx, testName, args, opts...)
		return err
	}, pulumi.WithMocks("project", "dev", r), func(info *pulumi.RunInfo) { info.DryRun = r.preview })
	return component, err
}

// mustDeploy is deploy for arguments that are right.
func (r *recorder) mustDeploy(t *testing.T, args *ZeroEgressVpcArgs) *ZeroEgressVpc {
	t.Helper()
	component, err := r.deploy(args)
	if err != nil {
		t.Fatalf("the component is refused: %v", err)
	}
	return component
}

// children lists the registered resources but the component, as "type name" with the type's short form, sorted.
func (r *recorder) children() []string {
	var names []string
	for _, reg := range r.registered {
		if reg.token != TypeToken {
			names = append(names, shortType(reg.token)+" "+reg.name)
		}
	}
	slices.Sort(names)
	return names
}

// find returns the registration of a child by the short form of its type and its name without the component's.
func (r *recorder) find(t *testing.T, short, role string) registration {
	t.Helper()
	for _, reg := range r.registered {
		if shortType(reg.token) == short && reg.name == testName+"-"+role {
			return reg
		}
	}
	t.Fatalf("no %s %s-%s is registered; there are:\n%s", short, testName, role, strings.Join(r.children(), "\n"))
	return registration{}
}

// dependsOn tells whether a resource waits for the child with the given role.
func dependsOn(reg registration, role string) bool {
	return slices.ContainsFunc(reg.dependencies, func(urn string) bool { return strings.HasSuffix(urn, "::"+testName+"-"+role) })
}

// shortType turns "aws:ec2/vpc:Vpc" into "ec2.Vpc".
func shortType(token string) string {
	parts := strings.Split(token, ":")
	module, _, _ := strings.Cut(parts[1], "/")
	return module + "." + parts[len(parts)-1]
}

// twoZones are the smallest valid arguments.
func twoZones() *ZeroEgressVpcArgs {
	return &ZeroEgressVpcArgs{
		Region:            testRegion,
		CidrBlock:         "10.20.0.0/16",
		AvailabilityZones: AvailabilityZones{Names: []string{"eu-central-1b", "eu-central-1a"}},
	}
}

// with returns a copy of the smallest valid arguments, changed.
func with(change func(*ZeroEgressVpcArgs)) *ZeroEgressVpcArgs {
	args := twoZones()
	change(args)
	return args
}

// allTiers names every tier with its default.
func allTiers() map[Tier]TierArgs {
	tiers := map[Tier]TierArgs{}
	for _, tier := range Tiers() {
		tiers[tier] = TierArgs{}
	}
	return tiers
}

// everything is a component with every tier and option.
func everything() *ZeroEgressVpcArgs {
	return with(func(args *ZeroEgressVpcArgs) {
		args.Tiers = allTiers()
		args.PodCidrBlock = "100.64.0.0/16"
		args.BlockPublicAccess = BlockPublicAccessBidirectional
	})
}
