package aws

import "github.com/cloudgap/cloudgap/rehearsal/cloud"

// Kinds of objects in the simulated account, by EC2's own words where it has one.
const (
	kindVPC                   = "vpc"
	kindVPCBlock              = "vpc-cidr-block-association"
	kindSubnet                = "subnet"
	kindRouteTable            = "route-table"
	kindRoute                 = "route"
	kindRouteTableAssociation = "route-table-association"
	kindMainAssociation       = "main-route-table-association"
	kindNetworkACL            = "network-acl"
	kindNetworkACLRule        = "network-acl-rule"
	kindNetworkACLAssociation = "network-acl-association"
	kindSecurityGroup         = "security-group"
	kindSecurityGroupRules    = "security-group-rules"
	kindSecurityGroupRule     = "security-group-rule"
	kindInterface             = "network-interface"
	kindPrefixList            = "prefix-list"
	kindEndpoint              = "vpc-endpoint"
	kindEndpointPolicy        = "vpc-endpoint-policy"
	kindEndpointRouteTable    = "vpc-endpoint-route-table-association"
	kindEndpointSubnet        = "vpc-endpoint-subnet-association"
	kindDHCPOptions           = "dhcp-options"
	kindDHCPAssociation       = "dhcp-options-association"
	kindFlowLog               = "vpc-flow-log"
	kindInternetGateway       = "internet-gateway"
	kindInternetAttachment    = "internet-gateway-attachment"
	kindNATGateway            = "nat-gateway"
	kindEgressOnlyGateway     = "egress-only-internet-gateway"
	kindElasticIP             = "elastic-ip"
	kindPeering               = "vpc-peering-connection"
	kindTransitGateway        = "transit-gateway"
	kindTransitAttachment     = "transit-gateway-attachment"
	kindVPNGateway            = "vpn-gateway"
	kindBlockPublicAccess     = "vpc-block-public-access-options"
	kindKey                   = "kms-key"
	kindAlias                 = "kms-alias"
	kindKeyPolicy             = "kms-key-policy"
	kindRole                  = "iam-role"
	kindRolePolicy            = "iam-role-policy"
	kindPolicy                = "iam-policy"
	kindPolicyAttachment      = "iam-role-policy-attachment"
	kindLogGroup              = "log-group"
	kindLogPolicy             = "log-resource-policy"
	kindDomainList            = "firewall-domain-list"
	kindFirewallGroup         = "firewall-rule-group"
	kindFirewallRule          = "firewall-rule"
	kindFirewallAssociation   = "firewall-rule-group-association"
	kindFirewallConfig        = "firewall-config"
	kindQueryLog              = "resolver-query-log-config"
	kindQueryLogAssociation   = "resolver-query-log-config-association"
	kindResolverEndpoint      = "resolver-endpoint"
	kindResolverRule          = "resolver-rule"
	kindResolverAssociation   = "resolver-rule-association"
	kindZone                  = "hosted-zone"
	kindZoneAssociation       = "hosted-zone-association"
	kindZoneAuthorization     = "hosted-zone-association-authorization"
	kindRecord                = "record-set"
	kindProfile               = "route53-profile"
	kindProfileAssociation    = "route53-profile-association"
	kindProfileResource       = "route53-profile-resource-association"
	kindShare                 = "resource-share"
	kindShareResource         = "resource-share-association"
	kindSharePrincipal        = "principal-share-association"
	kindLaunchTemplate        = "launch-template"
	kindInstanceProfile       = "iam-instance-profile"
	kindOIDCProvider          = "iam-oidc-provider"
	kindCluster               = "eks-cluster"
	kindNodeGroup             = "eks-nodegroup"
	kindAddOn                 = "eks-addon"
	kindAccessEntry           = "eks-access-entry"
	kindAccessPolicy          = "eks-access-policy-association"
	kindPodIdentity           = "eks-pod-identity-association"
	kindScalingGroup          = "auto-scaling-group"
	kindLifecycleHook         = "lifecycle-hook"
	kindScalingPolicy         = "scaling-policy"
	kindScalingAttachment     = "scaling-attachment"
	kindScheduledAction       = "scheduled-action"
	kindLoadBalancer          = "load-balancer"
	kindTargetGroup           = "target-group"
	kindListener              = "listener"
	kindBucket                = "s3-bucket"
	kindBucketPolicy          = "s3-bucket-policy"
	kindBucketVersioning      = "s3-bucket-versioning"
	kindBucketEncryption      = "s3-bucket-encryption"
	kindBucketAccessBlock     = "s3-bucket-public-access-block"
	kindBucketLifecycle       = "s3-bucket-lifecycle"
	kindBucketOwnership       = "s3-bucket-ownership-controls"
	kindBucketLock            = "s3-bucket-object-lock"
	kindBucketLogging         = "s3-bucket-logging"
	kindBucketObject          = "s3-object"
	kindSecret                = "secret"
	kindSecretVersion         = "secret-version"
	kindSecretPolicy          = "secret-policy"
	kindDeletedSecret         = "secret-in-recovery"
	kindMetricAlarm           = "metric-alarm"
	kindMetricFilter          = "metric-filter"
	kindEventRule             = "event-rule"
	kindEventTarget           = "event-target"
	kindTopic                 = "sns-topic"
	kindTopicPolicy           = "sns-topic-policy"
	kindQueue                 = "sqs-queue"
	kindQueuePolicy           = "sqs-queue-policy"
	kindDocument              = "ssm-document"
	kindParameter             = "ssm-parameter"
	kindPrefixListEntry       = "prefix-list-entry"
	kindPeeringOptions        = "vpc-peering-connection-options"
	kindPeeringAcceptance     = "vpc-peering-connection-acceptance"
	kindTransitTable          = "transit-gateway-route-table"
	kindTransitRoute          = "transit-gateway-route"
	kindTransitAssociation    = "transit-gateway-route-table-association"
	kindTransitPropagation    = "transit-gateway-route-table-propagation"
	kindResourceGateway       = "lattice-resource-gateway"
	kindResourceConfiguration = "lattice-resource-configuration"
	kindAccessExclusion       = "vpc-block-public-access-exclusion"
)

// missing is what EC2 answers to an id that names nothing, by kind.
var missing = map[string]cloud.Refusal{
	kindVPC:            {Code: "InvalidVpcID.NotFound", Text: "The vpc ID '{value}' does not exist"},
	kindSubnet:         {Code: "InvalidSubnetID.NotFound", Text: "The subnet ID '{value}' does not exist"},
	kindRouteTable:     {Code: "InvalidRouteTableID.NotFound", Text: "The routeTable ID '{value}' does not exist"},
	kindNetworkACL:     {Code: "InvalidNetworkAclID.NotFound", Text: "The networkAcl ID '{value}' does not exist"},
	kindSecurityGroup:  {Code: "InvalidGroup.NotFound", Text: "The security group '{value}' does not exist"},
	kindInterface:      {Code: "InvalidNetworkInterfaceID.NotFound", Text: "The networkInterface ID '{value}' does not exist"},
	kindPrefixList:     {Code: "InvalidPrefixListID.NotFound", Text: "The prefix list ID '{value}' does not exist"},
	kindEndpoint:       {Code: "InvalidVpcEndpointId.NotFound", Text: "The Vpc Endpoint Id '{value}' does not exist"},
	kindDHCPOptions:    {Code: "InvalidDhcpOptionID.NotFound", Text: "The dhcpOption ID '{value}' does not exist"},
	kindNATGateway:     {Code: "InvalidNatGatewayID.NotFound", Text: "The natGateway ID '{value}' does not exist"},
	kindElasticIP:      {Code: "InvalidAllocationID.NotFound", Text: "The allocation ID '{value}' does not exist"},
	kindPeering:        {Code: "InvalidVpcPeeringConnectionID.NotFound", Text: "The vpcPeeringConnection ID '{value}' does not exist"},
	kindTransitGateway: {Code: "InvalidTransitGatewayID.NotFound", Text: "Transit Gateway {value} was deleted or does not exist."},
	kindVPNGateway:     {Code: "InvalidVpnGatewayID.NotFound", Text: "The vpnGateway ID '{value}' does not exist"},

	kindInternetGateway:   {Code: "InvalidInternetGatewayID.NotFound", Text: "The internetGateway ID '{value}' does not exist"},
	kindEgressOnlyGateway: {Code: "InvalidGatewayID.NotFound", Text: "The gateway ID '{value}' does not exist"},
	kindTransitAttachment: {Code: "InvalidTransitGatewayAttachmentID.NotFound", Text: "Transit Gateway Attachment {value} was deleted or does not exist."},
	kindTransitTable:      {Code: "InvalidRouteTableID.NotFound", Text: "Transit Gateway Route Table {value} was deleted or does not exist."},
}

// refers says that a property names an EC2 object, which must exist.
func refers(path, kind string) cloud.Reference {
	return cloud.Reference{Path: path, Kind: kind, Code: missing[kind].Code, Text: missing[kind].Text}
}

// needs is refers for an object that cannot be deleted before the one that names it.
func needs(path, kind string) cloud.Reference {
	reference := refers(path, kind)
	reference.Blocks = true
	return reference
}

// inUse is EC2's refusal to delete an object of a kind that something depends on.
func inUse(noun string) cloud.Refusal {
	return cloud.Refusal{Code: "DependencyViolation", Text: "The " + noun + " '{id}' has dependencies and cannot be deleted."}
}

// ec2API names the operations on an EC2 noun. An empty update means that only tags change in place.
func ec2API(noun, update string) cloud.API {
	if update == "" {
		update = "CreateTags"
	}
	return cloud.API{Service: "EC2", Create: "Create" + noun, Update: update, Read: "Describe" + noun + "s", Delete: "Delete" + noun}
}

// where returns a condition on the string value of one property.
func where(property, value string) func(*cloud.Object) bool {
	return func(o *cloud.Object) bool { return o.Properties.String(property) == value }
}

// get is c.Get with EC2's refusal where there is no such object.
func get(c *cloud.Call, kind, id string) (*cloud.Object, error) {
	if found, ok := c.Get(kind, id); ok {
		return found, nil
	}
	return nil, c.RefuseWith(missing[kind], id)
}
