package network

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/internals"
)

func TestZeroEgressVpcRecordsItsArgumentsAsInputs(t *testing.T) {
	t.Parallel()
	args := everything()
	args.Tiers[TierNodes] = TierArgs{PrefixLength: 21, SubnetTags: pulumi.StringMap{"a": pulumi.String("b")}}
	args.Tags = pulumi.StringMap{"team": pulumi.String("platform").ToStringOutput()}
	r := newRecorder()
	r.mustDeploy(t, args)
	inputs := r.Registered[0].Inputs
	if r.Registered[0].Token != TypeToken {
		t.Fatalf("the first registration is %s, want the component", r.Registered[0].Token)
	}
	want := map[string]any{
		"region": testRegion, "cidrBlock": "10.20.0.0/16", "podCidrBlock": "100.64.0.0/16", "blockPublicAccess": "block-bidirectional",
	}
	for key, value := range want {
		if got := inputs[resource.PropertyKey(key)].V; got != value {
			t.Errorf("input %s is %v, want %v", key, got, value)
		}
	}
	nodes := inputs["tiers"].ObjectValue()["nodes"].ObjectValue()
	if nodes["prefixLength"].V != 21.0 || nodes["subnetTags"].ObjectValue()["a"].V != "b" {
		t.Errorf("input tiers.nodes is %v", nodes)
	}
	if got := inputs["tags"].ObjectValue()["team"].V; got != "platform" {
		t.Errorf("input tags.team is %v, want platform", got)
	}
}

func TestZeroEgressVpcRegistersEveryTaggedOutputOnce(t *testing.T) {
	t.Parallel()
	r := newRecorder()
	component := r.mustDeploy(t, everything())
	var tagged []string
	fields := reflect.TypeFor[ZeroEgressVpc]()
	for i := range fields.NumField() {
		if tag := fields.Field(i).Tag.Get("pulumi"); tag != "" {
			tagged = append(tagged, tag)
		}
	}
	var registered []string
	for key := range component.outputs() {
		registered = append(registered, key)
	}
	slices.Sort(tagged)
	slices.Sort(registered)
	if diff := cmp.Diff(tagged, registered); diff != "" {
		t.Errorf("the registered outputs are not the tagged ones (-tagged +registered):\n%s", diff)
	}
	if r.OutputsCalled != 2 {
		t.Errorf("outputs are registered %d times, want twice, for the component and for the stack: the engine keeps the first set of each", r.OutputsCalled)
	}
}

func TestZeroEgressVpcOutputsNameWhatWasMade(t *testing.T) {
	t.Parallel()
	r := newRecorder()
	var got map[string]any
	err := pulumi.RunErr(func(ctx *pulumi.Context) error {
		vpc, err := NewZeroEgressVpc(ctx, testName, with(func(args *ZeroEgressVpcArgs) {
			args.Tiers = map[Tier]TierArgs{TierEndpoints: {}}
		}))
		if err != nil {
			return err
		}
		got = map[string]any{}
		for key, value := range vpc.outputs() {
			result, err := internals.UnsafeAwaitOutput(ctx.Context(), value.(pulumi.Output))
			if err != nil {
				return fmt.Errorf("await %s: %w", key, err)
			}
			got[key] = result.Value
		}
		return nil
	}, pulumi.WithMocks("project", "dev", r))
	if err != nil {
		t.Fatalf("the component is refused: %v", err)
	}
	want := map[string]any{
		"vpcId":             "net-vpc-id",
		"vpcArn":            "arn:aws:test:::net-vpc",
		"cidrBlocks":        []string{"10.20.0.0/16"},
		"availabilityZones": []string{"eu-central-1a", "eu-central-1b"},
		"subnetIds": map[string]map[string]string{"endpoints": {
			"eu-central-1a": "net-subnet-endpoints-a-id", "eu-central-1b": "net-subnet-endpoints-b-id",
		}},
		"subnetCidrBlocks": map[string]map[string]string{"endpoints": {
			"eu-central-1a": "10.20.160.0/26", "eu-central-1b": "10.20.164.0/26",
		}},
		"routeTableIds": map[string]map[string]string{"endpoints": {
			"eu-central-1a": "net-route-table-endpoints-a-id", "eu-central-1b": "net-route-table-endpoints-b-id",
		}},
		"flowLogGroupName":       "/cloudgap/project/dev/net/flow-logs",
		"queryLogGroupName":      "/aws/vendedlogs/cloudgap/project/dev/net/dns-queries",
		"dnsFirewallRuleGroupId": "net-dns-firewall-id",
		"kmsKeyArn":              "arn:aws:test:::net-logs-key",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the outputs differ (-want +got):\n%s", diff)
	}
}

func TestZeroEgressVpcHandsItsPartsToOtherComponents(t *testing.T) {
	t.Parallel()
	vpc := newRecorder().mustDeploy(t, everything())
	if diff := cmp.Diff(append(Tiers(), TierPods), vpc.Tiers()); diff != "" {
		t.Errorf("Tiers differs (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"10.20.0.0/16", "100.64.0.0/16"}, vpc.Cidrs()); diff != "" {
		t.Errorf("Cidrs differs (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"eu-central-1a", "eu-central-1b"}, vpc.Zones()); diff != "" {
		t.Errorf("Zones differs (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(map[string]string{"eu-central-1a": "100.64.0.0/19", "eu-central-1b": "100.64.32.0/19"}, vpc.SubnetCidrs(TierPods)); diff != "" {
		t.Errorf("SubnetCidrs differs (-want +got):\n%s", diff)
	}
	if got, want := len(vpc.RouteTableIDs()), 12; got != want {
		t.Errorf("RouteTableIDs has %d tables, want %d", got, want)
	}
	tables := slices.Sorted(maps.Keys(vpc.RouteTableIDs(TierNodes, TierControlPlane)))
	if diff := cmp.Diff([]string{"control-plane-a", "control-plane-b", "nodes-a", "nodes-b"}, tables); diff != "" {
		t.Errorf("RouteTableIDs of two tiers differs (-want +got):\n%s", diff)
	}
	zones := slices.Sorted(maps.Keys(vpc.SubnetIDs(TierEndpoints)))
	if diff := cmp.Diff([]string{"eu-central-1a", "eu-central-1b"}, zones); diff != "" {
		t.Errorf("SubnetIDs has other zones (-want +got):\n%s", diff)
	}
}

func TestZeroEgressVpcPreviewsWithUnknownIds(t *testing.T) {
	t.Parallel()
	deployed, previewed := newRecorder(), newRecorder()
	previewed.preview = true
	deployed.mustDeploy(t, everything())
	previewed.mustDeploy(t, everything())
	if diff := cmp.Diff(deployed.children(), previewed.children()); diff != "" {
		t.Errorf("a preview shows other resources than a deployment makes (-deployment +preview):\n%s", diff)
	}
	subnet := previewed.find(t, "ec2.Subnet", "subnet-nodes-a")
	if !subnet.Inputs["vpcId"].IsComputed() {
		t.Errorf("the VPC of a subnet is %v in preview, want unknown", subnet.Inputs["vpcId"])
	}
	if got := subnet.Inputs["cidrBlock"].V; got != "10.20.0.0/20" {
		t.Errorf("the block of a subnet is %v in preview, want it known", got)
	}
}
