package aws

import (
	"encoding/json"
	"net/netip"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

// schemaRules are what the provider's schema says of inputs that a type's own description has no use for: the provider refuses them in
// the plan, and so must the simulation. The conformance module compares each with the provider.
type schemaRules struct {
	// oneOf lists the values of texts, matching describes the form of others.
	oneOf    map[string][]string
	matching map[string]*regexp.Regexp
	// ranges bound numbers, both ends included.
	ranges map[string][2]float64
	// valid judges texts that no pattern describes.
	valid map[string]func(string) bool
	// apart are pairs of inputs that conflict; with names what an input must be given with.
	apart [][2]string
	with  map[string][]string
	// decided are inputs of the SDK that nobody can give, because the service decides them.
	decided []string
}

var (
	booleanText = regexp.MustCompile(`^(1|t|T|TRUE|true|True|0|f|F|FALSE|false|False|)$`)
	floatText   = regexp.MustCompile(`^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?$`)
	aTargetType = regexp.MustCompile(`^/[\w.\-:/]*$`)
	aWeight     = regexp.MustCompile(`^[1-9]\d{0,2}$`)
)

func isJSON(text string) bool { return json.Valid([]byte(text)) }

// isAddress is the provider's test of IPv6 addresses, which IPv4 addresses pass.
func isAddress(text string) bool {
	_, err := netip.ParseAddr(text)
	return err == nil
}

// isPrivateASN tells a number of an autonomous system that is for private use, of 16 bits or of 32.
func isPrivateASN(text string) bool {
	n, err := strconv.ParseInt(text, 10, 64)
	return err == nil && (n >= 64512 && n <= 65534 || n >= 4200000000 && n <= 4294967294)
}

func isInteger(text string) bool {
	_, err := strconv.ParseInt(text, 10, 64)
	return err == nil
}

var (
	onOffUpper   = []string{"ON", "OFF"}
	lockModes    = []string{"GOVERNANCE", "COMPLIANCE"}
	objectStores = []string{
		"STANDARD", "REDUCED_REDUNDANCY", "GLACIER", "STANDARD_IA", "ONEZONE_IA", "INTELLIGENT_TIERING", "DEEP_ARCHIVE", "OUTPOSTS", "GLACIER_IR", "SNOW",
		"EXPRESS_ONEZONE",
	}
)

// namedTwice are a name and its prefix, which conflict in every type that has both.
var namedTwice = [][2]string{{"name", "namePrefix"}, {"nodeGroupName", "nodeGroupNamePrefix"}}

// providerSchema is by type. Source: the refusals of terraform-provider-aws 5.100 itself.
var providerSchema = map[string]schemaRules{
	"aws:autoscaling/group:Group": {
		oneOf:    map[string][]string{"desiredCapacityType": {"memory-mib", "units", "vcpu"}},
		matching: map[string]*regexp.Regexp{"mixedInstancesPolicy.launchTemplate.overrides[*].weightedCapacity": aWeight},
		valid: map[string]func(string) bool{
			"instanceRefresh.preferences.checkpointDelay": isInteger, "instanceRefresh.preferences.instanceWarmup": isInteger,
		},
	},
	"aws:cloudwatch/eventTarget:EventTarget": {valid: map[string]func(string) bool{"input": isJSON}},
	"aws:cloudwatch/logMetricFilter:LogMetricFilter": {
		matching: map[string]*regexp.Regexp{"metricTransformation.defaultValue": floatText},
	},
	"aws:cloudwatch/metricAlarm:MetricAlarm": {oneOf: map[string][]string{"unit": metricUnits}},
	"aws:ec2/eip:Eip":                        {apart: [][2]string{{"domain", "vpc"}}},
	"aws:ec2/flowLog:FlowLog": {
		matching: map[string]*regexp.Regexp{"deliverCrossAccountRole": anARN}, apart: [][2]string{{"logDestination", "logGroupName"}},
	},
	"aws:ec2/launchTemplate:LaunchTemplate": {
		oneOf: map[string][]string{
			"instanceInitiatedShutdownBehavior": {"stop", "terminate"}, "networkInterfaces[*].interfaceType": {"efa", "efa-only", "interface"},
			"metadataOptions.httpProtocolIpv6": {"disabled", "enabled"}, "metadataOptions.instanceMetadataTags": {"disabled", "enabled"},
		},
		matching: map[string]*regexp.Regexp{
			"ebsOptimized": booleanText, "networkInterfaces[*].associateCarrierIpAddress": booleanText, "networkInterfaces[*].associatePublicIpAddress": booleanText,
			"networkInterfaces[*].deleteOnTermination": booleanText, "networkInterfaces[*].primaryIpv6": booleanText,
			"blockDeviceMappings[*].ebs.deleteOnTermination": booleanText, "blockDeviceMappings[*].ebs.encrypted": booleanText,
		},
		ranges: map[string][2]float64{
			"blockDeviceMappings[*].ebs.throughput": {125, 1000}, "blockDeviceMappings[*].ebs.volumeInitializationRate": {100, 300},
		},
		apart: [][2]string{{"iamInstanceProfile.arn", "iamInstanceProfile.name"}, {"defaultVersion", "updateDefaultVersion"}},
	},
	"aws:ec2/networkInterface:NetworkInterface": {oneOf: map[string][]string{"interfaceType": {"efa", "efa-only", "branch", "trunk"}}},
	"aws:ec2/subnet:Subnet": {
		apart: [][2]string{{"availabilityZone", "availabilityZoneId"}},
		with: map[string][]string{
			"customerOwnedIpv4Pool": {"mapCustomerOwnedIpOnLaunch", "outpostArn"}, "mapCustomerOwnedIpOnLaunch": {"customerOwnedIpv4Pool", "outpostArn"},
		},
	},
	"aws:ec2/vpc:Vpc": {with: map[string][]string{
		"ipv6CidrBlock": {"ipv6IpamPoolId"}, "ipv6NetmaskLength": {"ipv6IpamPoolId"}, "ipv6CidrBlockNetworkBorderGroup": {"assignGeneratedIpv6CidrBlock"},
	}},
	"aws:ec2/vpnGateway:VpnGateway": {valid: map[string]func(string) bool{"amazonSideAsn": isPrivateASN}},
	"aws:ec2transitgateway/vpcAttachment:VpcAttachment": {
		oneOf: map[string][]string{"securityGroupReferencingSupport": {"enable", "disable"}},
	},
	"aws:eks/addon:Addon": {
		oneOf: map[string][]string{"resolveConflicts": {"OVERWRITE", "NONE", "PRESERVE"}},
		apart: [][2]string{{"resolveConflicts", "resolveConflictsOnCreate"}, {"resolveConflicts", "resolveConflictsOnUpdate"}},
	},
	"aws:eks/cluster:Cluster": {decided: []string{
		"vpcConfig.clusterSecurityGroupId", "vpcConfig.vpcId", "kubernetesNetworkConfig.serviceIpv6Cidr",
	}},
	"aws:eks/nodeGroup:NodeGroup": {apart: [][2]string{{"launchTemplate.id", "launchTemplate.name"}}},
	"aws:iam/role:Role":           {matching: map[string]*regexp.Regexp{"permissionsBoundary": anARN}},
	"aws:kms/key:Key":             {with: map[string][]string{"xksKeyId": {"customKeyStoreId"}}},
	"aws:lb/listener:Listener": {
		oneOf: map[string][]string{"alpnPolicy": {"HTTP1Only", "HTTP2Only", "HTTP2Optional", "HTTP2Preferred", "None"}},
	},
	"aws:lb/targetGroup:TargetGroup": {oneOf: map[string][]string{
		"loadBalancingAlgorithmType": {"round_robin", "least_outstanding_requests", "weighted_random"}, "loadBalancingAnomalyMitigation": {"on", "off"},
		"protocolVersion": {"GRPC", "HTTP1", "HTTP2"},
	}},
	"aws:route53/profilesResourceAssociation:ProfilesResourceAssociation": {valid: map[string]func(string) bool{"resourceProperties": isJSON}},
	"aws:route53/record:Record": {with: map[string][]string{"multivalueAnswerRoutingPolicy": {"setIdentifier"}}},
	"aws:route53/resolverEndpoint:ResolverEndpoint": {
		valid: map[string]func(string) bool{"ipAddresses[*].ipv6": isAddress}, decided: []string{"ipAddresses[*].ipId"},
	},
	"aws:route53/resolverRule:ResolverRule": {valid: map[string]func(string) bool{"targetIps[*].ipv6": isAddress}},
	"aws:route53/zone:Zone":                 {apart: [][2]string{{"delegationSetId", "vpcs"}}},
	"aws:s3/bucketObject:BucketObject": {oneOf: map[string][]string{
		"objectLockLegalHoldStatus": onOffUpper, "objectLockMode": lockModes, "storageClass": objectStores,
	}},
	"aws:s3/bucketObjectLockConfigurationV2:BucketObjectLockConfigurationV2": {
		apart: [][2]string{{"rule.defaultRetention.days", "rule.defaultRetention.years"}},
	},
	"aws:s3/bucketObjectv2:BucketObjectv2": {oneOf: map[string][]string{
		"checksumAlgorithm": {"CRC32", "CRC32C", "SHA1", "SHA256", "CRC64NVME"}, "objectLockLegalHoldStatus": onOffUpper, "objectLockMode": lockModes,
		"storageClass": objectStores,
	}},
	"aws:s3/bucketV2:BucketV2": {oneOf: map[string][]string{
		"accelerationStatus": {"Enabled", "Suspended"}, "requestPayer": {"Requester", "BucketOwner"},
		"acl": {"private", "public-read", "public-read-write", "authenticated-read", "aws-exec-read", "log-delivery-write"},
	}},
	"aws:sns/topic:Topic": {oneOf: map[string][]string{"fifoThroughputScope": {"Topic", "MessageGroup"}}},
	"aws:sqs/queue:Queue": {oneOf: map[string][]string{
		"deduplicationScope": {"messageGroup", "queue"}, "fifoThroughputLimit": {"perMessageGroupId", "perQueue"},
	}},
	"aws:ssm/document:Document": {matching: map[string]*regexp.Regexp{"targetType": aTargetType}},
}

// limitBySchema makes a resource type refuse what the provider's schema refuses.
func limitBySchema(r cloud.Resource) cloud.Resource {
	rules, own := providerSchema[r.Type], r.Check
	r.Constraints = slices.Clone(r.Constraints)
	for path, values := range rules.oneOf {
		r.Constraints = append(r.Constraints, cloud.Constraint{Path: path, OneOf: values})
	}
	for path, pattern := range rules.matching {
		r.Constraints = append(r.Constraints, cloud.Constraint{Path: path, Pattern: pattern})
	}
	for path, bounds := range rules.ranges {
		r.Constraints = append(r.Constraints, cloud.Constraint{Path: path, Min: bounds[0], Max: bounds[1]})
	}
	r.Check = func(c *cloud.Checking) {
		rules.check(c)
		if own != nil {
			own(c)
		}
	}
	return r
}

func (s schemaRules) check(c *cloud.Checking) {
	for path, valid := range s.valid {
		for _, found := range c.Inputs.At(path) {
			if text, ok := found.Value.(string); ok && !valid(text) {
				c.Fail(found.Path, "%q has not the form that the provider wants", text)
			}
		}
	}
	for _, pair := range slices.Concat(s.apart, namedTwice) {
		if c.Inputs.Has(pair[0]) && c.Inputs.Has(pair[1]) {
			c.Fail(pair[0], "conflicts with %s; give one of them", pair[1])
		}
	}
	for path, others := range s.with {
		for _, other := range others {
			if c.Inputs.Has(path) && !c.Inputs.Has(other) {
				c.Fail(path, "must be given with %s", strings.Join(others, ", "))
			}
		}
	}
	for _, path := range s.decided {
		for _, found := range c.Inputs.At(path) {
			c.Fail(found.Path, "cannot be given: the service decides it")
		}
	}
}
