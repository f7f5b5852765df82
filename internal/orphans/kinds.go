package orphans

import (
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws/arn"
)

// kind is a sort of object as its Amazon resource name tells it: the service, and what the name of the resource begins with.
type kind struct {
	service, prefix string
	// tokens are the Pulumi types that may stand for it, the most likely first.
	tokens []string
	// id tells what Pulumi knows the object by. named are the names that the program gives to the resource of which it is.
	id func(name arn.ARN, named names) string
}

// names are the inputs of a resource that are texts and known.
type names func(input string) string

// kinds are the taggable objects that components make. Forms of the names: AWS Service Authorization Reference; forms of the ids: the section
// "Import" of each resource in the documentation of pulumi-aws. What is not here, such as an instance of an Auto Scaling group that took over the group's
// tags, is made by AWS on behalf of one that is.
var kinds = []kind{
	{"autoscaling", "autoScalingGroup:", []string{"aws:autoscaling/group:Group"}, last},
	{"cloudwatch", "alarm:", []string{"aws:cloudwatch/metricAlarm:MetricAlarm"}, afterColon},
	{"ec2", "dhcp-options/", []string{"aws:ec2/vpcDhcpOptions:VpcDhcpOptions"}, last},
	{"ec2", "egress-only-internet-gateway/", []string{"aws:ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway"}, last},
	{"ec2", "elastic-ip/", []string{"aws:ec2/eip:Eip"}, last},
	{"ec2", "internet-gateway/", []string{"aws:ec2/internetGateway:InternetGateway"}, last},
	{"ec2", "launch-template/", []string{"aws:ec2/launchTemplate:LaunchTemplate"}, last},
	{"ec2", "natgateway/", []string{"aws:ec2/natGateway:NatGateway"}, last},
	{"ec2", "network-acl/", []string{"aws:ec2/networkAcl:NetworkAcl", "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl"}, last},
	{"ec2", "prefix-list/", []string{"aws:ec2/managedPrefixList:ManagedPrefixList"}, last},
	{"ec2", "route-table/", []string{"aws:ec2/routeTable:RouteTable", "aws:ec2/defaultRouteTable:DefaultRouteTable"}, last},
	{"ec2", "security-group/", []string{"aws:ec2/securityGroup:SecurityGroup", "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup"}, last},
	{"ec2", "security-group-rule/", []string{"aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule", "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"}, last},
	{"ec2", "subnet/", []string{"aws:ec2/subnet:Subnet"}, last},
	{"ec2", "transit-gateway/", []string{"aws:ec2transitgateway/transitGateway:TransitGateway"}, last},
	{"ec2", "transit-gateway-attachment/", []string{
		"aws:ec2transitgateway/vpcAttachment:VpcAttachment", "aws:ec2transitgateway/vpcAttachmentAccepter:VpcAttachmentAccepter",
	}, last},
	{"ec2", "transit-gateway-route-table/", []string{"aws:ec2transitgateway/routeTable:RouteTable"}, last},
	{"ec2", "vpc/", []string{"aws:ec2/vpc:Vpc"}, last},
	{"ec2", "vpc-block-public-access-exclusion/", []string{"aws:ec2/vpcBlockPublicAccessExclusion:VpcBlockPublicAccessExclusion"}, last},
	{"ec2", "vpc-endpoint/", []string{"aws:ec2/vpcEndpoint:VpcEndpoint"}, last},
	{"ec2", "vpc-flow-log/", []string{"aws:ec2/flowLog:FlowLog"}, last},
	{"ec2", "vpc-peering-connection/", []string{
		"aws:ec2/vpcPeeringConnection:VpcPeeringConnection", "aws:ec2/vpcPeeringConnectionAccepter:VpcPeeringConnectionAccepter",
	}, last},
	{"eks", "access-entry/", []string{"aws:eks/accessEntry:AccessEntry"}, func(_ arn.ARN, named names) string {
		return joined(":", named("clusterName"), named("principalArn"))
	}},
	{"eks", "addon/", []string{"aws:eks/addon:Addon"}, withinCluster(":")},
	{"eks", "cluster/", []string{"aws:eks/cluster:Cluster"}, last},
	{"eks", "nodegroup/", []string{"aws:eks/nodeGroup:NodeGroup"}, withinCluster(":")},
	{"eks", "podidentityassociation/", []string{"aws:eks/podIdentityAssociation:PodIdentityAssociation"}, withinCluster(",")},
	{"elasticloadbalancing", "listener/", []string{"aws:lb/listener:Listener"}, whole},
	{"elasticloadbalancing", "loadbalancer/", []string{"aws:lb/loadBalancer:LoadBalancer"}, whole},
	{"elasticloadbalancing", "targetgroup/", []string{"aws:lb/targetGroup:TargetGroup"}, whole},
	{"events", "rule/", []string{"aws:cloudwatch/eventRule:EventRule"}, afterType},
	{"iam", "instance-profile/", []string{"aws:iam/instanceProfile:InstanceProfile"}, last},
	{"iam", "oidc-provider/", []string{"aws:iam/openIdConnectProvider:OpenIdConnectProvider"}, whole},
	{"iam", "policy/", []string{"aws:iam/policy:Policy"}, whole},
	{"iam", "role/", []string{"aws:iam/role:Role"}, last},
	{"kms", "key/", []string{"aws:kms/key:Key"}, last},
	{"logs", "log-group:", []string{"aws:cloudwatch/logGroup:LogGroup"}, afterColon},
	{"ram", "resource-share/", []string{"aws:ram/resourceShare:ResourceShare"}, whole},
	{"route53", "hostedzone/", []string{"aws:route53/zone:Zone"}, last},
	{"route53profiles", "profile/", []string{"aws:route53/profilesProfile:ProfilesProfile"}, last},
	{"route53profiles", "profile-association/", []string{"aws:route53/profilesAssociation:ProfilesAssociation"}, last},
	{"route53resolver", "firewall-domain-list/", []string{"aws:route53/resolverFirewallDomainList:ResolverFirewallDomainList"}, last},
	{"route53resolver", "firewall-rule-group/", []string{"aws:route53/resolverFirewallRuleGroup:ResolverFirewallRuleGroup"}, last},
	{"route53resolver", "firewall-rule-group-association/", []string{"aws:route53/resolverFirewallRuleGroupAssociation:ResolverFirewallRuleGroupAssociation"}, last},
	{"route53resolver", "resolver-endpoint/", []string{"aws:route53/resolverEndpoint:ResolverEndpoint"}, last},
	{"route53resolver", "resolver-query-log-config/", []string{"aws:route53/resolverQueryLogConfig:ResolverQueryLogConfig"}, last},
	{"route53resolver", "resolver-rule/", []string{"aws:route53/resolverRule:ResolverRule"}, last},
	{"s3", "", []string{"aws:s3/bucketV2:BucketV2", "aws:s3/bucket:Bucket"}, last},
	{"secretsmanager", "secret:", []string{"aws:secretsmanager/secret:Secret"}, whole},
	{"sns", "", []string{"aws:sns/topic:Topic"}, whole},
	{"ssm", "document/", []string{"aws:ssm/document:Document"}, last},
	{"ssm", "parameter/", []string{"aws:ssm/parameter:Parameter"}, parameter},
	{"vpc-lattice", "resourceconfiguration/", []string{"aws:vpclattice/resourceConfiguration:ResourceConfiguration"}, last},
	{"vpc-lattice", "resourcegateway/", []string{"aws:vpclattice/resourceGateway:ResourceGateway"}, last},
}

// kindOf finds the kind of an object by its name.
func kindOf(name arn.ARN) (kind, bool) {
	for _, k := range kinds {
		if rest, ok := strings.CutPrefix(name.Resource, k.prefix); ok && k.service == name.Service && rest != "" {
			return k, true
		}
	}
	return kind{}, false
}

// Taggable tells whether objects of a Pulumi type are found by their tags.
func Taggable(token string) bool {
	for _, k := range kinds {
		for _, t := range k.tokens {
			if t == token {
				return true
			}
		}
	}
	return false
}

func whole(name arn.ARN, _ names) string { return name.String() }

func last(name arn.ARN, _ names) string {
	return name.Resource[strings.LastIndex(name.Resource, "/")+1:]
}

func afterColon(name arn.ARN, _ names) string {
	_, rest, _ := strings.Cut(name.Resource, ":")
	return strings.TrimSuffix(rest, ":*") // As CloudWatch Logs writes it in some places, for the streams within.
}

func afterType(name arn.ARN, _ names) string {
	_, rest, _ := strings.Cut(name.Resource, "/")
	return rest
}

// withinCluster is for what EKS names TYPE/CLUSTER/NAME/UUID.
func withinCluster(separator string) func(arn.ARN, names) string {
	return func(name arn.ARN, _ names) string {
		parts := strings.Split(name.Resource, "/")
		if len(parts) < 3 {
			return ""
		}
		return joined(separator, parts[1], parts[2])
	}
}

// parameter is a name, which begins with a slash where it has several parts.
func parameter(name arn.ARN, named names) string {
	rest := afterType(name, named)
	if strings.Contains(rest, "/") {
		return "/" + rest
	}
	return rest
}

// joined is empty where a part is.
func joined(separator string, parts ...string) string {
	for _, part := range parts {
		if part == "" {
			return ""
		}
	}
	return strings.Join(parts, separator)
}
