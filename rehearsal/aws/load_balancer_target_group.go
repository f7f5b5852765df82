package aws

import (
	"slices"
	"strings"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/lb"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

func targetGroupType() cloud.Resource {
	return cloud.Resource{
		Type: "aws:lb/targetGroup:TargetGroup", Args: lb.TargetGroupArgs{}, State: lb.TargetGroup{}, Kind: kindTargetGroup, Noun: "ELBv2 Target Group",
		API: loadBalancingAPI("CreateTargetGroup", "ModifyTargetGroup", "DescribeTargetGroups", "DeleteTargetGroup"),
		ID:  "arn:{partition}:elasticloadbalancing:{region}:{account}:targetgroup/{name}/{hex16}",
		// A health check that is stated without a protocol is one by HTTP, whatever the group's own protocol.
		Defaults: map[string]any{
			"deregistrationDelay": 300, "lambdaMultiValueHeadersEnabled": false, "proxyProtocolV2": false, "slowStart": 0, "targetType": "instance",
			"healthCheck.enabled": true, "healthCheck.healthyThreshold": 3, "healthCheck.interval": 30, "healthCheck.port": "traffic-port",
			"healthCheck.protocol": "HTTP", "healthCheck.unhealthyThreshold": 3, "stickiness.cookieDuration": 86400, "stickiness.enabled": true,
			"targetHealthStates[*].unhealthyDrainingInterval": 0,
		},
		Autoname: &cloud.Autoname{Property: "name", Max: 32},
		Outputs: map[string]any{
			"arn": "{id}", "arnSuffix": "targetgroup/{name}/{hex16}", "namePrefix": "", "connectionTermination": false, "ipAddressType": "ipv4",
			"loadBalancingCrossZoneEnabled": "use_load_balancer_configuration", "loadBalancingAlgorithmType": "", "loadBalancingAnomalyMitigation": "",
			"protocolVersion": "", "preserveClientIp": "", "healthCheck": map[string]any{},
			"stickiness": map[string]any{"enabled": false, "type": "source_ip", "cookieDuration": 0},
			"targetGroupHealth": map[string]any{
				"dnsFailover":           map[string]any{"minimumHealthyTargetsCount": "1", "minimumHealthyTargetsPercentage": "off"},
				"unhealthyStateRouting": map[string]any{"minimumHealthyTargetsCount": 1, "minimumHealthyTargetsPercentage": "off"},
			},
			"targetHealthStates": []any{}, "targetFailovers": []any{},
		},
		Nested: []string{"healthCheck.matcher", "healthCheck.path", "healthCheck.timeout"},
		Same: func(path string, old, next cloud.Values) bool {
			return path == "healthCheck.protocol" && strings.EqualFold(old.String(path), next.String(path)) ||
				path == "protocolVersion" && !strings.HasPrefix(next.String("protocol"), "HTTP")
		},
		ReplaceOn: []string{"ipAddressType", "name", "namePrefix", "port", "protocol", "protocolVersion", "targetType", "vpcId"},
		Constraints: []cloud.Constraint{
			{Path: "name", MaxLen: 32}, {Path: "name", Pattern: loadBalancerName}, {Path: "namePrefix", MaxLen: 6}, {Path: "port", Min: 1, Max: 65535},
			{Path: "protocol", OneOf: []string{"HTTP", "HTTPS", "TCP", "TLS", "UDP", "TCP_UDP", "GENEVE"}},
			{Path: "targetType", OneOf: []string{"instance", "ip", "lambda", "alb"}}, {Path: "ipAddressType", OneOf: []string{"ipv4", "ipv6"}},
			{Path: "deregistrationDelay", Min: 0, Max: 3600}, {Path: "preserveClientIp", OneOf: []string{"", "true", "false"}},
			{Path: "loadBalancingCrossZoneEnabled", OneOf: []string{"true", "false", "use_load_balancer_configuration"}},
			{Path: "healthCheck.healthyThreshold", Min: 2, Max: 10}, {Path: "healthCheck.unhealthyThreshold", Min: 2, Max: 10},
			{Path: "healthCheck.interval", Min: 5, Max: 300}, {Path: "healthCheck.timeout", Min: 2, Max: 120},
			{Path: "healthCheck.protocol", OneOf: []string{"HTTP", "HTTPS", "TCP", "http", "https", "tcp"}},
			{Path: "stickiness.type", OneOf: []string{"lb_cookie", "app_cookie", "source_ip", "source_ip_dest_ip", "source_ip_dest_ip_proto"}},
			{Path: "targetHealthStates[*].unhealthyDrainingInterval", Min: 0, Max: 360000},
		},
		References: []cloud.Reference{{Path: "vpcId", Kind: kindVPC, Blocks: false, Code: "ValidationError", Text: "The VPC ID '{value}' is not found"}},
		Unique: []cloud.Unique{{
			Properties: []string{"name"}, Code: "DuplicateTargetGroupName", Text: "A target group with the same name '{value}' exists, but with different settings",
		}},
		Quotas:   []cloud.Quota{{Max: 3000, Code: "TooManyTargetGroups", Text: "The maximum number of target groups has been reached"}},
		InUse:    cloud.Refusal{Code: "ResourceInUse", Text: "Target group '{id}' is currently in use by a listener or a rule"},
		NotFound: cloud.Refusal{Code: "TargetGroupNotFound", Text: "One or more target groups not found"},
		Check:    checkTargetGroup,
		Create:   settleTargetGroup, Update: settleTargetGroup,
		Read: func(c *cloud.Call) error {
			c.Object.Properties.Set("loadBalancerArns", append([]string{}, loadBalancersOf(c, c.Object.ID)...))
			return nil
		},
	}
}

// checkTargetGroup does what the provider's CustomizeDiff does.
func checkTargetGroup(c *cloud.Checking) {
	in := c.Inputs
	if in.String("targetType") != "lambda" && in.Known("targetType") {
		for _, property := range []string{"port", "protocol", "vpcId"} {
			if !in.Has(property) {
				c.Fail(property, "Attribute %q must be specified when \"target_type\" is %q.", property, in.String("targetType"))
			}
		}
	}
	check := strings.ToUpper(in.String("healthCheck.protocol"))
	if check == "TCP" {
		for _, property := range []string{"matcher", "path"} {
			if in.String("healthCheck."+property) != "" {
				c.Fail("healthCheck."+property, "Attribute \"health_check.%s\" cannot be specified when \"health_check.protocol\" is \"TCP\".", property)
			}
		}
		if protocol := in.String("protocol"); protocol == "HTTP" || protocol == "HTTPS" {
			c.Fail("healthCheck.protocol", "Attribute \"health_check.protocol\" cannot have value \"TCP\" when \"protocol\" is %q.", protocol)
		}
	}
	if slow := in.Int("slowStart"); in.Known("slowStart") && slow != 0 && (slow < 30 || slow > 900) {
		c.Fail("slowStart", "expected slow_start to be 0 or from 30 to 900, got %d", slow)
	}
}

// settleTargetGroup answers the rest of the health check and the attributes that depend on protocol and type of target.
func settleTargetGroup(c *cloud.Call) error {
	p := c.Object.Properties
	protocol, targets := p.String("protocol"), p.String("targetType")
	_, layer4 := forwardable[protocol]
	check := p.Map("healthCheck").Clone()
	for property, value := range healthCheckDefaults(strings.ToUpper(check.String("protocol")), layer4) {
		if !check.Has(property) {
			check[property] = value
		}
	}
	p.Set("healthCheck", check)
	if check.String("protocol") != "TCP" && check.Int("timeout") >= check.Int("interval") {
		return c.Refuse("ValidationError", "Health check interval must be greater than the timeout.")
	}
	if !layer4 && c.Inputs.Has("preserveClientIp") {
		return c.Refuse("InvalidConfigurationRequest", "The attribute 'preserve_client_ip.enabled' is not supported for %s target groups", protocol)
	}
	if layer4 && p.String("preserveClientIp") == "" {
		p.Set("preserveClientIp", preservesByDefault(protocol, targets))
	}
	if p.String("preserveClientIp") == "false" && (protocol == "UDP" || protocol == "TCP_UDP") {
		return c.Refuse("InvalidConfigurationRequest", "Client IP preservation cannot be disabled for %s target groups", protocol)
	}
	for _, state := range p.Objects("targetHealthStates") {
		if state.Bool("enableUnhealthyConnectionTermination") && state.Int("unhealthyDrainingInterval") > 0 {
			return c.Refuse("InvalidConfigurationRequest", "The unhealthy draining interval needs unhealthy connection termination to be disabled")
		}
	}
	if !layer4 {
		p.Set("protocolVersion", firstOfTexts(p.String("protocolVersion"), "HTTP1"))
		p.Set("loadBalancingAlgorithmType", firstOfTexts(p.String("loadBalancingAlgorithmType"), "round_robin"))
		p.Set("loadBalancingAnomalyMitigation", firstOfTexts(p.String("loadBalancingAnomalyMitigation"), "off"))
	}
	return nil
}

// healthCheckDefaults are what the service answers where the user says nothing, by the protocol of the check.
// Source: ELBv2 API reference, CreateTargetGroup.
func healthCheckDefaults(protocol string, layer4 bool) cloud.Values {
	defaults := cloud.Values{
		"enabled": true, "healthyThreshold": 5.0, "interval": 30.0, "port": "traffic-port", "unhealthyThreshold": 2.0, "matcher": "200", "path": "/",
		"protocol": "HTTP", "timeout": 5.0,
	}
	if !layer4 {
		return defaults
	}
	defaults.Set("unhealthyThreshold", 2)
	defaults.Set("matcher", "200-399")
	switch protocol {
	case "HTTP":
		defaults.Set("timeout", 6)
	case "HTTPS":
		defaults.Set("timeout", 10)
	default:
		defaults.Set("protocol", "TCP")
		defaults.Set("timeout", 10)
		defaults.Set("matcher", "")
		defaults.Set("path", "")
	}
	return defaults
}

// preservesByDefault tells whether targets see the client's address. Source: NLB user guide, "Client IP preservation".
func preservesByDefault(protocol, targets string) string {
	if targets == "ip" && slices.Contains([]string{"TCP", "TLS"}, protocol) {
		return "false"
	}
	return "true"
}

func firstOfTexts(texts ...string) string {
	for _, text := range texts {
		if text != "" {
			return text
		}
	}
	return ""
}
