package aws

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/lb"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

// loadBalancingTypes are the load balancers of the second generation, with their listeners and target groups.
func loadBalancingTypes() []cloud.Resource {
	return []cloud.Resource{loadBalancerType(), targetGroupType(), listenerType()}
}

func loadBalancingAPI(create, update, read, remove string) cloud.API {
	return cloud.API{Service: "Elastic Load Balancing v2", Modeled: true, Create: create, Update: update, Read: read, Delete: remove}
}

// loadBalancerName is what names of load balancers and target groups are made of: no hyphen at either end.
var loadBalancerName = regexp.MustCompile(`^[0-9A-Za-z]([0-9A-Za-z-]*[0-9A-Za-z])?$`)

// loadBalancerZones are the hosted zones that aliases to a network load balancer name, by Region; any other Region has a made-up
// one. Source: AWS General Reference, "Elastic Load Balancing endpoints and quotas".
var loadBalancerZones = map[string]string{
	"us-east-1": "Z26RNL4JYFTOTI", "us-west-2": "Z18D5FSROUN65G", "eu-west-1": "Z2IFOLAFXWLO4F", "eu-central-1": "Z3F0SRJ5LGBH90",
}

var (
	loadBalancerMissing = cloud.Refusal{Code: "LoadBalancerNotFound", Text: "Load balancer '{value}' not found"}
	securityGroupOfLB   = cloud.Reference{
		Path: "securityGroups[*]", Kind: kindSecurityGroup, Blocks: true, Code: "InvalidConfigurationRequest", Text: "One or more security groups are invalid: {value}",
	}
)

func loadBalancerType() cloud.Resource {
	return cloud.Resource{
		Type: "aws:lb/loadBalancer:LoadBalancer", Args: lb.LoadBalancerArgs{}, State: lb.LoadBalancer{},
		Kind: kindLoadBalancer, Noun: "ELBv2 Load Balancer",
		API:      loadBalancingAPI("CreateLoadBalancer", "ModifyLoadBalancerAttributes", "DescribeLoadBalancers", "DeleteLoadBalancer"),
		MakeID:   loadBalancerARN,
		Autoname: &cloud.Autoname{Property: "name", Max: 32},
		Defaults: map[string]any{
			"accessLogs.enabled": false, "clientKeepAlive": 3600, "connectionLogs.enabled": false, "desyncMitigationMode": "defensive",
			"dnsRecordClientRoutingPolicy": "any_availability_zone", "dropInvalidHeaderFields": false, "enableCrossZoneLoadBalancing": false,
			"enableDeletionProtection": false, "enableHttp2": true, "enableTlsVersionAndCipherSuiteHeaders": false, "enableWafFailOpen": false,
			"enableXffClientPort": false, "enableZonalShift": false, "idleTimeout": 60, "loadBalancerType": "application", "preserveHostHeader": false,
			"xffHeaderProcessingMode": "append",
		},
		Outputs: map[string]any{
			"arn": "{id}", "namePrefix": "", "internal": false, "ipAddressType": "ipv4", "enforceSecurityGroupInboundRulesOnPrivateLinkTraffic": "",
			"securityGroups": []any{}, "subnets": []any{}, "subnetMappings": []any{},
		},
		ReplaceOn: []string{"customerOwnedIpv4Pool", "internal", "loadBalancerType", "name", "namePrefix"},
		ReplaceIf: replaceNetworkLoadBalancer,
		Same:      notOfItsType,
		Sets:      []string{"securityGroups", "subnets", "subnetMappings"},
		Constraints: []cloud.Constraint{
			{Path: "name", MinLen: 1, MaxLen: 32}, {Path: "name", Pattern: loadBalancerName}, {Path: "namePrefix", MaxLen: 6},
			{Path: "loadBalancerType", OneOf: []string{"application", "gateway", "network"}},
			{Path: "ipAddressType", OneOf: []string{"ipv4", "dualstack", "dualstack-without-public-ipv4"}},
			{Path: "desyncMitigationMode", OneOf: []string{"monitor", "defensive", "strictest"}},
			{Path: "xffHeaderProcessingMode", OneOf: []string{"append", "preserve", "remove"}},
			{Path: "dnsRecordClientRoutingPolicy", OneOf: []string{"availability_zone_affinity", "partial_availability_zone_affinity", "any_availability_zone"}},
			{Path: "enforceSecurityGroupInboundRulesOnPrivateLinkTraffic", OneOf: []string{"on", "off"}},
		},
		References: []cloud.Reference{
			{Path: "subnets[*]", Kind: kindSubnet, Blocks: true, Code: "SubnetNotFound", Text: "The subnet ID '{value}' does not exist"},
			{Path: "subnetMappings[*].subnetId", Kind: kindSubnet, Blocks: true, Code: "SubnetNotFound", Text: "The subnet ID '{value}' does not exist"},
			{Path: "subnetMappings[*].allocationId", Kind: kindElasticIP, Blocks: true, Code: "AllocationIdNotFound", Text: "The allocation ID '{value}' does not exist"},
			securityGroupOfLB,
		},
		Unique: []cloud.Unique{{
			Properties: []string{"name"}, Code: "DuplicateLoadBalancerName", Text: "A load balancer with the same name '{value}' exists, but with different settings",
		}},
		Quotas: []cloud.Quota{
			{Max: 50, When: loadBalancerOf("application"), Code: "TooManyLoadBalancers", Text: "The maximum number of load balancers has been reached"},
			{Max: 50, When: loadBalancerOf("network"), Code: "TooManyLoadBalancers", Text: "The maximum number of load balancers has been reached"},
		},
		NotFound: loadBalancerMissing,
		Check:    checkLoadBalancer,
		Create:   settleLoadBalancer, Update: settleLoadBalancer, Delete: deleteLoadBalancer,
	}
}

// applicationOnly are the attributes that application load balancers alone have.
var applicationOnly = []string{
	"clientKeepAlive", "desyncMitigationMode", "dropInvalidHeaderFields", "enableHttp2", "enableTlsVersionAndCipherSuiteHeaders", "enableWafFailOpen",
	"enableXffClientPort", "idleTimeout", "preserveHostHeader", "xffHeaderProcessingMode",
}

// notOfItsType tells an attribute that the load balancer's type does not have: the provider sees no change in it.
func notOfItsType(path string, _, next cloud.Values) bool {
	return next.String("loadBalancerType") == "network" && slices.Contains(applicationOnly, path)
}

func loadBalancerOf(kind string) func(cloud.Values) bool {
	return func(v cloud.Values) bool { return v.String("loadBalancerType") == kind }
}

// arnPart is what the ARN of a load balancer says of its type.
var arnPart = map[string]string{"application": "app", "network": "net", "gateway": "gwy"}

func loadBalancerARN(c *cloud.Call) (string, error) {
	if strings.HasPrefix(c.Inputs.String("name"), "internal-") {
		return "", c.Refuse("ValidationError", "The load balancer name '%s' cannot begin with 'internal-'", c.Inputs.String("name"))
	}
	return c.Expand(cloud.Format("arn:{partition}:elasticloadbalancing:{region}:{account}:loadbalancer/" +
		arnPart[c.Inputs.String("loadBalancerType")] + "/{name}/{hex16}"))
}

func checkLoadBalancer(c *cloud.Checking) {
	if c.Inputs.Has("subnets") == c.Inputs.Has("subnetMappings") {
		c.Fail("subnets", "one of `subnet_mapping,subnets` must be specified")
	}
	if c.Inputs.Has("name") && c.Inputs.Has("namePrefix") {
		c.Fail("name", "\"name\" conflicts with \"namePrefix\"; give one of them")
	}
}

// replaceNetworkLoadBalancer tells which changes of a network load balancer no call of AWS makes: to take a subnet away or
// exchange one, and to give it the first security group or take the last one. Source: the provider's CustomizeDiff.
func replaceNetworkLoadBalancer(old, next cloud.Values) []string {
	if next.String("loadBalancerType") != "network" {
		return nil
	}
	var replace []string
	for _, property := range []string{"subnets", "subnetMappings"} {
		if next.Known(property) && len(next.List(property)) <= len(old.List(property)) {
			replace = append(replace, property)
		}
	}
	if before, after := len(old.List("securityGroups")), len(next.List("securityGroups")); (before == 0) != (after == 0) {
		replace = append(replace, "securityGroups")
	}
	return replace
}

// settleLoadBalancer places the load balancer in its subnets and judges its settings.
func settleLoadBalancer(c *cloud.Call) error {
	p := c.Object.Properties
	vpcID, err := checkLoadBalancerSubnets(c)
	if err != nil {
		return err
	}
	p.Set("vpcId", vpcID)
	for _, id := range p.Strings("securityGroups") {
		if group, ok := c.Get(kindSecurityGroup, id); ok && group.Properties.String("vpcId") != vpcID {
			return c.Refuse("InvalidConfigurationRequest", "Security group '%s' is not in the VPC '%s' of the load balancer", id, vpcID)
		}
	}
	if len(p.Strings("securityGroups")) == 0 && p.String("loadBalancerType") == "application" {
		vpc, err := get(c, kindVPC, vpcID)
		if err != nil {
			return err
		}
		p.Set("securityGroups", []string{vpc.Properties.String("defaultSecurityGroupId")})
	}
	if p.String("ipAddressType") != "ipv4" {
		return c.Refuse("InvalidConfigurationRequest", "Load balancers with IPv6 addresses are not simulated: %s", p.String("ipAddressType"))
	}
	if !p.Bool("internal") && !hasInternetGateway(c, vpcID) {
		return c.Refuse("InvalidSubnet", "VPC %s has no internet gateway", vpcID)
	}
	if err := checkAccessLogs(c); err != nil {
		return err
	}
	nameLoadBalancer(c)
	return placeLoadBalancer(c)
}

// subnetsOf lists the subnets of a load balancer, however they were given.
func subnetsOf(p cloud.Values) []string {
	ids := slices.Clone(p.Strings("subnets"))
	for _, mapping := range p.Objects("subnetMappings") {
		if id := mapping.String("subnetId"); !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids
}

func checkLoadBalancerSubnets(c *cloud.Call) (vpcID string, err error) {
	// The other way to give subnets is what the service answered earlier.
	given := cloud.Values{}
	for _, property := range []string{"subnets", "subnetMappings"} {
		if value, stated := c.Inputs.Get(property); stated {
			given[property] = value
		}
	}
	zones := map[string]bool{}
	for _, id := range subnetsOf(given) {
		subnet, err := get(c, kindSubnet, id)
		if err != nil {
			return "", err
		}
		zone, network := subnet.Properties.String("availabilityZone"), subnet.Properties.String("vpcId")
		switch {
		case zones[zone]:
			return "", c.Refuse("InvalidConfigurationRequest", "A load balancer cannot be attached to multiple subnets in the same Availability Zone")
		case vpcID != "" && vpcID != network:
			return "", c.Refuse("InvalidConfigurationRequest", "All subnets must belong to the same VPC: '%s'", vpcID)
		}
		zones[zone], vpcID = true, network
	}
	if len(zones) < 2 && c.Inputs.String("loadBalancerType") == "application" {
		return "", c.Refuse("InvalidConfigurationRequest", "At least two subnets in two different Availability Zones must be specified")
	}
	if len(zones) == 0 {
		return "", c.Refuse("ValidationError", "At least one subnet must be specified")
	}
	return vpcID, nil
}

// logDelivery are the services that write a load balancer's access logs, by its type.
var logDelivery = map[string][]string{
	"network":     {"delivery.logs.amazonaws.com"},
	"application": {"logdelivery.elasticloadbalancing.amazonaws.com", "delivery.logs.amazonaws.com"},
}

// checkAccessLogs refuses a bucket that does not exist or into which the service may not write.
func checkAccessLogs(c *cloud.Call) error {
	p := c.Object.Properties
	for _, property := range []string{"accessLogs", "connectionLogs"} {
		logs := p.Map(property)
		if !logs.Bool("enabled") {
			continue
		}
		bucket, ok := c.Get(kindBucket, logs.String("bucket"))
		if !ok {
			return c.Refuse("InvalidConfigurationRequest", "S3Bucket: %s is not located in the same region with ELB: %s", logs.String("bucket"), c.Object.ID)
		}
		key := strings.Trim(logs.String("prefix")+"/AWSLogs/"+c.Account.ID+"/log.gz", "/")
		context := map[string]string{
			"aws:sourceaccount": c.Account.ID, "aws:sourcearn": c.Object.ID, "aws:securetransport": "true", "s3:x-amz-acl": "bucket-owner-full-control",
		}
		if !slices.ContainsFunc(logDelivery[p.String("loadBalancerType")], func(service string) bool {
			return bucketAllows(c, bucket, request{
				principalType: "Service", principals: []string{service}, action: "s3:PutObject", resource: bucket.Properties.String("arn") + "/" + key, context: context,
			})
		}) {
			return c.Refuse("InvalidConfigurationRequest", "Access Denied for bucket: %s. Please check S3bucket permission", bucket.ID)
		}
	}
	return nil
}

func nameLoadBalancer(c *cloud.Call) {
	p, at := c.Object.Properties, c.Account
	_, suffix, _ := strings.Cut(c.Object.ID, ":loadbalancer/")
	p.Set("arnSuffix", suffix)
	digits := suffix[strings.LastIndex(suffix, "/")+1:]
	domain := partitionOf(at.Region).dnsSuffix
	if p.String("loadBalancerType") == "network" {
		p.Set("dnsName", fmt.Sprintf("%s-%s.elb.%s.%s", p.String("name"), digits, at.Region, domain))
	} else {
		scheme := ""
		if p.Bool("internal") {
			scheme = "internal-"
		}
		p.Set("dnsName", fmt.Sprintf("%s%s-%d.%s.elb.%s", scheme, p.String("name"), hashcode(digits), at.Region, domain))
	}
	zone, known := loadBalancerZones[at.Region]
	if !known || p.String("loadBalancerType") != "network" {
		zone = "Z" + strings.ToUpper(digest(13, "load balancer zone", at.Region, p.String("loadBalancerType")))
	}
	p.Set("zoneId", zone)
}

// placeLoadBalancer makes the network interfaces of the load balancer and answers its subnets in both forms.
func placeLoadBalancer(c *cloud.Call) error {
	p := c.Object.Properties
	given := cloud.Values{}
	for _, property := range []string{"subnets", "subnetMappings"} {
		if value, stated := c.Inputs.Get(property); stated {
			given[property] = value
		}
	}
	ids, mappings, placed := subnetsOf(given), []cloud.Values{}, map[string]bool{}
	for _, card := range interfacesOf(c, c.Object) {
		if subnet := card.Properties.String("subnetId"); !slices.Contains(ids, subnet) {
			c.Remove(card)
		} else {
			c.Change(card).Properties.Set("securityGroups", p.Strings("securityGroups"))
			placed[subnet] = true
		}
	}
	for _, id := range ids {
		subnet, err := get(c, kindSubnet, id)
		if err != nil {
			return err
		}
		if !placed[id] {
			if _, err := makeInterface(c, c.Object, subnet, "ELB "+p.String("arnSuffix"), p.Strings("securityGroups")); err != nil {
				return err
			}
		}
		mapping := cloud.Values{"subnetId": id}
		for _, own := range given.Objects("subnetMappings") {
			if own.String("subnetId") == id {
				mapping = own.Clone()
			}
		}
		if ip := mapping.String("privateIpv4Address"); ip != "" {
			if err := checkAddress(c, subnet, ip); err != nil {
				return err
			}
		}
		if mapping.Has("allocationId") && p.Bool("internal") {
			return c.Refuse("InvalidConfigurationRequest", "Allocation IDs cannot be specified for an internal load balancer")
		}
		mappings = append(mappings, mapping)
	}
	p.Set("subnets", ids)
	p.Set("subnetMappings", mappings)
	return nil
}

// deleteLoadBalancer refuses a load balancer that is protected, and takes its listeners along.
func deleteLoadBalancer(c *cloud.Call) error {
	if c.Object.Properties.Bool("enableDeletionProtection") {
		return c.Refuse("OperationNotPermitted", "Load balancer '%s' cannot be deleted because deletion protection is enabled", c.Object.ID)
	}
	for _, listener := range c.Find(kindListener, where("loadBalancerArn", c.Object.ID)) {
		c.Remove(listener)
	}
	return nil
}
