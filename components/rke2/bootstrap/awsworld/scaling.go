package awsworld

import (
	"context"
	"fmt"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/feature/ec2/imds"
	"github.com/aws/aws-sdk-go-v2/service/autoscaling"
	"github.com/aws/aws-sdk-go-v2/service/autoscaling/types"

	"github.com/cloudgap/cloudgap/components/rke2/bootstrap/node"
	"github.com/cloudgap/cloudgap/components/rke2/documents"
)

// Scaling is the Auto Scaling group of an instance.
type Scaling struct {
	Client   *autoscaling.Client
	Metadata *imds.Client
	Instance string
	Hooks    documents.HookSettings
}

// Terminating tells whether the group wants the instance terminated. The metadata service says so without an endpoint; it
// has no answer until the instance belongs to a group.
// https://docs.aws.amazon.com/autoscaling/ec2/userguide/retrieving-target-lifecycle-state-through-imds.html
func (s Scaling) Terminating(ctx context.Context) (bool, error) {
	state, err := metadata(ctx, s.Metadata, "autoscaling/target-lifecycle-state")
	if isMissing(err) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	return strings.TrimSpace(state) == "Terminated", nil
}

// Complete ends a lifecycle hook. If Auto Scaling says that there is nothing to complete, it is asked where the instance is:
// past the hook is what was wanted, and anything else is the error.
func (s Scaling) Complete(ctx context.Context, hook node.Hook, proceed bool) error {
	at, err := s.describe(ctx)
	if err != nil {
		return err
	}
	if at == nil || past(hook, aws.ToString(at.LifecycleState)) {
		return nil
	}
	result := "ABANDON"
	if proceed {
		result = "CONTINUE"
	}
	_, err = s.Client.CompleteLifecycleAction(ctx, &autoscaling.CompleteLifecycleActionInput{
		AutoScalingGroupName: at.AutoScalingGroupName, LifecycleHookName: s.name(hook), InstanceId: &s.Instance,
		LifecycleActionResult: &result,
	})
	if err == nil {
		return nil
	}
	if now, lookErr := s.describe(ctx); lookErr == nil && (now == nil || past(hook, aws.ToString(now.LifecycleState))) {
		return nil
	}
	return fmt.Errorf("complete the lifecycle hook %q: %w", *s.name(hook), err)
}

// Heartbeat asks for more time in a hook.
func (s Scaling) Heartbeat(ctx context.Context, hook node.Hook) error {
	at, err := s.describe(ctx)
	if err != nil || at == nil {
		return err
	}
	_, err = s.Client.RecordLifecycleActionHeartbeat(ctx, &autoscaling.RecordLifecycleActionHeartbeatInput{
		AutoScalingGroupName: at.AutoScalingGroupName, LifecycleHookName: s.name(hook), InstanceId: &s.Instance,
	})
	if err != nil {
		return fmt.Errorf("ask for more time in the lifecycle hook %q: %w", *s.name(hook), err)
	}
	return nil
}

func (s Scaling) name(hook node.Hook) *string {
	if hook == node.Terminate {
		return &s.Hooks.Terminate
	}
	return &s.Hooks.Launch
}

// describe returns the instance as its group sees it, and nil if it belongs to none.
func (s Scaling) describe(ctx context.Context) (*types.AutoScalingInstanceDetails, error) {
	out, err := s.Client.DescribeAutoScalingInstances(ctx, &autoscaling.DescribeAutoScalingInstancesInput{
		InstanceIds: []string{s.Instance},
	})
	if err != nil {
		return nil, fmt.Errorf("look up the Auto Scaling group of %s: %w", s.Instance, err)
	}
	if len(out.AutoScalingInstances) == 0 {
		return nil, nil
	}
	return &out.AutoScalingInstances[0], nil
}

// past tells whether an instance in a lifecycle state has the hook behind it. In the state Pending the group has not come to
// the launch hook yet: completing it then fails, and the next round tries again.
func past(hook node.Hook, state string) bool {
	switch hook {
	case node.Launch:
		return !strings.HasPrefix(state, "Pending")
	case node.Terminate:
		return state == "Terminating:Proceed" || state == "Terminated"
	default:
		return false
	}
}
