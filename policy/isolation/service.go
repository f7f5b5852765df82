package isolation

import "strings"

// serviceExposures are services that run or send outside the VPC.
var serviceExposures = []exposure{
	{kinds: []string{"lambda/function"}, path: "vpcConfig.subnetIds", open: isMissing, kind: ServiceNonVPC, direction: Egress,
		reason: "a function outside a VPC has the internet"},
	{kinds: []string{"codebuild/project"}, path: "vpcConfig", open: isMissing, kind: ServiceNonVPC, direction: Egress,
		reason: "a build outside a VPC has the internet"},
	{kinds: []string{"glue/connection"}, path: "physicalConnectionRequirements", open: isMissing, kind: ServiceNonVPC, direction: Egress,
		reason: "the connection runs outside a VPC"},
	{kinds: []string{"apprunner/service"}, path: "networkConfiguration.egressConfiguration.egressType", open: isNot(Reaches, "VPC"),
		kind: ServiceNonVPC, direction: Egress, reason: "the service sends past the VPC"},
	{kinds: []string{"synthetics/canary"}, path: "vpcConfig", open: isMissing, kind: ServiceNonVPC, direction: Egress,
		reason: "a canary outside a VPC has the internet"},
	{kinds: []string{"emrserverless/application"}, path: "networkConfiguration", open: isMissing, kind: ServiceNonVPC, direction: Egress,
		reason: "an application outside a VPC has the internet"},
	{kinds: []string{"sns/topicSubscription"}, path: "protocol", kind: ServiceNonVPC, direction: Egress,
		open:   isOneOf(CannotTell, "http", "https", "email", "email-json", "sms"),
		reason: "the subscription sends to an address outside AWS"},
	{kinds: []string{
		"appflow/flow", "appflow/connectorProfile", "cloudwatch/eventConnection", "cloudwatch/eventApiDestination",
		"cloud9/environmentEC2", "datasync/agent", "datasync/task", "datasync/locationObjectStorage", "datasync/locationAzureBlob",
		"datasync/locationHdfs", "datasync/nfsLocation", "datasync/locationSmb", "transfer/connector", "gamelift/fleet",
	}, kind: ServiceNonVPC, direction: Egress, reason: "the service moves data to places outside the VPC"},
	{kinds: []string{"kinesis/firehoseDeliveryStream"}, path: "destination", open: isOneOf(CannotTell, "http_endpoint", "splunk", "snowflake"),
		kind: ServiceNonVPC, direction: Egress, reason: "the stream delivers to an address outside AWS"},
	{kinds: []string{
		"lightsail/instance", "lightsail/containerService", "lightsail/lb", "lightsail/distribution", "lightsail/staticIp",
		"lightsail/instancePublicPorts", "lightsail/staticIpAttachment", "lightsail/containerServiceDeploymentVersion",
		"lightsail/lbAttachment", "lightsail/database", "lightsail/bucket", "lightsail/bucketResourceAccess",
	}, kind: ServiceNonVPC, direction: Both, reason: "Lightsail runs in a network of its own that has the internet"},
}

// allowsFromPublic opens for a network policy of OpenSearch Serverless that admits the internet.
func allowsFromPublic(_ *graph, v Value) Verdict {
	text, state := v.Text()
	switch {
	case state == Unknown:
		return CannotTell
	case strings.Contains(strings.ToLower(strings.Join(strings.Fields(text), "")), `"allowfrompublic":true`):
		return Reaches
	default:
		return Isolated
	}
}
