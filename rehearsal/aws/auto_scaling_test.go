package aws

import (
	"maps"
	"slices"
	"testing"

	"github.com/cloudgap/cloudgap/internal/everytype"
	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

// scalingGround is what a group needs: a network, a template, and what they refer to, by name.
type scalingGround struct {
	*world
	ids map[string]string
}

func newScalingGround(t *testing.T) scalingGround {
	t.Helper()
	w := newWorld(t)
	vpc := w.vpc()
	other := w.make(tVPC, "other", in{"cidrBlock": "10.30.0.0/16"})
	ids := map[string]string{
		"vpc": vpc.ID, "a": w.subnet("a", vpc.ID, "10.20.0.0/24", "a").ID, "b": w.subnet("b", vpc.ID, "10.20.1.0/24", "b").ID,
		"elsewhere": w.subnet("elsewhere", other.ID, "10.30.0.0/24", "a").ID,
		"group":     w.make(tGroup, "group", in{"vpcId": vpc.ID}).ID, "foreign": w.make(tGroup, "foreign", in{"vpcId": other.ID}).ID,
		"key":     w.make(tKey, "key", in{}).Properties.String("arn"),
		"targets": w.make(tTargets, "targets", in{"port": 6443, "protocol": "TCP", "vpcId": vpc.ID}).ID,
		"queue":   w.make(tQueue, "queue", in{}).Properties.String("arn"),
		"role":    w.make(tRole, "role", in{"assumeRolePolicy": everytype.TrustOf("autoscaling.amazonaws.com")}).Properties.String("arn"),
		"node":    w.make(tRole, "node", in{"assumeRolePolicy": everytype.TrustOf("ec2.amazonaws.com")}).Properties.String("arn"),
		"arm":     publicImageID(w.At, "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64"),
	}
	return scalingGround{w, ids}
}

// template makes a launch template with the given fields in place of its own.
func (g scalingGround) template(name string, fields in) string {
	g.T.Helper()
	inputs := in{"name": name, "imageId": "ami-0123456789abcdef0", "instanceType": "m7i.large", "vpcSecurityGroupIds": []any{g.ids["group"]}}
	maps.Copy(inputs, fields)
	for field, value := range fields {
		if value == nil {
			delete(inputs, field)
		}
	}
	return g.make(tTemplate, name, inputs).ID
}

func (g scalingGround) group(fields in) in {
	inputs := in{"name": "servers", "minSize": 1, "maxSize": 1, "vpcZoneIdentifiers": []any{g.ids["a"]}, "launchTemplate": in{"name": "template", "version": "1"}}
	maps.Copy(inputs, fields)
	for field, value := range fields {
		if value == nil {
			delete(inputs, field)
		}
	}
	return inputs
}

func TestAnAutoScalingGroupIsRefusedWithTheCodeOfAws(t *testing.T) {
	t.Parallel()
	mixed := func(overrides ...any) in {
		return in{"launchTemplate": nil, "mixedInstancesPolicy": in{"launchTemplate": in{
			"launchTemplateSpecification": in{"launchTemplateName": "template"}, "overrides": overrides,
		}}}
	}
	hook := func(fields in) in {
		one := in{"name": "launch", "lifecycleTransition": "autoscaling:EC2_INSTANCE_LAUNCHING"}
		maps.Copy(one, fields)
		return in{"initialLifecycleHooks": []any{one}}
	}
	for name, test := range map[string]struct {
		template   in
		group      func(ids map[string]string) in
		code, text string
	}{
		"one server": {nil, nil, "", ""},
		"three zones of one VPC": {nil, func(ids map[string]string) in {
			return in{"vpcZoneIdentifiers": []any{ids["a"], ids["b"]}}
		}, "", ""},
		"nothing to launch":                 {nil, func(map[string]string) in { return in{"launchTemplate": nil} }, "CheckFailure", "launch_template"},
		"two things to launch":              {nil, func(map[string]string) in { return in{"launchConfiguration": "old"} }, "CheckFailure", "launch_template"},
		"a template that does not exist":    {nil, func(map[string]string) in { return in{"launchTemplate": in{"name": "none"}} }, "ValidationError", "with template name none, does not exist"},
		"a template id that does not exist": {nil, func(map[string]string) in { return in{"launchTemplate": in{"id": "lt-0123456789abcdef0"}} }, "ValidationError", "with template ID lt-0123456789abcdef0"},
		"a version that does not exist":     {nil, func(map[string]string) in { return in{"launchTemplate": in{"name": "template", "version": "2"}} }, "ValidationError", "specified version 2"},
		"the latest version":                {nil, func(map[string]string) in { return in{"launchTemplate": in{"name": "template", "version": "$Latest"}} }, "", ""},
		"a template by id and name":         {nil, func(map[string]string) in { return in{"launchTemplate": in{"name": "template", "id": "lt-1"}} }, "CheckFailure", "conflicts"},
		"a template without an image":       {in{"imageId": nil}, nil, "ValidationError", "ImageId"},
		"a template with a wrong image":     {in{"imageId": "al2023"}, nil, "ValidationError", "Invalid id"},
		"a template without a type":         {in{"instanceType": nil}, nil, "ValidationError", "InstanceType"},
		"a template of no type there is":    {in{"instanceType": "m7i.lage"}, nil, "ValidationError", "Invalid value 'm7i.lage'"},
		"an image of another architecture":  {in{"imageId": "resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64"}, nil, "ValidationError", "architecture 'arm64'"},
		"an instance profile that does not exist": {
			in{"iamInstanceProfile": in{"name": "nobody"}}, nil, "ValidationError", "Invalid IAM Instance Profile",
		},
		"no subnet": {nil, func(map[string]string) in { return in{"vpcZoneIdentifiers": nil} }, "ValidationError", "At least one Availability Zone or VPC Subnet"},
		"a zone in a default VPC": {nil, func(map[string]string) in {
			return in{"vpcZoneIdentifiers": nil, "availabilityZones": []any{"eu-central-1a"}}
		}, "ValidationError", "No default subnet"},
		"a subnet that does not exist": {nil, func(map[string]string) in { return in{"vpcZoneIdentifiers": []any{"subnet-1"}} }, "ValidationError", "'subnet-1' does not exist"},
		"subnets of two VPCs": {nil, func(ids map[string]string) in {
			return in{"vpcZoneIdentifiers": []any{ids["a"], ids["elsewhere"]}}
		}, "ValidationError", "one VPC"},
		"a group of another VPC": {nil, func(ids map[string]string) in { return in{"vpcZoneIdentifiers": []any{ids["elsewhere"]}} }, "ValidationError", "does not exist in VPC"},
		"bounds the wrong way":   {nil, func(map[string]string) in { return in{"minSize": 2} }, "ValidationError", "Max bound, 1"},
		"more than the most":     {nil, func(map[string]string) in { return in{"desiredCapacity": 2} }, "ValidationError", "Desired capacity:2"},
		"an unknown health check": {
			nil, func(map[string]string) in { return in{"healthCheckType": "HTTP"} }, "ValidationError", "HealthCheckType",
		},
		"two health checks":  {nil, func(map[string]string) in { return in{"healthCheckType": "EC2,ELB"} }, "", ""},
		"an unknown process": {nil, func(map[string]string) in { return in{"suspendedProcesses": []any{"Sleep"}} }, "ValidationError", "Sleep"},
		"an unknown metric":  {nil, func(map[string]string) in { return in{"enabledMetrics": []any{"GroupMood"}} }, "ValidationError", "GroupMood"},
		"an unknown end":     {nil, func(map[string]string) in { return in{"terminationPolicies": []any{"Random"}} }, "ValidationError", "Random"},
		"an hour of life":    {nil, func(map[string]string) in { return in{"maxInstanceLifetime": 3600} }, "ValidationError", "86400"},
		"a trigger by its plural": {nil, func(map[string]string) in {
			return in{"instanceRefresh": in{"strategy": "Rolling", "triggers": []any{"tags"}}}
		}, "CheckFailure", "tags"},
		"a refresh of all at once": {nil, func(map[string]string) in { return in{"instanceRefresh": in{"strategy": "BigBang"}} }, "CheckFailure", "Rolling"},
		"a refresh above two hundred": {nil, func(map[string]string) in {
			return in{"instanceRefresh": in{"strategy": "Rolling", "preferences": in{"maxHealthyPercentage": 300}}}
		}, "CheckFailure", "200"},
		"a maintenance policy": {nil, func(map[string]string) in {
			return in{"instanceMaintenancePolicy": in{"minHealthyPercentage": 100, "maxHealthyPercentage": 200}}
		}, "", ""},
		"a maintenance policy of two hundred points": {nil, func(map[string]string) in {
			return in{"instanceMaintenancePolicy": in{"minHealthyPercentage": 0, "maxHealthyPercentage": 200}}
		}, "ValidationError", "differ by at most 100"},
		"a maintenance policy below a hundred": {nil, func(map[string]string) in {
			return in{"instanceMaintenancePolicy": in{"minHealthyPercentage": 50, "maxHealthyPercentage": 90}}
		}, "CheckFailure", "100 to 200"},
		"a target group that does not exist": {nil, func(map[string]string) in {
			return in{"targetGroupArns": []any{"arn:aws:elasticloadbalancing:eu-central-1:111122223333:targetgroup/none/1"}}
		}, "ValidationError", "target groups not found"},
		"a target group": {nil, func(ids map[string]string) in { return in{"targetGroupArns": []any{ids["targets"]}} }, "", ""},
		"a tag of AWS": {nil, func(map[string]string) in {
			return in{"tags": []any{in{"key": "aws:x", "value": "", "propagateAtLaunch": true}}}
		}, "ValidationError", "reserved"},
		"a tag twice": {nil, func(map[string]string) in {
			return in{"tags": []any{in{"key": "x", "value": "1", "propagateAtLaunch": true}, in{"key": "x", "value": "2", "propagateAtLaunch": true}}}
		}, "ValidationError", "twice"},
		"a name that is used": {nil, func(map[string]string) in { return in{"name": "taken"} }, "AlreadyExists", "taken"},
		"a short heartbeat":   {nil, func(map[string]string) in { return hook(in{"heartbeatTimeout": 10}) }, "CheckFailure", "30"},
		"an unknown moment":   {nil, func(map[string]string) in { return hook(in{"lifecycleTransition": "autoscaling:BIRTH"}) }, "CheckFailure", "LAUNCHING"},
		"a hook to a queue": {nil, func(ids map[string]string) in {
			return hook(in{"notificationTargetArn": ids["queue"], "roleArn": ids["role"]})
		}, "", ""},
		"a hook without a role": {nil, func(ids map[string]string) in {
			return hook(in{"notificationTargetArn": ids["queue"]})
		}, "ValidationError", "Role ARN is required"},
		"a hook with a role for others": {nil, func(ids map[string]string) in {
			return hook(in{"notificationTargetArn": ids["queue"], "roleArn": ids["node"]})
		}, "ValidationError", "Unable to publish test message"},
		"a hook to nowhere": {nil, func(ids map[string]string) in {
			return hook(in{"notificationTargetArn": ids["queue"] + "x", "roleArn": ids["role"]})
		}, "ValidationError", "The target does not exist"},
		"a mixture": {nil, func(map[string]string) in {
			return mixed(in{"instanceType": "m6i.large"}, in{"instanceType": "m7i.large"})
		}, "", ""},
		"a mixture of one type": {nil, func(map[string]string) in {
			return mixed(in{"instanceType": "m6i.large"}, in{"instanceType": "m6i.large"})
		}, "ValidationError", "twice"},
		"a mixture by requirements": {nil, func(map[string]string) in {
			return mixed(in{"instanceRequirements": in{"memoryMib": in{"min": 4096}, "vcpuCount": in{"min": 2}}})
		}, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			g := newScalingGround(t)
			g.template("sound", nil)
			g.make(tScalingGroup, "first", g.group(in{"name": "taken", "launchTemplate": in{"name": "sound"}}))
			g.template("template", test.template)
			inputs := g.group(nil)
			if test.group != nil {
				inputs = g.group(test.group(g.ids))
			}
			_, err := g.create(tScalingGroup, "g", inputs)
			expect(t, err, test.code, test.text)
		})
	}
}

func TestAnAutoScalingGroupWhoseVolumesCannotBeEncryptedGetsNoInstance(t *testing.T) {
	t.Parallel()
	g := newScalingGround(t)
	g.template("template", in{"blockDeviceMappings": []any{in{"deviceName": "/dev/xvda", "ebs": in{"encrypted": "true", "kmsKeyId": g.ids["key"]}}}})
	_, err := g.create(tScalingGroup, "g", g.group(nil))
	expect(t, err, "Client.InternalError", "service-linked role")
	_, err = g.create(tScalingGroup, "g", g.group(in{"minSize": 0}))
	expect(t, err, "", "")
}

func TestAnAutoScalingGroupAnswersWhatTheServiceChooses(t *testing.T) {
	t.Parallel()
	g := newScalingGround(t)
	id := g.template("template", nil)
	made := g.make(tScalingGroup, "g", g.group(in{"vpcZoneIdentifiers": []any{g.ids["b"], g.ids["a"]}, "maxSize": 3}))
	p := made.Properties
	if made.ID != "servers" || p.String("launchTemplate.id") != id || p.Int("desiredCapacity") != 1 || p.String("healthCheckType") != "EC2" ||
		!slices.Equal(p.Strings("availabilityZones"), []string{"eu-central-1a", "eu-central-1b"}) || p.Int("healthCheckGracePeriod") != 300 {
		t.Errorf("id, template, size, health check and zones expected, got %s %v", made.ID, p)
	}
	changed, err := g.update(tScalingGroup, "g", made.ID, g.group(in{"vpcZoneIdentifiers": []any{g.ids["b"], g.ids["a"]}, "minSize": 2, "maxSize": 3}))
	expect(t, err, "", "")
	if n := changed.Properties.Int("desiredCapacity"); n != 2 {
		t.Errorf("the size within its bounds expected, got %d", n)
	}
}

func TestAnAutoScalingGroupKeepsItsSubnetsAndGroupsFromBeingDeleted(t *testing.T) {
	t.Parallel()
	g := newScalingGround(t)
	g.template("template", nil)
	made := g.make(tScalingGroup, "g", g.group(nil))
	expect(t, g.delete(tSubnet, "a", g.ids["a"]), "DependencyViolation", "")
	expect(t, g.delete(tGroup, "group", g.ids["group"]), "DependencyViolation", "")
	hook := g.make(tHook, "h", in{"autoscalingGroupName": made.ID, "lifecycleTransition": "autoscaling:EC2_INSTANCE_TERMINATING"})
	if got := hook.Properties.String("defaultResult"); got != "ABANDON" {
		t.Errorf("ABANDON expected, got %s", got)
	}
	expect(t, g.delete(tScalingGroup, "g", made.ID), "", "")
	r, _ := g.Cloud.Type(tHook)
	if _, found, err := g.Cloud.Read(cloud.Request{Resource: r, Account: g.At, ID: hook.ID}); found || err != nil {
		t.Errorf("the hook expected to go with its group, got found %t, %v", found, err)
	}
	expect(t, g.delete(tSubnet, "a", g.ids["a"]), "", "")
}

func TestHooksOfTwoGroupsMayHaveOneName(t *testing.T) {
	t.Parallel()
	g := newScalingGround(t)
	g.template("template", nil)
	for _, name := range []string{"one", "two"} {
		g.make(tScalingGroup, name, g.group(in{"name": name}))
		g.make(tHook, "hook-"+name, in{"name": "launch", "autoscalingGroupName": name, "lifecycleTransition": "autoscaling:EC2_INSTANCE_LAUNCHING"})
	}
	_, err := g.create(tHook, "lost", in{"autoscalingGroupName": "three", "lifecycleTransition": "autoscaling:EC2_INSTANCE_LAUNCHING"})
	expect(t, err, "ValidationError", "AutoScalingGroup 'three' not found")
}

func TestOnlyHooksFromTheBeginningAndNamesReplaceAnAutoScalingGroup(t *testing.T) {
	t.Parallel()
	g := newScalingGround(t)
	hooks := func(seconds int) in {
		return g.group(in{"initialLifecycleHooks": []any{in{"name": "launch", "lifecycleTransition": "autoscaling:EC2_INSTANCE_LAUNCHING", "heartbeatTimeout": seconds}}})
	}
	if got := g.replaces(tScalingGroup, hooks(60), hooks(90)); len(got) != 1 {
		t.Errorf("a replacement for the hook expected, got %v", got)
	}
	if got := g.replaces(tScalingGroup, g.group(nil), g.group(in{"launchTemplate": in{"name": "template", "version": "2"}, "maxSize": 4})); len(got) != 0 {
		t.Errorf("an update expected, got %v", got)
	}
}

func TestAScalingPolicyNeedsWhatItsTypeNeeds(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		inputs     in
		code, text string
	}{
		"a step":                  {in{"adjustmentType": "ChangeInCapacity", "scalingAdjustment": 1}, "", ""},
		"nothing":                 {in{}, "ValidationError", "scalingAdjustment"},
		"an adjustment of no way": {in{"scalingAdjustment": 1}, "ValidationError", "adjustmentType"},
		"a target":                {in{"policyType": "TargetTrackingScaling", "targetTrackingConfiguration": in{"targetValue": 50}}, "", ""},
		"a target of nothing":     {in{"policyType": "TargetTrackingScaling"}, "ValidationError", "targetTrackingConfiguration"},
		"an unknown type":         {in{"policyType": "Guessing"}, "CheckFailure", "SimpleScaling"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			g := newScalingGround(t)
			g.template("template", nil)
			g.make(tScalingGroup, "g", g.group(nil))
			test.inputs["autoscalingGroupName"] = "servers"
			_, err := g.create("aws:autoscaling/policy:Policy", "p", test.inputs)
			expect(t, err, test.code, test.text)
		})
	}
}

func TestAnImageTellsItsArchitecture(t *testing.T) {
	t.Parallel()
	at := newWorld(t).At
	for _, architecture := range architectures {
		for _, parameter := range []string{
			"/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-6.12-" + architecture, "/aws/service/bottlerocket/aws-k8s-1.34/" + architecture + "/latest/image_id",
			"/aws/service/eks/optimized-ami/1.34/amazon-linux-2023/" + architecture + "/standard/recommended/image_id",
		} {
			if got := architectureOf(publicImageID(at, parameter)); got != architecture {
				t.Errorf("%s: %s expected, got %q", parameter, architecture, got)
			}
		}
	}
	if got := architectureOf("ami-0123456789abcdef0"); got != "" {
		t.Errorf("nothing expected of an image that the simulation did not make, got %q", got)
	}
}
