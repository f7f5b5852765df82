package aws

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

// defaultLogFormat is the format of a flow log for which the user states none.
const defaultLogFormat = "${version} ${account-id} ${interface-id} ${srcaddr} ${dstaddr} ${srcport} ${dstport} ${protocol} ${packets} ${bytes} " +
	"${start} ${end} ${action} ${log-status}"

// logFields are the fields that the format of a flow log of a VPC, subnet or interface may have.
// Source: VPC user guide, "Flow log records".
var logFields = strings.Fields(`version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status
	vpc-id subnet-id instance-id tcp-flags type pkt-srcaddr pkt-dstaddr region az-id sublocation-type sublocation-id pkt-src-aws-service
	pkt-dst-aws-service flow-direction traffic-path ecs-cluster-arn ecs-cluster-name ecs-container-instance-arn ecs-container-instance-id
	ecs-container-id ecs-second-container-id ecs-service-name ecs-task-definition-arn ecs-task-arn ecs-task-id reject-reason resource-id
	encryption-status`)

// logSubjects are the properties that name what a flow log watches.
var logSubjects = []string{"eniId", "subnetId", "vpcId", "transitGatewayId", "transitGatewayAttachmentId"}

func flowLogTypes() []cloud.Resource {
	return []cloud.Resource{{
		Type: "aws:ec2/flowLog:FlowLog", Args: ec2.FlowLogArgs{}, State: ec2.FlowLog{}, Kind: kindFlowLog, Noun: "Flow Log",
		API:      cloud.API{Service: "EC2", Create: "CreateFlowLogs", Update: "CreateTags", Read: "DescribeFlowLogs", Delete: "DeleteFlowLogs"},
		ID:       "fl-0{hex16}",
		Defaults: map[string]any{"logDestinationType": "cloud-watch-logs", "maxAggregationInterval": 600},
		Outputs:  map[string]any{"arn": "arn:{partition}:ec2:{region}:{account}:vpc-flow-log/{id}", "logGroupName": ""},
		ReplaceOn: []string{
			"deliverCrossAccountRole", "destinationOptions", "eniId", "iamRoleArn", "logDestination", "logDestinationType", "logFormat", "logGroupName",
			"maxAggregationInterval", "subnetId", "trafficType", "transitGatewayAttachmentId", "transitGatewayId", "vpcId",
		},
		Constraints: []cloud.Constraint{
			{Path: "logDestinationType", OneOf: []string{"cloud-watch-logs", "s3", "kinesis-data-firehose"}},
			{Path: "trafficType", OneOf: []string{"ACCEPT", "REJECT", "ALL"}},
		},
		References: []cloud.Reference{
			refers("eniId", kindInterface), refers("subnetId", kindSubnet), refers("vpcId", kindVPC), refers("transitGatewayId", kindTransitGateway),
			refers("transitGatewayAttachmentId", kindTransitAttachment),
		},
		Check:  checkFlowLog,
		Create: createFlowLog,
	}}
}

func checkFlowLog(c *cloud.Checking) {
	given := slices.DeleteFunc(slices.Clone(logSubjects), func(name string) bool { return !c.Inputs.Has(name) })
	if len(given) != 1 {
		c.Fail("", "exactly one of %s must be given, got %d", strings.Join(logSubjects, ", "), len(given))
	}
	if c.Inputs.Known("maxAggregationInterval") {
		if seconds := c.Inputs.Int("maxAggregationInterval"); seconds != 60 && seconds != 600 {
			c.Fail("maxAggregationInterval", "expected max_aggregation_interval to be one of [60 600], got %d", seconds)
		}
	}
}

func createFlowLog(c *cloud.Call) error {
	p := c.Object.Properties
	if !p.Has("trafficType") && !p.Has("transitGatewayId") && !p.Has("transitGatewayAttachmentId") {
		return c.Refuse("MissingParameter", "The request must contain the parameter TrafficType")
	}
	if !p.Has("logFormat") {
		p.Set("logFormat", defaultLogFormat)
	}
	for field := range strings.FieldsSeq(p.String("logFormat")) {
		name, closed := strings.CutSuffix(strings.TrimPrefix(field, "${"), "}")
		if !closed || !slices.Contains(logFields, name) {
			return c.Refuse("InvalidParameter", "%s", "Unknown fields provided in log format: "+strings.Trim(field, "${}"))
		}
	}
	if p.String("logDestinationType") == "cloud-watch-logs" {
		return deliverToLogGroup(c)
	}
	if p.String("logDestination") == "" {
		return c.Refuse("InvalidParameter", "LogDestination can't be empty for the log destination type %s", p.String("logDestinationType"))
	}
	return nil
}

// deliverToLogGroup settles the log group by ARN or name, and refuses a role that the flow logs service cannot assume.
func deliverToLogGroup(c *cloud.Call) error {
	p := c.Object.Properties
	if name := p.String("logGroupName"); name != "" && p.String("logDestination") == "" {
		arn, err := c.Expand(cloud.Format("arn:{partition}:logs:{region}:{account}:log-group:" + name))
		if err != nil {
			return err
		}
		p.Set("logDestination", arn)
	}
	destination := strings.TrimSuffix(p.String("logDestination"), ":*")
	if destination == "" {
		return c.Refuse("InvalidParameter", "LogDestination or LogGroupName must be given for the log destination type cloud-watch-logs")
	}
	p.Set("logDestination", destination)
	if !strings.HasPrefix(destination, fmt.Sprintf("arn:%s:logs:%s:", c.Account.Partition, c.Account.Region)) {
		return c.Refuse("InvalidParameter", "Invalid LogDestination: %s", destination)
	}
	role, ok := roleByARN(c, p.String("iamRoleArn"))
	if !ok || !trusts(role, "vpc-flow-logs.amazonaws.com") {
		return c.Refuse("InvalidParameter", "Access error: Unable to assume given IAM role")
	}
	return nil
}
