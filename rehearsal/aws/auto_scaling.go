package aws

import (
	"fmt"
	"regexp"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

// autoScalingTypes are the groups of EC2 Auto Scaling and what hangs on them.
//
// The provider's id of a hook, a policy and a scheduled action is its name alone, which is unique within its group only; here
// the group's name comes before it.
func autoScalingTypes() []cloud.Resource {
	return []cloud.Resource{scalingGroupType(), lifecycleHookType(), scalingPolicyType(), scalingAttachmentType(), scheduledActionType()}
}

// anARN matches what the provider takes for an ARN.
var anARN = regexp.MustCompile(`^arn:[\w-]+:[a-zA-Z0-9\-]+:([a-z0-9-]*)?:(\d{12}|aws)?:.+$`)

func autoScalingAPI(create, update, read, remove string) cloud.API {
	return cloud.API{Service: "Auto Scaling", Create: create, Update: update, Read: read, Delete: remove}
}

// ofScalingGroup is the reference of what hangs on a group.
var ofScalingGroup = cloud.Reference{
	Path: "autoscalingGroupName", Kind: kindScalingGroup, Code: "ValidationError", Text: "AutoScalingGroup name not found - AutoScalingGroup '{value}' not found",
}

// fullyFormed is the refusal of a launch template from which no instance could be launched.
func fullyFormed(c *cloud.Call, text string, args ...any) error {
	return c.Refuse("ValidationError", "You must use a valid fully-formed launch template. %s", fmt.Sprintf(text, args...))
}
