package aws

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/lb"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

func listenerType() cloud.Resource {
	outputs := map[string]any{"sslPolicy": "", "tcpIdleTimeoutSeconds": 0, "mutualAuthentication": map[string]any{}, "protocol": "HTTP"}
	for _, header := range routingHeaders() {
		outputs[header] = ""
	}
	outputs["routingHttpResponseServerEnabled"] = false
	return cloud.Resource{
		Type: "aws:lb/listener:Listener", Args: lb.ListenerArgs{}, State: lb.Listener{}, Kind: kindListener, Noun: "ELBv2 Listener",
		API: loadBalancingAPI("CreateListener", "ModifyListener", "DescribeListeners", "DeleteListener"),
		MakeID: func(c *cloud.Call) (string, error) {
			return c.Expand(cloud.Format(strings.Replace(c.Inputs.String("loadBalancerArn"), ":loadbalancer/", ":listener/", 1) + "/{hex16}"))
		},
		Outputs:   mapWith(outputs, "arn", "{id}"),
		Nested:    []string{"defaultActions[*].order"},
		Required:  []string{"defaultActions"},
		ReplaceOn: []string{"loadBalancerArn"},
		// The provider takes what is done to headers for a matter of listeners that read them.
		Same: func(path string, _, next cloud.Values) bool {
			return strings.HasPrefix(path, "routingHttp") && !strings.HasPrefix(next.String("protocol"), "HTTP")
		},
		Constraints: []cloud.Constraint{
			{Path: "port", Min: 1, Max: 65535}, {Path: "protocol", OneOf: []string{"HTTP", "HTTPS", "TCP", "TLS", "UDP", "TCP_UDP", "GENEVE"}},
			{Path: "defaultActions[*].type", OneOf: []string{"forward", "authenticate-oidc", "authenticate-cognito", "redirect", "fixed-response"}},
			{Path: "defaultActions[*].targetGroupArn", Pattern: anARN}, {Path: "loadBalancerArn", Pattern: anARN},
			{Path: "tcpIdleTimeoutSeconds", Min: 60, Max: 6000},
		},
		References: []cloud.Reference{
			{Path: "loadBalancerArn", Kind: kindLoadBalancer, Code: loadBalancerMissing.Code, Text: "One or more load balancers not found"},
			targetGroupOfAction("defaultActions[*].targetGroupArn"), targetGroupOfAction("defaultActions[*].forward.targetGroups[*].arn"),
		},
		Unique: []cloud.Unique{{
			Properties: []string{"loadBalancerArn", "port"}, Code: "DuplicateListener",
			Text: "A listener already exists on this port for this load balancer '{loadBalancerArn}'",
		}},
		Quotas: []cloud.Quota{{
			Per: []string{"loadBalancerArn"}, Max: 50, Code: "TooManyListeners", Text: "The maximum number of listeners has been reached on load balancer '{loadBalancerArn}'",
		}},
		Check:  checkActions,
		Create: settleListener, Update: settleListener,
	}
}

// actionNeeds are the blocks of which an action of a type needs one, as the provider's CustomizeDiff wants it.
var actionNeeds = map[string][]string{
	"forward": {"targetGroupArn", "forward"}, "redirect": {"redirect"}, "fixed-response": {"fixedResponse"},
	"authenticate-oidc": {"authenticateOidc"}, "authenticate-cognito": {"authenticateCognito"},
}

func checkActions(c *cloud.Checking) {
	for i, action := range c.Inputs.Objects("defaultActions") {
		needed, known := actionNeeds[action.String("type")]
		if known && !slices.ContainsFunc(needed, action.Has) {
			c.Fail(fmt.Sprintf("defaultActions[%d].%s", i, needed[0]), "must be specified when the type is %q", action.String("type"))
		}
	}
}

func mapWith(m map[string]any, name string, value any) map[string]any {
	m[name] = value
	return m
}

// routingHeaders are the outputs of a listener on HTTP headers, empty where the listener sets none.
func routingHeaders() []string {
	schema, err := cloud.SchemaOf(nil, lb.Listener{})
	if err != nil {
		return nil
	}
	var headers []string
	for name, field := range schema.Outputs {
		if strings.HasPrefix(name, "routingHttp") && field.Shape.Kind == cloud.ShapeString {
			headers = append(headers, name)
		}
	}
	return headers
}

func targetGroupOfAction(path string) cloud.Reference {
	return cloud.Reference{Path: path, Kind: kindTargetGroup, Blocks: true, Code: "TargetGroupNotFound", Text: "One or more target groups not found"}
}

// forwardable are the protocols of target groups to which a network load balancer's listener may forward, by its own protocol.
// Source: NLB user guide, "Listener configuration".
var forwardable = map[string][]string{
	"TCP": {"TCP", "TCP_UDP"}, "TLS": {"TCP", "TLS"}, "UDP": {"UDP", "TCP_UDP"}, "TCP_UDP": {"TCP_UDP"},
}

// settleListener judges where a listener forwards to.
func settleListener(c *cloud.Call) error {
	p := c.Object.Properties
	fillZeroes(p, map[string]any{"defaultActions[*].order": 0.0})
	balancer, ok := c.Get(kindLoadBalancer, p.String("loadBalancerArn"))
	if !ok {
		return c.RefuseWith(loadBalancerMissing, p.String("loadBalancerArn"))
	}
	protocol, network := p.String("protocol"), balancer.Properties.String("loadBalancerType") == "network"
	_, layer4 := forwardable[protocol]
	switch {
	case network && (!c.Inputs.Has("protocol") || !layer4), !network && layer4:
		return c.Refuse("ValidationError", "Listener protocol '%s' is not supported with a load balancer of type '%s'", protocol,
			balancer.Properties.String("loadBalancerType"))
	case !c.Inputs.Has("port"):
		return c.Refuse("ValidationError", "A listener port must be specified")
	case (protocol == "TLS" || protocol == "HTTPS") && !c.Inputs.Has("certificateArn"):
		return c.Refuse("ValidationError", "A certificate must be specified for %s listeners", protocol)
	case protocol != "TCP" && c.Inputs.Has("tcpIdleTimeoutSeconds") && network:
		return c.Refuse("InvalidConfigurationRequest", "The attribute 'tcp.idle_timeout.seconds' is not supported for %s listeners", protocol)
	}
	if protocol == "TCP" && !c.Inputs.Has("tcpIdleTimeoutSeconds") {
		p.Set("tcpIdleTimeoutSeconds", 350)
	}
	for _, action := range p.Objects("defaultActions") {
		if network && action.String("type") != "forward" {
			return c.Refuse("InvalidLoadBalancerAction", "Actions of type '%s' are not supported with a load balancer of type 'network'", action.String("type"))
		}
		for _, arn := range forwardedTo(action) {
			if err := checkForward(c, balancer, arn); err != nil {
				return err
			}
		}
	}
	return nil
}

// forwardedTo lists the target groups of an action.
func forwardedTo(action cloud.Values) []string {
	var arns []string
	if arn := action.String("targetGroupArn"); arn != "" {
		arns = append(arns, arn)
	}
	for _, group := range action.Map("forward").Objects("targetGroups") {
		arns = append(arns, group.String("arn"))
	}
	return arns
}

func checkForward(c *cloud.Call, balancer *cloud.Object, arn string) error {
	group, ok := c.Get(kindTargetGroup, arn)
	if !ok {
		return c.Refuse("TargetGroupNotFound", "One or more target groups not found")
	}
	protocol, target := c.Object.Properties.String("protocol"), group.Properties.String("protocol")
	if allowed, layer4 := forwardable[protocol]; layer4 && !slices.Contains(allowed, target) || !layer4 && target != "HTTP" && target != "HTTPS" {
		return c.Refuse("IncompatibleProtocols", "Listener protocol '%s' is not supported with a target group with the protocol '%s'", protocol, target)
	}
	if group.Properties.String("vpcId") != balancer.Properties.String("vpcId") {
		return c.Refuse("InvalidConfigurationRequest", "The target group '%s' and the load balancer '%s' are in different VPCs", arn, balancer.ID)
	}
	if owners := loadBalancersOf(c, arn); len(owners) > 0 && owners[0] != balancer.ID {
		return c.Refuse("TargetGroupAssociationLimit", "The following target groups cannot be associated with more than one load balancer: %s", arn)
	}
	return nil
}

// loadBalancersOf lists the load balancers whose listeners forward to a target group; the listener at hand does not count.
func loadBalancersOf(c *cloud.Call, arn string) []string {
	var balancers []string
	for _, listener := range c.Find(kindListener, nil) {
		forwards := slices.ContainsFunc(listener.Properties.Objects("defaultActions"), func(action cloud.Values) bool {
			return slices.Contains(forwardedTo(action), arn)
		})
		owner := listener.Properties.String("loadBalancerArn")
		if forwards && (c.Object == nil || listener.ID != c.Object.ID) && !slices.Contains(balancers, owner) {
			balancers = append(balancers, owner)
		}
	}
	return balancers
}
