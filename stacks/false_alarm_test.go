package stacks_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/plugin"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/urn"
	"github.com/pulumi/pulumi/sdk/v3/go/common/tokens"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"pgregory.net/rapid"

	"github.com/cloudgap/cloudgap/components/endpoints/capability"
	"github.com/cloudgap/cloudgap/components/network"
	"github.com/cloudgap/cloudgap/policy/isolation"
	"github.com/cloudgap/cloudgap/policy/pack"
	"github.com/cloudgap/cloudgap/policy/rules"
	"github.com/cloudgap/cloudgap/stacks"
)

// relay is the one rule whose answer is a decision of the team: whether a service that sends data on may have an endpoint.
const relay = "EP-SERVICES"

func TestNoConfigurationOfNetworkAndEndpointsRaisesAnAlarm(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		spec, err := json.Marshal(drawSpec(t))
		if err != nil {
			t.Fatal(err)
		}
		for _, preview := range []bool{true, false} {
			o := &observer{preview: preview}
			err := pulumi.RunErr(stacks.Deploy, pulumi.WithMocks("cloudgap", "dev", o), func(info *pulumi.RunInfo) {
				info.DryRun = preview
				info.Config = map[string]string{stacks.RegionKey: "eu-central-1", stacks.SpecKey: string(spec)}
			})
			if err != nil {
				t.Fatalf("deploy %s: %v", spec, err)
			}
			subnets := 0
			judgement := pack.Judge(o.resources, rules.Settings{}, time.Now)
			for _, row := range judgement.Model.Subnets() {
				subnets++
				if row.Verdict != isolation.Isolated {
					t.Errorf("subnet %s is judged %s (preview %t) in %s", row.Name, row.Verdict, preview, spec)
				}
			}
			if subnets == 0 {
				t.Errorf("the stack has no subnet, so nothing is proved: %s", spec)
			}
			for _, r := range judgement.Reports {
				if r.Rule.ID != relay {
					t.Errorf("%s at %s (preview %t) in %s:\n%s", r.Rule.ID, r.URN, preview, spec, r.Message)
				}
			}
		}
	})
}

// drawSpec draws an environment with a network and endpoints. Every one is valid.
func drawSpec(t *rapid.T) map[string]any {
	zones := []string{"eu-central-1a", "eu-central-1b", "eu-central-1c"}[:rapid.IntRange(2, 3).Draw(t, "zones")]
	tiers := map[network.Tier]any{network.TierEndpoints: map[string]any{}, network.TierNodes: map[string]any{}}
	for _, tier := range []network.Tier{network.TierControlPlane, network.TierData, network.TierTransit} {
		if rapid.Bool().Draw(t, string(tier)) {
			tiers[tier] = map[string]any{}
		}
	}
	net := map[string]any{
		"cidrBlock":         fmt.Sprintf("10.%d.0.0/16", rapid.IntRange(0, 255).Draw(t, "block")),
		"availabilityZones": zones, "tiers": tiers, "flowLogRetentionDays": 30,
		"blockPublicAccess": rapid.SampledFrom([]string{"leave-account-setting", "block-bidirectional"}).Draw(t, "block public access"),
	}
	dns := map[string]any{"queryLogRetentionDays": 30, "mutationProtection": rapid.Bool().Draw(t, "protection")}
	if rapid.Bool().Draw(t, "own domains") {
		dns["privateDomains"] = []string{"corp.example", "*.corp.example"}
	}
	net["dns"] = dns
	if rapid.Bool().Draw(t, "pods") {
		net["podCidrBlock"] = "100.64.0.0/16"
	}
	if rapid.Bool().Draw(t, "private ranges") {
		net["privateRanges"] = []string{"172.16.0.0/12"}
	}
	if rapid.Bool().Draw(t, "pinned ranges") {
		net["gatewayEndpointRanges"] = []string{"3.5.134.0/23"}
	}
	var all []capability.Capability
	for _, spec := range capability.All() {
		all = append(all, spec.Capability)
	}
	set := map[string]any{"trust": rapid.SampledFrom([]string{"account", "o-a1b2c3d4e5"}).Draw(t, "trust")}
	if chosen := slices.Sorted(maps.Keys(rapid.MapOfN(rapid.SampledFrom(all), rapid.Just(true), 0, 12).Draw(t, "capabilities"))); len(chosen) > 0 {
		set["capabilities"] = withIdentity(chosen)
	}
	if rapid.Bool().Draw(t, "buckets") {
		set["buckets"] = map[string]any{"artifacts": map[string]any{"name": "artifacts.example", "access": "readWrite"}}
	}
	return map[string]any{"environment": "dev", "network": net, "endpoints": set}
}

// withIdentity adds what gives pods an identity, without which most capabilities are refused.
func withIdentity(chosen []capability.Capability) []capability.Capability {
	if slices.Contains(chosen, capability.PodIdentity) {
		return chosen
	}
	return append(chosen, capability.PodIdentity)
}

// observer stands in for the engine and AWS, and keeps every resource as the policy passes describe it.
type observer struct {
	preview   bool
	mu        sync.Mutex
	resources []isolation.Resource
}

// NewResource implements pulumi.MockResourceMonitor.
func (o *observer) NewResource(args pulumi.MockResourceArgs) (string, resource.PropertyMap, error) {
	rpc := args.RegisterRPC
	inputs, err := plugin.UnmarshalProperties(rpc.GetObject(), plugin.MarshalOptions{KeepUnknowns: true, KeepSecrets: true})
	if err != nil {
		return "", nil, err
	}
	var parentType tokens.Type
	if parent := urn.URN(rpc.GetParent()); parent != "" && parent.QualifiedType() != resource.RootStackType {
		parentType = parent.QualifiedType()
	}
	r := isolation.Resource{
		URN:  string(urn.New("dev", "cloudgap", parentType, tokens.Type(args.TypeToken), args.Name)),
		Type: args.TypeToken, Name: args.Name, Parent: rpc.GetParent(), Custom: args.Custom, Provider: rpc.GetProvider(),
		Inputs: resource.FromResourcePropertyMap(inputs), Dependencies: rpc.GetDependencies(), PropertyDependencies: map[string][]string{},
	}
	for key, on := range rpc.GetPropertyDependencies() {
		r.PropertyDependencies[key] = on.GetUrns()
	}
	id, outputs := "", args.Inputs
	if !o.preview {
		id, outputs = o.made(args)
		r.Outputs = resource.FromResourcePropertyMap(outputs)
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	o.resources = append(o.resources, r)
	return id, outputs, nil
}

// made is what AWS answers to a creation, as far as other resources or the policies look at it.
func (o *observer) made(args pulumi.MockResourceArgs) (id string, outputs resource.PropertyMap) {
	id, outputs = args.Name+"-id", args.Inputs.Copy()
	if table := args.Inputs["defaultRouteTableId"]; table.IsString() {
		id = table.StringValue()
	}
	answers := map[string]string{
		"id": id, "arn": "arn:aws:test:::" + args.Name, "defaultRouteTableId": "rtb-default", "mainRouteTableId": "rtb-default",
		"defaultNetworkAclId": "acl-default", "defaultSecurityGroupId": "sg-default", "prefixListId": "pl-" + args.Name,
	}
	for key, value := range answers {
		if name := resource.PropertyKey(key); !outputs.HasValue(name) {
			outputs[name] = resource.NewProperty(value)
		}
	}
	return id, outputs
}

// Call implements pulumi.MockResourceMonitor.
func (o *observer) Call(args pulumi.MockCallArgs) (resource.PropertyMap, error) {
	switch args.Token {
	case "aws:index/getCallerIdentity:getCallerIdentity":
		return resource.PropertyMap{"accountId": resource.NewProperty("111122223333")}, nil
	case "aws:ec2/getPrefixList:getPrefixList":
		return resource.PropertyMap{"cidrBlocks": resource.NewProperty([]resource.PropertyValue{resource.NewProperty("3.5.134.0/23")})}, nil
	default:
		return nil, fmt.Errorf("no answer for %q", args.Token)
	}
}
