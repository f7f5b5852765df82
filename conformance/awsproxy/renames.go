package awsproxy

// renames lists the properties whose name in pulumi-aws is not the one that the bridge derives from the provider's schema: by
// our type token, from our path to the bridge's name. "[]" stands for the elements of a list. pulumi-aws carries these as
// overrides of its own; where it also overrides the form (a list of at most one element as an object, a number as a string),
// the two recorded forms tell and nothing needs to be written here.
var renames = map[string]map[string]string{
	"aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter": {"logGroup": "logGroupName"},
	"aws:cloudwatch/metricAlarm:MetricAlarm":                     {"name": "alarmName"},
	"aws:dynamodb/table:Table": {
		"globalSecondaryIndexes": "globalSecondaryIndices",
		"localSecondaryIndexes":  "localSecondaryIndices",
	},
	"aws:ec2/defaultNetworkAcl:DefaultNetworkAcl":       rulesInline,
	"aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": rulesInline,
	"aws:ec2/networkAcl:NetworkAcl":                     rulesInline,
	"aws:ec2/securityGroup:SecurityGroup":               rulesInline,
	// Besides the provider's list pulumi-aws offers its only element under a name of its own.
	"aws:eks/cluster:Cluster":       {"certificateAuthority": "certificateAuthorities"},
	"aws:eks/getCluster:getCluster": {"vpcConfig": "vpcConfigs"},
	"aws:route53/record:Record": {
		"aliases":                    "alias",
		"failoverRoutingPolicies":    "failoverRoutingPolicy",
		"geolocationRoutingPolicies": "geolocationRoutingPolicy",
		"latencyRoutingPolicies":     "latencyRoutingPolicy",
		"weightedRoutingPolicies":    "weightedRoutingPolicy",
	},
	"aws:s3/bucketLifecycleConfigurationV2:BucketLifecycleConfigurationV2": {
		"rules[].abortIncompleteMultipartUpload": "abortIncompleteMultipartUploads",
		"rules[].expiration":                     "expirations",
		"rules[].filter":                         "filters",
		"rules[].filter.and":                     "ands",
		"rules[].filter.tag":                     "tags",
		"rules[].noncurrentVersionExpiration":    "noncurrentVersionExpirations",
	},
	"aws:sns/topicSubscription:TopicSubscription": {"topic": "topicArn"},
	"aws:vpclattice/resourceConfiguration:ResourceConfiguration": {
		"resourceConfigurationDefinition":             "resourceConfigurationDefinitions",
		"resourceConfigurationDefinition.arnResource": "arnResources",
		"resourceConfigurationDefinition.dnsResource": "dnsResources",
		"resourceConfigurationDefinition.ipResource":  "ipResources",
	},
}

// rulesInline are the rules of a security group or network ACL written into the group itself. pulumi-aws keeps the singular.
var rulesInline = map[string]string{"ingress": "ingresses", "egress": "egresses"}

// oursAlone lists properties of pulumi-aws that are not carried over, with the reason. Sending one is an error.
var oursAlone = map[string]map[string]string{
	"aws:eks/cluster:Cluster":   {"defaultAddonsToRemoves": "a patch of pulumi-aws: it removes add-ons through the Kubernetes API"},
	"aws:rds/instance:Instance": {"name": "a deprecated alias of dbName"},
	"aws:s3/bucketV2:BucketV2": {
		"lifecycleRules":                     inlineBucket,
		"loggings":                           inlineBucket,
		"objectLockConfiguration":            inlineBucket,
		"replicationConfigurations":          inlineBucket,
		"serverSideEncryptionConfigurations": inlineBucket,
		"versionings":                        inlineBucket,
		"websites":                           inlineBucket,
	},
}

// OursAlone tells whether a property of a pulumi-aws type is one that the proxy does not carry.
func OursAlone(token, path string) bool {
	_, alone := oursAlone[token][path]
	return alone
}

const inlineBucket = "deprecated in favour of a resource of its own, and of another form in the provider"
