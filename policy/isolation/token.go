package isolation

import "strings"

// moduleAliases maps older module names of the AWS provider to the ones in use; the objects behind them are the same.
// Source: the aliases that pulumi-aws v6.83.2 registers for its resources.
var moduleAliases = map[string]string{
	"alb":                      "lb",
	"applicationloadbalancing": "lb",
	"elasticloadbalancingv2":   "lb",
	"elasticloadbalancing":     "elb",
}

// kindAliases maps tokens that were renamed on their own.
var kindAliases = map[string]string{
	"ec2/transitGatewayPeeringAttachmentAccepter": "ec2transitgateway/peeringAttachmentAccepter",
	"elasticsearch/domain":                        "opensearch/domain",
	"elasticsearch/vpcEndpoint":                   "opensearch/vpcEndpoint",
}

// CanonicalToken replaces the known aliases of a type token by one name: every name of an AWS load balancer answers
// "aws:lb/loadBalancer:LoadBalancer". The short forms "aws:lb:LoadBalancer" and "lb/loadBalancer" are understood. Tokens
// of other packages are returned as they are.
func CanonicalToken(token string) string {
	kind := kindOf(token)
	module, name, ok := strings.Cut(kind, "/")
	if !ok || strings.Contains(kind, ":") || name == "" {
		return token
	}
	return "aws:" + module + "/" + name + ":" + strings.ToUpper(name[:1]) + name[1:]
}

// kindOf returns "module/name" for a token of the AWS provider, with aliases resolved, and the token itself for others.
func kindOf(token string) string {
	kind := token
	if rest, ok := strings.CutPrefix(token, "aws:"); ok {
		module, name, _ := strings.Cut(rest, ":")
		if m, n, ok := strings.Cut(module, "/"); ok {
			module, name = m, n
		}
		if name == "" {
			return token
		}
		kind = module + "/" + strings.ToLower(name[:1]) + name[1:]
	} else if strings.Contains(token, ":") {
		return token
	}
	if alias, ok := kindAliases[kind]; ok {
		return alias
	}
	if module, name, ok := strings.Cut(kind, "/"); ok {
		if alias, ok := moduleAliases[module]; ok {
			return alias + "/" + name
		}
	}
	return kind
}
