package network

import (
	"slices"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/cloudgap/cloudgap/components/internal/recording"
)

// registration is what the engine is told of one resource.
type registration = recording.Registration

// recorder stands in for the engine and the provider. It answers look-ups from a table and records registrations.
type recorder struct {
	recording.Recorder
	preview bool
	lookups map[string]resource.PropertyMap
}

// NewResource implements pulumi.MockResourceMonitor. In a preview no id and no computed output is known.
func (r *recorder) NewResource(args pulumi.MockResourceArgs) (string, resource.PropertyMap, error) {
	return r.Answer(args, r.preview, map[string]any{"defaultRouteTableId": "rtb-default", "defaultNetworkAclId": "acl-default"})
}

// Call implements pulumi.MockResourceMonitor.
func (r *recorder) Call(args pulumi.MockCallArgs) (resource.PropertyMap, error) {
	return r.Lookup(args, r.lookups)
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

func properties(values map[string]any) resource.PropertyMap { return recording.Properties(values) }

// deploy runs a program of one component and returns the component, with every output awaited.
func (r *recorder) deploy(args *ZeroEgressVpcArgs, opts ...pulumi.ResourceOption) (*ZeroEgressVpc, error) {
	var component *ZeroEgressVpc
	err := recording.Run(r, r.preview, func(ctx *pulumi.Context) error {
		var err error
		component, err = NewZeroEgressVpc(ctx, testName, args, opts...)
		return err
	})
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
	return slices.DeleteFunc(slices.Clone(r.Registered), func(reg registration) bool { return reg.Token == TypeToken }).Names()
}

// find returns the registration of a child by the short form of its type and its name without the component's.
func (r *recorder) find(t *testing.T, short, role string) registration {
	t.Helper()
	return r.Registered.Find(t, short, testName+"-"+role)
}

// dependsOn tells whether a resource waits for the child with the given role.
func dependsOn(reg registration, role string) bool { return reg.WaitsFor(testName + "-" + role) }

// shortType turns "aws:ec2/vpc:Vpc" into "ec2.Vpc".
func shortType(token string) string { return recording.ShortType(token) }

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
