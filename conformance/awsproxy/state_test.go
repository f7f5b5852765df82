package awsproxy

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

func TestAForeignStateGetsTheIDAndTheZeroesOfTerraform(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		token       string
		state, want map[string]any
	}{
		"id under the type's name": {
			"aws:ec2/vpc:Vpc", map[string]any{"cidrBlock": "10.0.0.0/16"}, map[string]any{"cidrBlock": "10.0.0.0/16", kept: map[string]any{"vpcId": "x"}},
		},
		"id where that name is taken": {
			"aws:ec2/defaultRouteTable:DefaultRouteTable", map[string]any{"defaultRouteTableId": "rtb-1"},
			map[string]any{"defaultRouteTableId": "rtb-1", kept: map[string]any{"awsDefaultRouteTableId": "x"}},
		},
		"zeroes of the same form within blocks": {
			"aws:eks/cluster:Cluster", map[string]any{"upgradePolicy": map[string]any{}},
			map[string]any{"upgradePolicy": map[string]any{"supportType": ""}, kept: map[string]any{"eksClusterId": "x"}},
		},
		"none where the framework tells them from nothing": {
			"aws:s3/bucketLifecycleConfigurationV2:BucketLifecycleConfigurationV2", map[string]any{"rules": []any{map[string]any{"id": "a"}}},
			map[string]any{"rules": []any{map[string]any{"id": "a"}}, kept: map[string]any{"s3BucketLifecycleConfigurationId": "x"}},
		},
		"nothing in what is not carried": {
			"aws:s3/bucketV2:BucketV2", map[string]any{"bucket": "b", "websites": []any{}}, map[string]any{"bucket": "b", kept: map[string]any{"lifecycleRules": []any{}, "s3BucketId": "x"}},
		},
	} {
		got, err := AsProvided(test.token, "x", resource.NewPropertyMapFromMap(test.state))
		if err != nil {
			t.Fatal(err)
		}
		if form := got[formOfState]; !form.DeepEquals(newestForm) {
			t.Errorf("%s: want a state of the newest form, got %v", name, form)
		}
		delete(got, formOfState)
		if diff := cmp.Diff(test.want, got.Mappable()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	if _, err := AsProvided("aws:lightsail/instance:Instance", "x", nil); err == nil {
		t.Error("a type that the table lacks passed")
	}
}
