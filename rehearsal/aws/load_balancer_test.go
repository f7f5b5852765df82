package aws

import (
	"maps"
	"slices"
	"testing"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

// balancerGround is what load balancers need, by name.
func balancerGround(t *testing.T) (*world, map[string]string) {
	t.Helper()
	w := newWorld(t)
	vpc, other := w.vpc(), w.make(tVPC, "other", in{"cidrBlock": "10.30.0.0/16"})
	return w, map[string]string{
		"vpc": vpc.ID, "other": other.ID, "a": w.subnet("a", vpc.ID, "10.20.0.0/24", "a").ID, "a2": w.subnet("a2", vpc.ID, "10.20.2.0/24", "a").ID,
		"b": w.subnet("b", vpc.ID, "10.20.1.0/24", "b").ID, "elsewhere": w.subnet("elsewhere", other.ID, "10.30.0.0/24", "b").ID,
		"group": w.make(tGroup, "group", in{"vpcId": vpc.ID}).ID, "foreign": w.make(tGroup, "foreign", in{"vpcId": other.ID}).ID,
	}
}

func laid(base, over in) in {
	inputs := maps.Clone(base)
	maps.Copy(inputs, over)
	maps.DeleteFunc(inputs, func(_ string, value any) bool { return value == nil })
	return inputs
}

func TestALoadBalancerIsRefusedWithTheCodeOfAws(t *testing.T) {
	t.Parallel()
	list := func(values ...any) []any { return values }
	for name, test := range map[string]struct {
		inputs     func(ids map[string]string) in
		code, text string
	}{
		"internal":         {func(map[string]string) in { return nil }, "", ""},
		"public":           {func(map[string]string) in { return in{"internal": false} }, "InvalidSubnet", "has no internet gateway"},
		"public by error":  {func(map[string]string) in { return in{"internal": nil} }, "InvalidSubnet", "has no internet gateway"},
		"no subnet":        {func(map[string]string) in { return in{"subnets": nil} }, "CheckFailure", "subnet_mapping,subnets"},
		"two in one zone":  {func(ids map[string]string) in { return in{"subnets": list(ids["a"], ids["a2"])} }, "InvalidConfigurationRequest", "same Availability Zone"},
		"two VPCs":         {func(ids map[string]string) in { return in{"subnets": list(ids["a"], ids["elsewhere"])} }, "InvalidConfigurationRequest", "same VPC"},
		"a missing subnet": {func(map[string]string) in { return in{"subnets": list("subnet-1")} }, "SubnetNotFound", "subnet-1"},
		"a foreign group":  {func(ids map[string]string) in { return in{"securityGroups": list(ids["foreign"])} }, "InvalidConfigurationRequest", "not in the VPC"},
		"a missing group":  {func(map[string]string) in { return in{"securityGroups": list("sg-1")} }, "InvalidConfigurationRequest", "sg-1"},
		"an application in one zone": {func(ids map[string]string) in {
			return in{"loadBalancerType": "application", "subnets": list(ids["a"])}
		}, "InvalidConfigurationRequest", "two different Availability Zones"},
		"a long name":          {func(map[string]string) in { return in{"name": "a-name-of-more-than-thirty-two-characters"} }, "CheckFailure", "32"},
		"a name with a hyphen": {func(map[string]string) in { return in{"name": "shop-"} }, "CheckFailure", "name"},
		"a name that says it":  {func(map[string]string) in { return in{"name": "internal-shop"} }, "ValidationError", "internal-"},
		"a name that is used":  {func(map[string]string) in { return in{"name": "taken"} }, "DuplicateLoadBalancerName", "taken"},
		"an address outside": {func(ids map[string]string) in {
			return in{"subnets": nil, "subnetMappings": list(in{"subnetId": ids["a"], "privateIpv4Address": "10.20.9.9"})}
		}, "InvalidParameterValue", "10.20.9.9"},
		"an address of its own": {func(ids map[string]string) in {
			return in{"subnets": nil, "subnetMappings": list(in{"subnetId": ids["a"], "privateIpv4Address": "10.20.0.9"})}
		}, "", ""},
		"logs to nowhere":         {func(map[string]string) in { return in{"accessLogs": in{"bucket": "none", "enabled": true}} }, "InvalidConfigurationRequest", "S3Bucket: none"},
		"logs without permission": {func(map[string]string) in { return in{"accessLogs": in{"bucket": "closed", "enabled": true}} }, "InvalidConfigurationRequest", "Access Denied for bucket: closed"},
		"logs":                    {func(map[string]string) in { return in{"accessLogs": in{"bucket": "logs", "enabled": true}} }, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w, ids := balancerGround(t)
			base := in{"loadBalancerType": "network", "internal": true, "subnets": list(ids["a"], ids["b"])}
			w.make(tBalancer, "first", laid(base, in{"name": "taken"}))
			w.make(tBucket, "closed", in{"bucket": "closed"})
			w.make(tBucket, "logs", in{"bucket": "logs"})
			w.make(tBucketPolicy, "logs-policy", in{"bucket": "logs", "policy": `{"Statement":[{"Effect":"Allow","Principal":{"Service":"delivery.logs.amazonaws.com"},
				"Action":"s3:PutObject","Resource":"arn:aws:s3:::logs/AWSLogs/111122223333/*","Condition":{"StringEquals":{"aws:SourceAccount":"111122223333","s3:x-amz-acl":"bucket-owner-full-control"}}}]}`})
			_, err := w.create(tBalancer, "b", laid(base, test.inputs(ids)))
			expect(t, err, test.code, test.text)
		})
	}
}

func TestANetworkLoadBalancerIsReplacedForWhatNoCallChanges(t *testing.T) {
	t.Parallel()
	base := in{"loadBalancerType": "network", "internal": true, "subnets": []any{"a", "b"}, "securityGroups": []any{"g"}}
	for name, test := range map[string]struct {
		change   in
		replaces bool
	}{
		"a subnet more":           {in{"subnets": []any{"a", "b", "c"}}, false},
		"a subnet fewer":          {in{"subnets": []any{"a"}}, true},
		"another subnet":          {in{"subnets": []any{"a", "c"}}, true},
		"another group":           {in{"securityGroups": []any{"h"}}, false},
		"no group any more":       {in{"securityGroups": []any{}}, true},
		"public":                  {in{"internal": false}, true},
		"another type":            {in{"loadBalancerType": "application"}, true},
		"cross-zone":              {in{"enableCrossZoneLoadBalancing": true}, false},
		"subnets in other orders": {in{"subnets": []any{"b", "a"}}, false},
	} {
		if got := newWorld(t).replaces(tBalancer, base, laid(base, test.change)); (len(got) > 0) != test.replaces {
			t.Errorf("%s: replacement %t expected, got %v", name, test.replaces, got)
		}
	}
	bare := in{"loadBalancerType": "network", "internal": true, "subnets": []any{"a", "b"}}
	if got := newWorld(t).replaces(tBalancer, bare, base); len(got) == 0 {
		t.Error("a replacement for the first security group expected")
	}
}

func TestAProtectedLoadBalancerIsNotDeleted(t *testing.T) {
	t.Parallel()
	w, ids := balancerGround(t)
	inputs := in{"loadBalancerType": "network", "internal": true, "subnets": []any{ids["a"]}, "enableDeletionProtection": true}
	made := w.make(tBalancer, "b", inputs)
	expect(t, w.delete(tBalancer, "b", made.ID), "OperationNotPermitted", "deletion protection")
	expect(t, w.delete(tSubnet, "a", ids["a"]), "DependencyViolation", "")
	_, err := w.update(tBalancer, "b", made.ID, laid(inputs, in{"enableDeletionProtection": false}))
	expect(t, err, "", "")
	expect(t, w.delete(tBalancer, "b", made.ID), "", "")
	if left := w.Cloud.Objects(); slices.ContainsFunc(left, func(o cloud.Object) bool { return o.Kind == kindInterface }) {
		t.Error("the interfaces of the load balancer expected to be gone")
	}
	expect(t, w.delete(tSubnet, "a", ids["a"]), "", "")
}

func TestATargetGroupIsRefusedWithTheCodeOfAws(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		inputs     in
		code, text string
	}{
		"TCP":                          {in{}, "", ""},
		"TCP checked by HTTPS":         {in{"healthCheck": in{"protocol": "HTTPS", "path": "/readyz", "matcher": "200"}}, "", ""},
		"a check with a path by TCP":   {in{"healthCheck": in{"protocol": "TCP", "path": "/readyz"}}, "CheckFailure", "health_check.path"},
		"no port":                      {in{"port": nil}, "CheckFailure", "port"},
		"no protocol":                  {in{"protocol": nil}, "CheckFailure", "protocol"},
		"no VPC":                       {in{"vpcId": nil}, "CheckFailure", "vpcId"},
		"a missing VPC":                {in{"vpcId": "vpc-1"}, "ValidationError", "vpc-1"},
		"a timeout after the interval": {in{"healthCheck": in{"protocol": "HTTP", "interval": 5, "timeout": 5}}, "ValidationError", "interval must be greater"},
		"a threshold of one":           {in{"healthCheck": in{"healthyThreshold": 1}}, "CheckFailure", "2"},
		"UDP without addresses":        {in{"protocol": "UDP", "preserveClientIp": "false"}, "InvalidConfigurationRequest", "UDP"},
		"HTTP with addresses":          {in{"protocol": "HTTP", "preserveClientIp": "true"}, "InvalidConfigurationRequest", "preserve_client_ip"},
		"draining and ending":          {in{"targetHealthStates": []any{in{"enableUnhealthyConnectionTermination": true, "unhealthyDrainingInterval": 60}}}, "InvalidConfigurationRequest", "draining"},
		"draining":                     {in{"targetHealthStates": []any{in{"enableUnhealthyConnectionTermination": false, "unhealthyDrainingInterval": 60}}}, "", ""},
		"a slow start of a second":     {in{"slowStart": 1}, "CheckFailure", "slow_start"},
		"an hour and a second":         {in{"deregistrationDelay": 3601}, "CheckFailure", "3600"},
		"a name that is used":          {in{"name": "taken"}, "DuplicateTargetGroupName", "taken"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w, ids := balancerGround(t)
			base := in{"port": 6443, "protocol": "TCP", "vpcId": ids["vpc"]}
			w.make(tTargets, "first", laid(base, in{"name": "taken"}))
			_, err := w.create(tTargets, "t", laid(base, test.inputs))
			expect(t, err, test.code, test.text)
		})
	}
}

func TestATargetGroupAnswersWhatTheServiceChooses(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		inputs                             in
		preserve, checkProtocol, checkPath string
	}{
		"instances by TCP":        {in{}, "true", "TCP", ""},
		"addresses by TCP":        {in{"targetType": "ip"}, "false", "TCP", ""},
		"addresses by UDP":        {in{"targetType": "ip", "protocol": "UDP"}, "true", "TCP", ""},
		"a check of no protocol":  {in{"healthCheck": in{"interval": 10}}, "true", "HTTP", "/"},
		"instances by HTTP":       {in{"protocol": "HTTP"}, "", "HTTP", "/"},
		"preservation turned off": {in{"preserveClientIp": "false"}, "false", "TCP", ""},
	} {
		w, ids := balancerGround(t)
		p := w.make(tTargets, "t", laid(in{"port": 6443, "protocol": "TCP", "vpcId": ids["vpc"]}, test.inputs)).Properties
		if p.String("preserveClientIp") != test.preserve || p.String("healthCheck.protocol") != test.checkProtocol || p.String("healthCheck.path") != test.checkPath {
			t.Errorf("%s: %+v expected, got %s and %v", name, test, p.String("preserveClientIp"), p.Map("healthCheck"))
		}
	}
}

func TestAListenerIsRefusedWithTheCodeOfAws(t *testing.T) {
	t.Parallel()
	forward := func(arn string) []any { return []any{in{"type": "forward", "targetGroupArn": arn}} }
	for name, test := range map[string]struct {
		inputs     func(ids map[string]string) in
		code, text string
	}{
		"TCP to TCP":          {func(map[string]string) in { return nil }, "", ""},
		"a port that is used": {func(map[string]string) in { return in{"port": 9345} }, "DuplicateListener", "already exists"},
		"no port":             {func(map[string]string) in { return in{"port": nil} }, "ValidationError", "port"},
		"no protocol":         {func(map[string]string) in { return in{"protocol": nil} }, "ValidationError", "protocol"},
		"HTTP":                {func(map[string]string) in { return in{"protocol": "HTTP"} }, "ValidationError", "HTTP"},
		"TLS, no certificate": {func(map[string]string) in { return in{"protocol": "TLS"} }, "ValidationError", "certificate"},
		"UDP to TCP":          {func(map[string]string) in { return in{"protocol": "UDP"} }, "IncompatibleProtocols", "'UDP'"},
		"another VPC":         {func(ids map[string]string) in { return in{"defaultActions": forward(ids["foreign-targets"])} }, "InvalidConfigurationRequest", "different VPCs"},
		"a missing group":     {func(ids map[string]string) in { return in{"defaultActions": forward(ids["targets"] + "x")} }, "TargetGroupNotFound", ""},
		"targets of another":  {func(ids map[string]string) in { return in{"defaultActions": forward(ids["used"])} }, "TargetGroupAssociationLimit", "more than one load balancer"},
		"an answer of its own": {func(map[string]string) in {
			return in{"defaultActions": []any{in{"type": "fixed-response", "fixedResponse": in{"contentType": "text/plain"}}}}
		}, "InvalidLoadBalancerAction", "fixed-response"},
		"a missing balancer":   {func(ids map[string]string) in { return in{"loadBalancerArn": ids["balancer"] + "x"} }, "LoadBalancerNotFound", ""},
		"a second of patience": {func(map[string]string) in { return in{"tcpIdleTimeoutSeconds": 1} }, "CheckFailure", "60"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w, ids := balancerGround(t)
			for name, zone := range map[string]string{"balancer": "a", "second": "b"} {
				ids[name] = w.make(tBalancer, name, in{"loadBalancerType": "network", "internal": true, "subnets": []any{ids[zone]}}).ID
			}
			for name, vpc := range map[string]string{"targets": "vpc", "used": "vpc", "foreign-targets": "other", "plain": "vpc"} {
				ids[name] = w.make(tTargets, name, in{"port": 6443, "protocol": "TCP", "vpcId": ids[vpc]}).ID
			}
			w.make(tListener, "of-second", in{"loadBalancerArn": ids["second"], "port": 6443, "protocol": "TCP", "defaultActions": forward(ids["used"])})
			w.make(tListener, "taken", in{"loadBalancerArn": ids["balancer"], "port": 9345, "protocol": "TCP", "defaultActions": forward(ids["plain"])})
			base := in{"loadBalancerArn": ids["balancer"], "port": 6443, "protocol": "TCP", "defaultActions": forward(ids["targets"])}
			_, err := w.create(tListener, "l", laid(base, test.inputs(ids)))
			expect(t, err, test.code, test.text)
		})
	}
}

func TestTargetsOfAListenerAreNotDeleted(t *testing.T) {
	t.Parallel()
	w, ids := balancerGround(t)
	balancer := w.make(tBalancer, "b", in{"loadBalancerType": "network", "internal": true, "subnets": []any{ids["a"]}})
	targets := w.make(tTargets, "t", in{"port": 6443, "protocol": "TCP", "vpcId": ids["vpc"]})
	listener := w.make(tListener, "l", in{
		"loadBalancerArn": balancer.ID, "port": 6443, "protocol": "TCP", "defaultActions": []any{in{"type": "forward", "targetGroupArn": targets.ID}},
	})
	if got := listener.Properties.Int("tcpIdleTimeoutSeconds"); got != 350 {
		t.Errorf("350 seconds expected, got %d", got)
	}
	p, _ := w.read(tTargets, "t", targets.ID)
	if got := p.Strings("loadBalancerArns"); !slices.Equal(got, []string{balancer.ID}) {
		t.Errorf("the load balancer expected, got %v", got)
	}
	expect(t, w.delete(tTargets, "t", targets.ID), "ResourceInUse", "in use by a listener")
	expect(t, w.delete(tListener, "l", listener.ID), "", "")
	expect(t, w.delete(tTargets, "t", targets.ID), "", "")
}

func TestThePreviewOfAnUpdateKeepsWhatTheServiceAddedToAnObject(t *testing.T) {
	t.Parallel()
	w, ids := balancerGround(t)
	inputs := in{"port": 6443, "protocol": "TCP", "vpcId": ids["vpc"], "healthCheck": in{"protocol": "HTTPS"}}
	made := w.make(tTargets, "t", inputs)
	r, next, err := w.check(tTargets, "t", laid(inputs, in{"healthCheck": in{"protocol": "HTTPS", "interval": 20}}))
	expect(t, err, "", "")
	created := r.PreviewCreate(next, cloud.ComputedValues)
	if value, _ := created.Get("healthCheck.matcher"); value != cloud.Unknown {
		t.Errorf("an unknown matcher expected before the group exists, got %v", value)
	}
	if omitted := r.PreviewCreate(next, cloud.OmittedKeys); omitted.Has("healthCheck.matcher") {
		t.Error("no matcher expected where unknown keys are left out")
	}
	changed := r.PreviewUpdate(made.Properties, w.Inputs["t"], next, cloud.ComputedValues)
	if got := changed.String("healthCheck.matcher"); got != "200-399" || changed.Int("healthCheck.interval") != 20 {
		t.Errorf("the matcher as it is and the new interval expected, got %v", changed.Map("healthCheck"))
	}
}
