package rules

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"

	"github.com/cloudgap/cloudgap/policy/isolation"
)

var resourceOptions = Rule{
	ID:       "OPTS",
	Title:    "no option hides from the plan what is deployed",
	Severity: Medium,
	Types:    []string{"aws:*", awsProvider},
	Why: "With ignoreChanges the engine keeps an old or foreign value and shows none of its changes, so that a route made by " +
		"hand stays. An alias of another type takes over the state of something else. A provider that assumes a role, has " +
		"credentials or a Region of its own, or talks to other endpoints, puts resources into an account, a Region or a system " +
		"that nobody judges here.",
	Fix: "remove the property from ignoreChanges and the alias; use the account, the Region and the endpoints of the stack, or " +
		"list the role's ARN, the profile, the account or the Region in allowed",
	Controls: assurance,
	Allows: "ARNs of roles that providers of this stack may assume, and the Regions, profiles and account ids (with " +
		"allowedAccountIds of the provider) that further providers may use",
	Resource: hiddenByOptions,
	Stack:    foreignProviders,
}

// decidingProperties are the properties that rules judge together with others, on any type; those that decide alone are
// isolation.Deciding. Changes of others, such as tags or sizes, may be ignored.
var decidingProperties = []string{
	"acceptanceRequired", "action", "allocationId", "allowAssociationToShareableServiceNetwork", "allowedPrincipals",
	"associatePublicIpAddress", "autoAcceptSharedAttachments", "blackhole", "cidr", "cidrBlock", "cidrBlocks", "cidrIpv4",
	"cidrIpv6", "content", "coreNetworkArn", "defaultRouteTableAssociation", "defaultRouteTablePropagation",
	"destinationCidrBlock", "destinationIpv6CidrBlock", "destinationPrefixListId", "dhcpOptionsId", "documentType",
	"domainNameServers", "domains", "egress", "egressOnlyGatewayId", "endpointType", "entries", "firewallDomainListId",
	"firewallFailOpen", "firewallRuleGroupId", "gatewayId", "gatewayLoadBalancerEndpointId", "httpPutResponseHopLimit",
	"httpTokens", "ingress", "inlinePolicies", "internal", "internetGatewayBlockMode", "internetGatewayExclusionMode",
	"ipv6CidrBlocks",
	"launchTemplate", "launchTemplateConfigs", "mapPublicIpOnLaunch", "metadataOptions", "mixedInstancesPolicy",
	"natGatewayId", "networkInterfaceId", "networkInterfaces", "networkLoadBalancerArn", "peerOwnerId", "peerRegion",
	"peerVpcId", "policy", "prefixListId", "prefixListIds", "principal", "priority", "privateDnsEnabled", "propagatingVgws",
	"publiclyAccessible", "resolverRuleId", "resourceConfigurationArn", "resourceConfigurationDefinition",
	"resourceGatewayIdentifier", "routeTableId", "routeTableIds", "routes", "ruleAction", "securityGroupId",
	"securityGroupIds", "serviceName", "serviceNetworkArn", "serviceRegion", "sourceDestCheck", "subnetId", "subnetIds",
	"subnetMappings", "trafficMirrorTargetId", "transitGatewayAttachmentId", "transitGatewayId", "transitGatewayRouteTableId",
	"vpcConfig", "vpcEndpointId", "vpcEndpointType", "vpcId", "vpcPeeringConnectionId", "vpcSecurityGroupIds", "vpnGatewayId",
}

// mayIgnore are properties that AWS changes by itself: a default network ACL takes every subnet that has no other ACL, and
// its rules, which are judged, apply to whichever subnets those are.
var mayIgnore = map[string]string{"aws:ec2/defaultNetworkAcl:DefaultNetworkAcl": "subnetIds"}

func hiddenByOptions(r *isolation.Resource, s Settings) []Finding {
	if r.Token() == awsProvider {
		return foreignProvider(r, s)
	}
	findings := hiddenByAlias(r)
	for _, path := range r.IgnoreChanges {
		if mayIgnore[r.Token()] != path && hides(r.Token(), path) {
			findings = append(findings, Finding{Property: path, Reason: "ignoreChanges hides changes of " + path + ", which decides about isolation"})
		}
	}
	return findings
}

// hides tells whether a path names a property that decides, in any of the notations of the engine. A path that cannot be
// read may name anything.
func hides(token, path string) bool {
	parsed, err := resource.ParsePropertyPath(path)
	if err != nil || len(parsed) == 0 {
		return true
	}
	property, isName := parsed[0].(string)
	return !isName || property == "*" || slices.Contains(decidingProperties, property) || slices.Contains(isolation.Deciding(token), property)
}

// hiddenByAlias finds aliases of another type: the resource takes over the state of something else, which then is neither
// shown nor deleted. The older names of one type are the same type.
func hiddenByAlias(r *isolation.Resource) []Finding {
	var findings []Finding
	for _, urn := range r.Aliases {
		token := isolation.CanonicalToken(lastType(urn))
		if token != r.Token() && (isolation.Judged(token) || isolation.Judged(r.Token())) {
			findings = append(findings, Finding{Property: "alias " + urn, Reason: "the alias takes over the state of a " + token + ", which then is hidden"})
		}
	}
	return findings
}

// lastType is the type of the resource that a URN names, without those of its parents.
func lastType(urn string) string {
	parts := strings.SplitN(urn, "::", 4)
	if len(parts) < 4 {
		return ""
	}
	return parts[2][strings.LastIndex(parts[2], "$")+1:]
}

// foreignProvider judges the configuration of a provider resource. The engine hands over nested settings as JSON text.
func foreignProvider(r *isolation.Resource, s Settings) []Finding {
	var findings []Finding
	for _, key := range []string{"assumeRoles", "assumeRoleWithWebIdentity", "assumeRole"} {
		v := r.Value(key)
		if v.State() != isolation.Absent && !allowedRole(v, s.Allowed("OPTS")) {
			findings = append(findings, Finding{Property: key, Reason: "the provider assumes a role that is not allowed"})
		}
	}
	if v := r.Value("endpoints"); v.State() != isolation.Absent {
		if text, state := v.Text(); state != isolation.Known || text != "[]" {
			findings = append(findings, Finding{Property: "endpoints", Reason: "the provider talks to endpoints of its own"})
		}
	}
	return findings
}

// allowedRole tells whether the settings of one or more roles, as objects or as JSON text, name allowed ones only.
func allowedRole(v isolation.Value, allowed []string) bool {
	if text, state := v.Text(); state == isolation.Known {
		var roles oneOrMany[map[string]any]
		return json.Unmarshal([]byte(text), &roles) == nil && !slices.ContainsFunc(roles, func(role map[string]any) bool {
			arn, _ := role["roleArn"].(string)
			return len(role) > 0 && !slices.Contains(allowed, arn)
		})
	}
	elements, state := v.Elements()
	return state == isolation.Known && !slices.ContainsFunc(elements, func(e isolation.Value) bool {
		arn, state := e.Field("roleArn").Text()
		return state != isolation.Known || !slices.Contains(allowed, arn)
	})
}
