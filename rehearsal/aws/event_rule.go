package aws

import (
	"encoding/json"
	"regexp"
	"strings"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/cloudwatch"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

// maxEventPattern is the longest pattern of a rule in characters.
const maxEventPattern = 4096

var eventName = regexp.MustCompile(`^[0-9A-Za-z_.-]+$`)

func eventTypes() []cloud.Resource { return []cloud.Resource{eventRuleType(), eventTargetType()} }

func eventsAPI(create, remove string) cloud.API {
	return cloud.API{Service: "EventBridge", Modeled: true, Create: create, Update: create, Read: "DescribeRule", Delete: remove}
}

func eventRuleType() cloud.Resource {
	return cloud.Resource{
		Type: "aws:cloudwatch/eventRule:EventRule", Args: cloudwatch.EventRuleArgs{}, State: cloudwatch.EventRule{},
		Kind: kindEventRule, Noun: "EventBridge Rule",
		API:      eventsAPI("PutRule", "DeleteRule"),
		ID:       "{name}",
		Autoname: &cloud.Autoname{Property: "name", Max: 64},
		Defaults: map[string]any{"eventBusName": "default", "forceDestroy": false},
		Outputs: map[string]any{
			"arn": "arn:{partition}:events:{region}:{account}:rule/{name}", "namePrefix": "", "isEnabled": true, "state": "ENABLED",
		},
		ReplaceOn: []string{"eventBusName", "name", "namePrefix"},
		JSON:      []string{"eventPattern"},
		Constraints: []cloud.Constraint{
			{Path: "name", MinLen: 1, MaxLen: 64}, {Path: "name", Pattern: eventName}, {Path: "description", MaxLen: 512},
			{Path: "scheduleExpression", MaxLen: 256}, {Path: "roleArn", Pattern: anARN},
			{Path: "state", OneOf: []string{"ENABLED", "DISABLED", "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"}},
			{Path: "eventBusName", OneOf: []string{"default"}, Code: "ResourceNotFoundException", Text: "Event bus {value} does not exist."},
		},
		Quotas: []cloud.Quota{{Max: 300, Code: "LimitExceededException", Text: "The requested resource exceeds the maximum number allowed."}},
		InUse:  cloud.Refusal{Code: "ValidationException", Text: "Rule can't be deleted since it has targets."},
		Check:  checkEventRule,
		Create: checkSchedule, Update: checkSchedule,
	}
}

func checkEventRule(c *cloud.Checking) {
	in := c.Inputs
	if !in.Has("eventPattern") && !in.Has("scheduleExpression") {
		c.Fail("eventPattern", "one of `event_pattern,schedule_expression` must be specified")
	}
	if in.Has("state") && in.Has("isEnabled") {
		c.Fail("state", "\"state\" conflicts with \"isEnabled\"; give one of them")
	}
	if pattern := in.String("eventPattern"); pattern != "" {
		if !json.Valid([]byte(pattern)) {
			c.Fail("eventPattern", "\"event_pattern\" contains an invalid JSON")
		}
		if len(pattern) > maxEventPattern {
			c.Fail("eventPattern", "\"event_pattern\" cannot be longer than %d characters", maxEventPattern)
		}
	}
}

// schedules matches the two forms of a schedule. Source: EventBridge user guide, "Creating a rule that runs on a schedule".
var schedules = regexp.MustCompile(`^(rate\((1 (minute|hour|day)|([2-9]|[1-9]\d+) (minutes|hours|days))\)|cron\(\S+ \S+ \S+ \S+ \S+ \S+\))$`)

func checkSchedule(c *cloud.Call) error {
	if schedule := c.Inputs.String("scheduleExpression"); schedule != "" && !schedules.MatchString(schedule) {
		return c.Refuse("ValidationException", "Parameter ScheduleExpression is not valid.")
	}
	if pattern := c.Inputs.String("eventPattern"); pattern != "" {
		var fields map[string]any
		if err := json.Unmarshal([]byte(pattern), &fields); err != nil || len(fields) == 0 {
			return c.Refuse("InvalidEventPatternException", "Event pattern is not valid. Reason: Empty patterns are not allowed")
		}
		for name, value := range fields {
			switch value.(type) {
			case []any, map[string]any:
			default:
				return c.Refuse("InvalidEventPatternException", "Event pattern is not valid. Reason: \"%s\" must be an object or an array", name)
			}
		}
	}
	return nil
}

func eventTargetType() cloud.Resource {
	return cloud.Resource{
		Type: "aws:cloudwatch/eventTarget:EventTarget", Args: cloudwatch.EventTargetArgs{}, State: cloudwatch.EventTarget{},
		Kind: kindEventTarget, Noun: "EventBridge Target",
		API:       eventsAPI("PutTargets", "RemoveTargets"),
		ID:        "{rule}-{targetId}",
		Autoname:  &cloud.Autoname{Property: "targetId"},
		Defaults:  map[string]any{"eventBusName": "default", "forceDestroy": false},
		ReplaceOn: []string{"eventBusName", "rule", "targetId"},
		Constraints: []cloud.Constraint{
			{Path: "targetId", MaxLen: 64}, {Path: "targetId", Pattern: eventName}, {Path: "arn", Pattern: anARN}, {Path: "input", MaxLen: 8192},
			{Path: "runCommandTargets", MaxLen: 5},
		},
		References: []cloud.Reference{{
			Path: "rule", Kind: kindEventRule, Blocks: true, Code: "ResourceNotFoundException", Text: "Rule {value} does not exist on EventBus default.",
		}},
		Quotas: []cloud.Quota{{
			Per: []string{"rule"}, Max: 5, Code: "LimitExceededException", Text: "The requested resource exceeds the maximum number allowed.",
		}},
		Check: func(c *cloud.Checking) {
			given := 0
			for _, property := range []string{"input", "inputPath", "inputTransformer"} {
				if c.Inputs.Has(property) {
					given++
				}
			}
			if given > 1 {
				c.Fail("input", "\"input\", \"inputPath\" and \"inputTransformer\" conflict; give one of them")
			}
		},
		Create: checkEventTarget, Update: checkEventTarget,
	}
}

// roleTargets are the services that a rule calls as a role.
var roleTargets = []string{"ssm", "states", "ecs", "batch", "kinesis", "codebuild", "codepipeline", "redshift-data"}

// checkEventTarget refuses a target in another Region or without the role that it takes.
func checkEventTarget(c *cloud.Call) error {
	in := c.Inputs
	arn := in.String("arn")
	if region := strings.Split(arn, ":")[3]; region != "" && region != c.Account.Region {
		return c.Refuse("ValidationException", "Provided Arn is not in the Region of the rule: %s", arn)
	}
	role := in.String("roleArn")
	for _, service := range roleTargets {
		if hasService(arn, service) && role == "" {
			return c.Refuse("ValidationException", "RoleArn is required for target %s.", arn)
		}
	}
	if role == "" {
		return nil
	}
	found, exists := roleByARN(c, role)
	if !exists || !trusts(found, "events.amazonaws.com") {
		return c.Refuse("ValidationException", "Provided role '%s' cannot be assumed by principal 'events.amazonaws.com'.", role)
	}
	return nil
}
