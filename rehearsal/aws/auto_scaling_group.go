package aws

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/autoscaling"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

// Words that the properties of a group may have. Source: EC2 Auto Scaling API reference; for the triggers the schema of the
// provider 5.100, whose names they are.
var (
	scalingProcesses = []string{
		"Launch", "Terminate", "AddToLoadBalancer", "AlarmNotification", "AZRebalance", "HealthCheck", "InstanceRefresh", "ReplaceUnhealthy",
		"ScheduledActions",
	}
	groupMetrics = []string{
		"GroupMinSize", "GroupMaxSize", "GroupDesiredCapacity", "GroupInServiceInstances", "GroupPendingInstances", "GroupStandbyInstances",
		"GroupTerminatingInstances", "GroupTotalInstances", "GroupInServiceCapacity", "GroupPendingCapacity", "GroupStandbyCapacity",
		"GroupTerminatingCapacity", "GroupTotalCapacity", "GroupAndWarmPoolDesiredCapacity", "GroupAndWarmPoolTotalCapacity",
		"WarmPoolDesiredCapacity", "WarmPoolMinSize", "WarmPoolPendingCapacity", "WarmPoolTerminatingCapacity", "WarmPoolTotalCapacity",
		"WarmPoolWarmedCapacity",
	}
	terminationPolicies = []string{
		"OldestInstance", "NewestInstance", "OldestLaunchConfiguration", "ClosestToNextInstanceHour", "Default", "OldestLaunchTemplate",
		"AllocationStrategy",
	}
	refreshTriggers = strings.Fields(`availability_zone_distribution availability_zones capacity_rebalance capacity_reservation_specification context
		default_cooldown default_instance_warmup desired_capacity desired_capacity_type enabled_metrics force_delete force_delete_warm_pool
		health_check_grace_period health_check_type ignore_failed_scaling_activities initial_lifecycle_hook instance_maintenance_policy
		launch_configuration launch_template load_balancers max_instance_lifetime max_size metrics_granularity min_elb_capacity min_size
		mixed_instances_policy name name_prefix placement_group protect_from_scale_in service_linked_role_arn suspended_processes tag
		target_group_arns termination_policies traffic_source vpc_zone_identifier wait_for_capacity_timeout wait_for_elb_capacity warm_pool`)
	hookTransitions = []string{"autoscaling:EC2_INSTANCE_LAUNCHING", "autoscaling:EC2_INSTANCE_TERMINATING"}
	hookResults     = []string{"ABANDON", "CONTINUE"}
)

// maxMaintenanceSpread is by how many percentage points the two bounds of a maintenance policy may differ.
const maxMaintenanceSpread = 100

func scalingGroupType() cloud.Resource {
	return cloud.Resource{
		Type: "aws:autoscaling/group:Group", Args: autoscaling.GroupArgs{}, State: autoscaling.Group{},
		Kind: kindScalingGroup, Noun: "Auto Scaling Group",
		API: autoScalingAPI("CreateAutoScalingGroup", "UpdateAutoScalingGroup", "DescribeAutoScalingGroups", "DeleteAutoScalingGroup"),
		ID:  "{name}",
		Defaults: map[string]any{
			"forceDelete": false, "forceDeleteWarmPool": false, "healthCheckGracePeriod": 300, "ignoreFailedScalingActivities": false,
			"metricsGranularity": "1Minute", "protectFromScaleIn": false, "waitForCapacityTimeout": "10m",
			"instanceRefresh.preferences.maxHealthyPercentage": 100, "instanceRefresh.preferences.minHealthyPercentage": 90,
			"instanceRefresh.preferences.scaleInProtectedInstances": "Ignore", "instanceRefresh.preferences.skipMatching": false,
			"instanceRefresh.preferences.standbyInstances": "Ignore", "warmPool.minSize": 0, "warmPool.maxGroupPreparedCapacity": -1,
			"warmPool.poolState": "Stopped",
		},
		Outputs: map[string]any{
			"arn":             "arn:{partition}:autoscaling:{region}:{account}:autoScalingGroup:{uuid}:autoScalingGroupName/{name}",
			"desiredCapacity": "{minSize}", "defaultCooldown": 300, "healthCheckType": "EC2", "namePrefix": "", "predictedCapacity": 0, "warmPoolSize": 0,
			"serviceLinkedRoleArn": "arn:{partition}:iam::{account}:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling",
			"availabilityZones":    []any{}, "vpcZoneIdentifiers": []any{}, "loadBalancers": []any{}, "targetGroupArns": []any{}, "trafficSources": []any{},
			"launchTemplate": map[string]any{}, "mixedInstancesPolicy": map[string]any{},
			"availabilityZoneDistribution":     map[string]any{"capacityDistributionStrategy": "balanced-best-effort"},
			"capacityReservationSpecification": map[string]any{"capacityReservationPreference": "default"},
		},
		Nested: []string{
			"launchTemplate.id", "launchTemplate.name", "launchTemplate.version",
			"mixedInstancesPolicy.launchTemplate.launchTemplateSpecification.launchTemplateId",
			"mixedInstancesPolicy.launchTemplate.launchTemplateSpecification.launchTemplateName",
			"mixedInstancesPolicy.launchTemplate.launchTemplateSpecification.version", "mixedInstancesPolicy.launchTemplate.overrides",
			"mixedInstancesPolicy.instancesDistribution", "mixedInstancesPolicy.instancesDistribution.onDemandAllocationStrategy",
			"mixedInstancesPolicy.instancesDistribution.onDemandBaseCapacity",
			"mixedInstancesPolicy.instancesDistribution.onDemandPercentageAboveBaseCapacity",
			"mixedInstancesPolicy.instancesDistribution.spotAllocationStrategy",
		},
		ReplaceOn: []string{"initialLifecycleHooks", "name", "namePrefix"},
		Sets: []string{
			"availabilityZones", "enabledMetrics", "initialLifecycleHooks", "suspendedProcesses", "tags", "targetGroupArns", "trafficSources",
			"vpcZoneIdentifiers",
		},
		Constraints: slices.Concat([]cloud.Constraint{
			{Path: "name", MaxLen: 255}, {Path: "healthCheckGracePeriod", Min: 0, Max: 1 << 31},
			{Path: "instanceRefresh.strategy", OneOf: []string{"Rolling"}},
			{Path: "instanceRefresh.triggers[*]", OneOf: refreshTriggers},
			{Path: "instanceRefresh.preferences.maxHealthyPercentage", Min: 100, Max: 200},
			{Path: "instanceRefresh.preferences.minHealthyPercentage", Min: 0, Max: 100},
			{Path: "instanceRefresh.preferences.scaleInProtectedInstances", OneOf: []string{"Refresh", "Ignore", "Wait"}},
			{Path: "instanceRefresh.preferences.standbyInstances", OneOf: []string{"Terminate", "Ignore", "Wait"}},
			{Path: "warmPool.poolState", OneOf: []string{"Stopped", "Running", "Hibernated"}},
			{Path: "mixedInstancesPolicy.instancesDistribution.onDemandPercentageAboveBaseCapacity", Min: 0, Max: 100},
			{Path: "suspendedProcesses[*]", OneOf: scalingProcesses, Code: "ValidationError", Text: "Invalid scaling process: {value}"},
			{Path: "enabledMetrics[*]", OneOf: groupMetrics, Code: "ValidationError", Text: "'{value}' is not a valid metric"},
			{Path: "metricsGranularity", OneOf: []string{"1Minute"}, Code: "ValidationError", Text: "'{value}' is not a valid granularity"},
		}, hookConstraints("initialLifecycleHooks[*].")),
		References: []cloud.Reference{
			{Path: "vpcZoneIdentifiers[*]", Kind: kindSubnet, Blocks: true, Code: "ValidationError", Text: "The subnet ID '{value}' does not exist"},
			{Path: "targetGroupArns[*]", Kind: kindTargetGroup, Code: "ValidationError", Text: "One or more target groups not found: {value}"},
		},
		Unique: []cloud.Unique{{
			Properties: []string{"name"}, Code: "AlreadyExists",
			Text: "AutoScalingGroup by this name already exists - A group with the name {value} already exists",
		}},
		Quotas:   []cloud.Quota{{Max: 500, Code: "LimitExceeded", Text: "You have exceeded your limit of {value} Auto Scaling groups."}},
		NotFound: cloud.Refusal{Code: "ValidationError", Text: "AutoScalingGroup name not found - AutoScalingGroup '{value}' not found"},
		Check:    checkScalingGroup,
		Create:   settleScalingGroup, Update: settleScalingGroup, Read: readScalingGroup, Delete: deleteScalingGroup,
	}
}

// checkScalingGroup does what the provider's schema does beside single values.
func checkScalingGroup(c *cloud.Checking) {
	in := c.Inputs
	sources := []string{"launchConfiguration", "launchTemplate", "mixedInstancesPolicy"}
	if given := slices.DeleteFunc(slices.Clone(sources), func(name string) bool { return !in.Has(name) }); len(given) != 1 {
		c.Fail("launchTemplate", "one of `launch_configuration,launch_template,mixed_instances_policy` must be specified, got %d", len(given))
	}
	for _, pair := range [][2]string{
		{"availabilityZones", "vpcZoneIdentifiers"}, {"trafficSources", "targetGroupArns"}, {"trafficSources", "loadBalancers"}, {"name", "namePrefix"},
		{"launchTemplate.id", "launchTemplate.name"},
	} {
		if in.Has(pair[0]) && in.Has(pair[1]) {
			c.Fail(pair[0], "%q conflicts with %q; give one of them", pair[0], pair[1])
		}
	}
	if wait := in.String("waitForCapacityTimeout"); wait != "" {
		if _, err := time.ParseDuration(wait); err != nil {
			c.Fail("waitForCapacityTimeout", "\"wait_for_capacity_timeout\" cannot be parsed as a duration: %v", err)
		}
	}
	if in.Known("instanceMaintenancePolicy") {
		checkMaintenance(c)
	}
}

func checkMaintenance(c *cloud.Checking) {
	if !c.Inputs.Has("instanceMaintenancePolicy") {
		return
	}
	least, most := c.Inputs.Int("instanceMaintenancePolicy.minHealthyPercentage"), c.Inputs.Int("instanceMaintenancePolicy.maxHealthyPercentage")
	if most != -1 && (most < 100 || most > 200) {
		c.Fail("instanceMaintenancePolicy.maxHealthyPercentage", "expected -1 or a number from 100 to 200, got %d", most)
	}
	if least < -1 || least > 100 {
		c.Fail("instanceMaintenancePolicy.minHealthyPercentage", "expected a number from -1 to 100, got %d", least)
	}
}

// settleScalingGroup judges whether the group could launch instances, and what it says of their number.
func settleScalingGroup(c *cloud.Call) error {
	for _, judge := range []func(*cloud.Call) error{checkSizes, checkGroupTags, checkGroupSettings, placeGroup, checkGroupTemplates} {
		if err := judge(c); err != nil {
			return err
		}
	}
	return nil
}

func checkSizes(c *cloud.Call) error {
	p := c.Object.Properties
	least, most := p.Int("minSize"), p.Int("maxSize")
	if !c.Inputs.Has("desiredCapacity") {
		// What was set earlier, or by scaling, stays as far as the bounds allow it.
		desired := min(max(numberOf(p, "desiredCapacity"), least), most)
		p.Set("desiredCapacity", desired)
	}
	desired := p.Int("desiredCapacity")
	switch {
	case least < 0 || most < 0:
		return c.Refuse("ValidationError", "Min and max size must not be negative, got %d and %d", least, most)
	case most < least:
		return c.Refuse("ValidationError", "Max bound, %d, must be greater than or equal to min bound, %d", most, least)
	case desired < least || desired > most:
		return c.Refuse("ValidationError", "Desired capacity:%d must be between the specified min size:%d and max size:%d", desired, least, most)
	}
	return nil
}

// numberOf reads a number that a format may have left as text.
func numberOf(p cloud.Values, name string) int {
	if text := p.String(name); text != "" {
		var n int
		if _, err := fmt.Sscan(text, &n); err == nil {
			return n
		}
	}
	return p.Int(name)
}

// checkGroupTags holds the tags of a group to the limits of all tags.
func checkGroupTags(c *cloud.Call) error {
	tags := c.Inputs.Objects("tags")
	if len(tags) > maxTags {
		return c.Refuse("ValidationError", "The number of tags exceeds the limit of %d", maxTags)
	}
	seen := map[string]bool{}
	for _, tag := range tags {
		switch key := tag.String("key"); {
		case strings.HasPrefix(strings.ToLower(key), "aws:"):
			return c.Refuse("ValidationError", "Tag keys starting with 'aws:' are reserved for internal use: %s", key)
		case key == "" || len(key) > maxTagKey || len(tag.String("value")) > maxTagValue:
			return c.Refuse("ValidationError", "The tag %q is empty or exceeds %d characters for the key or %d for the value", key, maxTagKey, maxTagValue)
		case seen[key]:
			return c.Refuse("ValidationError", "The tag key %s is given twice", key)
		default:
			seen[key] = true
		}
	}
	return nil
}

// healthChecks are the kinds of health check that a group may combine.
var healthChecks = []string{"EC2", "ELB", "EBS", "VPC_LATTICE"}

func checkGroupSettings(c *cloud.Call) error {
	p := c.Object.Properties
	for kind := range strings.SplitSeq(p.String("healthCheckType"), ",") {
		if !slices.Contains(healthChecks, kind) {
			return c.Refuse("ValidationError", "Invalid HealthCheckType: %s", p.String("healthCheckType"))
		}
	}
	for _, policy := range p.Strings("terminationPolicies") {
		if !slices.Contains(terminationPolicies, policy) && !hasService(policy, "lambda") {
			return c.Refuse("ValidationError", "%s is not a valid termination policy", policy)
		}
	}
	if life := p.Int("maxInstanceLifetime"); life != 0 && (life < 86400 || life > 31536000) {
		return c.Refuse("ValidationError", "Invalid max instance lifetime: %d. The value must be 0 or from 86400 to 31536000 seconds", life)
	}
	least, most := p.Int("instanceMaintenancePolicy.minHealthyPercentage"), p.Int("instanceMaintenancePolicy.maxHealthyPercentage")
	if (least == -1) != (most == -1) || most-least > maxMaintenanceSpread {
		return c.Refuse("ValidationError", "Both percentages of an instance maintenance policy must be set and differ by at most %d, got %d and %d",
			maxMaintenanceSpread, least, most)
	}
	if role := p.String("serviceLinkedRoleArn"); unknownRole(c, role) {
		return c.Refuse("ValidationError", "ARN specified for Service-Linked Role does not exist: %s", role)
	}
	names := map[string]bool{}
	for _, hook := range p.Objects("initialLifecycleHooks") {
		if names[hook.String("name")] {
			return c.Refuse("ValidationError", "The lifecycle hook %s is given twice", hook.String("name"))
		}
		names[hook.String("name")] = true
		if err := checkHook(c, hook); err != nil {
			return err
		}
	}
	return nil
}

// placeGroup answers the zones of the group's subnets, which must be in one VPC.
func placeGroup(c *cloud.Call) error {
	p := c.Object.Properties
	if c.Inputs.Has("availabilityZones") {
		return c.Refuse("ValidationError", "No default subnet for availability zone: '%s'.", strings.Join(c.Inputs.Strings("availabilityZones"), ","))
	}
	zones, network := []string{}, ""
	for _, id := range p.Strings("vpcZoneIdentifiers") {
		subnet, err := get(c, kindSubnet, id)
		if err != nil {
			return err
		}
		vpcID := subnet.Properties.String("vpcId")
		if network != "" && network != vpcID {
			return c.Refuse("ValidationError", "The subnets of a group must be in one VPC; %s is in %s and others in %s", id, vpcID, network)
		}
		network = vpcID
		zones = append(zones, subnet.Properties.String("availabilityZone"))
	}
	if network == "" {
		return c.Refuse("ValidationError", "At least one Availability Zone or VPC Subnet is required.")
	}
	slices.Sort(zones)
	p.Set("availabilityZones", slices.Compact(zones))
	p.Set(networkOf, network)
	return nil
}

// readScalingGroup answers every target group, those of attachments included.
func readScalingGroup(c *cloud.Call) error {
	p := c.Object.Properties
	arns := p.Strings("targetGroupArns")
	for _, attachment := range c.Find(kindScalingAttachment, where("autoscalingGroupName", c.Object.ID)) {
		arns = append(arns, attachment.Properties.String("lbTargetGroupArn"))
	}
	p.Set("targetGroupArns", arns)
	return nil
}

// deleteScalingGroup takes along what hangs on the group.
func deleteScalingGroup(c *cloud.Call) error {
	for _, kind := range []string{kindLifecycleHook, kindScalingPolicy, kindScheduledAction, kindScalingAttachment} {
		for _, part := range c.Find(kind, where("autoscalingGroupName", c.Object.ID)) {
			c.Remove(part)
		}
	}
	return nil
}
