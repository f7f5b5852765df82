package rke2

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestHooksAreThereFromTheBeginningAndChangeWithoutTheGroup(t *testing.T) {
	t.Parallel()
	r := &recorder{}
	r.mustDeploy(t, everything())
	for role, leaveSeconds := range map[string]float64{"servers-a": 900, "servers-c": 900, "pool-general": 900, "pool-batch": 300} {
		group := r.find(t, "autoscaling.Group", role)
		if diff := cmp.Diff([]string{"initialLifecycleHooks"}, group.Ignored); diff != "" {
			t.Errorf("%s: what the group keeps differs (-want +got):\n%s", role, diff)
		}
		initial := group.Inputs["initialLifecycleHooks"].ArrayValue()
		if len(initial) != 2 {
			t.Fatalf("%s: expected two hooks from the beginning, got %v", role, initial)
		}
		for i, name := range []string{"ready", "leave"} {
			hook := r.find(t, "autoscaling.LifecycleHook", role+"-"+name)
			own := hook.Inputs.Mappable()
			if of, _ := own["autoscalingGroupName"].(string); !strings.HasPrefix(of, testName+"-"+role+"-") || !hook.Retained {
				t.Errorf("%s: expected the hook %s of the group %q to go with it", role, name, of)
			}
			delete(own, "autoscalingGroupName")
			if diff := cmp.Diff(initial[i].Mappable(), any(own)); diff != "" {
				t.Errorf("%s: the hook %s differs from the one at the beginning (-initial +own):\n%s", role, name, diff)
			}
		}
		if got := initial[1].ObjectValue()["heartbeatTimeout"].NumberValue(); got != leaveSeconds {
			t.Errorf("%s: expected %v seconds to leave, got %v", role, leaveSeconds, got)
		}
	}
}

func TestAPoolHasItsOwnMixRoleAndPlace(t *testing.T) {
	t.Parallel()
	r := &recorder{}
	r.mustDeploy(t, everything())
	group := r.find(t, "autoscaling.Group", "pool-batch").Inputs.Mappable()
	want := map[string]any{
		"minSize": 0.0, "maxSize": 20.0, "capacityRebalance": true, "vpcZoneIdentifiers": []any{"agent-b"},
		"targetGroupArns": []any{"arn:aws:elasticloadbalancing:eu-central-1:111122223333:targetgroup/web/0"},
		"mixedInstancesPolicy": map[string]any{
			"instancesDistribution": map[string]any{
				"onDemandAllocationStrategy": "prioritized", "onDemandBaseCapacity": 1.0, "onDemandPercentageAboveBaseCapacity": 0.0,
				"spotAllocationStrategy": "price-capacity-optimized",
			},
			"launchTemplate": map[string]any{
				"launchTemplateSpecification": map[string]any{"launchTemplateId": "main-pool-batch-id", "version": "1"},
				"overrides":                   []any{map[string]any{"instanceType": "c7i.xlarge"}, map[string]any{"instanceType": "c6i.xlarge"}},
			},
		},
	}
	for name := range group {
		if _, wanted := want[name]; !wanted {
			delete(group, name)
		}
	}
	if diff := cmp.Diff(want, group); diff != "" {
		t.Errorf("the group differs (-want +got):\n%s", diff)
	}
	template := r.find(t, "ec2.LaunchTemplate", "pool-batch").Inputs.Mappable()
	if got := template["iamInstanceProfile"].(map[string]any)["arn"]; got != "arn:aws:test:::main-pool-batch-role" {
		t.Errorf("expected the pool's own role, got %v", got)
	}
	if got := template["networkInterfaces"].([]any)[0].(map[string]any)["securityGroups"]; len(got.([]any)) != 2 {
		t.Errorf("expected the agents' security group and that of the pool, got %v", got)
	}
	text := r.userData(t, "pool-batch")
	for _, says := range []string{`"dedicated=batch:NoSchedule"`, `"version": "v1.34.4+rke2r1"`} {
		if !strings.Contains(text, says) {
			t.Errorf("expected %s in the user data, got:\n%s", says, text)
		}
	}
	if text := r.userData(t, "pool-general"); !strings.Contains(text, `"team": "shop"`) {
		t.Errorf("expected the label in the user data, got:\n%s", text)
	}
}

func TestAnImageIsGivenOrLookedUp(t *testing.T) {
	t.Parallel()
	r := &recorder{}
	r.mustDeploy(t, everything())
	for role, want := range map[string]string{"servers": "ami-0123456789abcdef0", "pool-general": "ami-0123456789abcdef0", "pool-batch": "ami-0fedcba9876543210"} {
		if got := r.find(t, "ec2.LaunchTemplate", role).Inputs["imageId"].StringValue(); got != want {
			t.Errorf("%s: expected the image %s, got %s", role, want, got)
		}
	}
}
