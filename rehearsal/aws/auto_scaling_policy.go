package aws

import (
	"regexp"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/autoscaling"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

func scalingPolicyType() cloud.Resource {
	return cloud.Resource{
		Type: "aws:autoscaling/policy:Policy", Args: autoscaling.PolicyArgs{}, State: autoscaling.Policy{},
		Kind: kindScalingPolicy, Noun: "Auto Scaling Policy",
		API:      autoScalingAPI("PutScalingPolicy", "PutScalingPolicy", "DescribePolicies", "DeletePolicy"),
		ID:       "{autoscalingGroupName}/{name}",
		Defaults: map[string]any{"enabled": true, "policyType": "SimpleScaling"},
		Outputs: map[string]any{
			"arn":                   "arn:{partition}:autoscaling:{region}:{account}:scalingPolicy:{uuid}:autoScalingGroupName/{autoscalingGroupName}:policyName/{name}",
			"metricAggregationType": "",
		},
		ReplaceOn: []string{"autoscalingGroupName", "name"},
		Constraints: []cloud.Constraint{
			{Path: "policyType", OneOf: []string{"SimpleScaling", "StepScaling", "TargetTrackingScaling", "PredictiveScaling"}},
			{
				Path: "adjustmentType", OneOf: []string{"ChangeInCapacity", "ExactCapacity", "PercentChangeInCapacity"}, Code: "ValidationError",
				Text: "{value} is not a valid adjustment type",
			},
		},
		References: []cloud.Reference{ofScalingGroup},
		Quotas: []cloud.Quota{{
			Per: []string{"autoscalingGroupName"}, Max: 50, Code: "LimitExceeded", Text: "You have exceeded the limit of {value} scaling policies of a group.",
		}},
		Create: checkScalingPolicy, Update: checkScalingPolicy,
	}
}

// policyNeeds is the input that each type of scaling policy cannot do without.
var policyNeeds = map[string]string{
	"SimpleScaling": "scalingAdjustment", "StepScaling": "stepAdjustments", "TargetTrackingScaling": "targetTrackingConfiguration",
	"PredictiveScaling": "predictiveScalingConfiguration",
}

func checkScalingPolicy(c *cloud.Call) error {
	kind := c.Inputs.String("policyType")
	if need := policyNeeds[kind]; !c.Inputs.Has(need) {
		return c.Refuse("ValidationError", "A policy of type %s requires %s", kind, need)
	}
	if (kind == "SimpleScaling" || kind == "StepScaling") && !c.Inputs.Has("adjustmentType") {
		return c.Refuse("ValidationError", "A policy of type %s requires adjustmentType", kind)
	}
	return nil
}

func scalingAttachmentType() cloud.Resource {
	return cloud.Resource{
		Type: "aws:autoscaling/attachment:Attachment", Args: autoscaling.AttachmentArgs{}, State: autoscaling.Attachment{},
		Kind: kindScalingAttachment, Noun: "Auto Scaling Attachment",
		API:       autoScalingAPI("AttachLoadBalancerTargetGroups", "", "DescribeAutoScalingGroups", "DetachLoadBalancerTargetGroups"),
		ID:        "{autoscalingGroupName}-{digits26}",
		ReplaceOn: []string{"autoscalingGroupName", "elb", "lbTargetGroupArn"},
		References: []cloud.Reference{
			ofScalingGroup, {Path: "lbTargetGroupArn", Kind: kindTargetGroup, Code: "ValidationError", Text: "One or more target groups not found: {value}"},
		},
		Unique: []cloud.Unique{{
			Properties: []string{"autoscalingGroupName", "lbTargetGroupArn"}, Code: "ValidationError", Text: "The target group {value} is attached already",
		}},
		Check: func(c *cloud.Checking) {
			if c.Inputs.Has("elb") == c.Inputs.Has("lbTargetGroupArn") {
				c.Fail("lbTargetGroupArn", "one of `elb,lb_target_group_arn` must be specified")
			}
		},
		Create: func(c *cloud.Call) error {
			if c.Inputs.Has("elb") {
				return c.Refuse("ValidationError", "Classic Load Balancers are not simulated: %s", c.Inputs.String("elb"))
			}
			return nil
		},
	}
}

// cronFields matches the five fields of a recurring schedule.
var cronFields = regexp.MustCompile(`^\S+ +\S+ +\S+ +\S+ +\S+$`)

func scheduledActionType() cloud.Resource {
	return cloud.Resource{
		Type: "aws:autoscaling/schedule:Schedule", Args: autoscaling.ScheduleArgs{}, State: autoscaling.Schedule{},
		Kind: kindScheduledAction, Noun: "Auto Scaling Scheduled Action",
		API: autoScalingAPI("PutScheduledUpdateGroupAction", "PutScheduledUpdateGroupAction", "DescribeScheduledActions", "DeleteScheduledAction"),
		ID:  "{autoscalingGroupName}/{scheduledActionName}",
		Outputs: map[string]any{
			"arn": "arn:{partition}:autoscaling:{region}:{account}:scheduledUpdateGroupAction:{uuid}:autoScalingGroupName/{autoscalingGroupName}:" +
				"scheduledActionName/{scheduledActionName}",
			"desiredCapacity": 0, "maxSize": 0, "minSize": 0, "endTime": "", "recurrence": "", "startTime": created, "timeZone": "",
		},
		ReplaceOn:   []string{"autoscalingGroupName", "scheduledActionName"},
		Constraints: []cloud.Constraint{{Path: "recurrence", Pattern: cronFields, Code: "ValidationError", Text: "Given recurrence string: {value} is invalid"}},
		References:  []cloud.Reference{ofScalingGroup},
		Create: func(c *cloud.Call) error {
			if !c.Inputs.Has("recurrence") && !c.Inputs.Has("startTime") {
				return c.Refuse("ValidationError", "Either recurrence or a start time is required")
			}
			return nil
		},
	}
}
