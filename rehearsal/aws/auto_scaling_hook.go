package aws

import (
	"regexp"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/autoscaling"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

// hookConstraints limit the fields of a lifecycle hook, which may be inside a group.
func hookConstraints(prefix string) []cloud.Constraint {
	return []cloud.Constraint{
		{Path: prefix + "name", MinLen: 1, MaxLen: 255}, {Path: prefix + "name", Pattern: regexp.MustCompile(`[A-Za-z0-9\-_/]+`)},
		{Path: prefix + "lifecycleTransition", OneOf: hookTransitions}, {Path: prefix + "defaultResult", OneOf: hookResults},
		{Path: prefix + "heartbeatTimeout", Min: 30, Max: 7200}, {Path: prefix + "roleArn", Pattern: anARN},
		{Path: prefix + "notificationTargetArn", Pattern: anARN},
		{Path: prefix + "notificationMetadata", MaxLen: 4000, Code: "ValidationError", Text: "The notification metadata has more than 4000 characters"},
	}
}

func lifecycleHookType() cloud.Resource {
	return cloud.Resource{
		Type: "aws:autoscaling/lifecycleHook:LifecycleHook", Args: autoscaling.LifecycleHookArgs{}, State: autoscaling.LifecycleHook{},
		Kind: kindLifecycleHook, Noun: "Auto Scaling Lifecycle Hook",
		API:         autoScalingAPI("PutLifecycleHook", "PutLifecycleHook", "DescribeLifecycleHooks", "DeleteLifecycleHook"),
		ID:          "{autoscalingGroupName}/{name}",
		Outputs:     map[string]any{"defaultResult": "ABANDON"},
		ReplaceOn:   []string{"name"},
		Constraints: hookConstraints(""),
		References:  []cloud.Reference{ofScalingGroup},
		Quotas: []cloud.Quota{{
			Per: []string{"autoscalingGroupName"}, Max: 50, Code: "LimitExceeded", Text: "You have exceeded the limit of {value} lifecycle hooks of a group.",
		}},
		Create: checkOwnHook, Update: firstOf(checkOwnHook, leaveHook),
	}
}

func checkOwnHook(c *cloud.Call) error { return checkHook(c, c.Inputs) }

// leaveHook leaves the hook with its first group where another group is given: the provider puts it into the other one and deletes
// nothing, so that it still keeps the first group's instances waiting. One that was left with the other group is put over.
func leaveHook(c *cloud.Call) error {
	before, now := c.Old.String("autoscalingGroupName"), c.Inputs.String("autoscalingGroupName")
	if before == now {
		return nil
	}
	left := func(group string) string { return "left/" + group + "/" + c.Inputs.String("name") }
	if hook, ok := c.Get(kindLifecycleHook, left(now)); ok {
		c.Remove(hook)
	}
	c.Leave(kindLifecycleHook, left(before), c.Old).Remains = false
	return nil
}

// checkHook refuses a notification that EC2 Auto Scaling could not send: it publishes a test message at once.
func checkHook(c *cloud.Call, hook cloud.Values) error {
	target, role := hook.String("notificationTargetArn"), hook.String("roleArn")
	if target == "" {
		return nil
	}
	failed := func(reason string) error {
		return c.Refuse("ValidationError", "Unable to publish test message to notification target %s using IAM role %s. %s", target, role, reason)
	}
	if role == "" {
		return c.Refuse("ValidationError", "Role ARN is required when a notification target is given")
	}
	found, exists := roleByARN(c, role)
	if !exists || !trusts(found, "autoscaling.amazonaws.com") {
		return failed("The role cannot be assumed by autoscaling.amazonaws.com.")
	}
	for service, kind := range map[string]string{"sqs": kindQueue, "sns": kindTopic} {
		if hasService(target, service) && len(c.Find(kind, where("arn", target))) == 0 {
			return failed("The target does not exist.")
		}
	}
	return nil
}
