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
