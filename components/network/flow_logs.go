package network

import (
	"fmt"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/iam"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/cloudgap/cloudgap/components/internal/iamdoc"
	"github.com/cloudgap/cloudgap/components/internal/repeatable"
)

// flowLogInterval is the shortest aggregation interval, in seconds, that AWS offers.
const flowLogInterval = 60

// buildFlowLogs logs the VPC's flows and returns the name of the log group, empty where there are none to log.
func (b *builder) buildFlowLogs(vpcID, key pulumi.StringOutput) (pulumi.StringOutput, error) {
	if b.plan.flowLogs == nil {
		return noString(), nil
	}
	group, err := b.buildLogGroup("flow-logs", b.flowLogGroupName(), b.plan.flowLogs.retentionInDays, key)
	if err != nil {
		return pulumi.StringOutput{}, err
	}
	role, err := iam.NewRole(b.ctx, b.child("flow-logs-role"), &iam.RoleArgs{
		Description:      pulumi.String("Delivers the flow logs of " + b.name),
		AssumeRolePolicy: b.document(flowLogTrust),
		Tags:             b.childTags("flow-logs-role"),
	}, b.options()...)
	if err != nil {
		return pulumi.StringOutput{}, fmt.Errorf("create the delivery role of the flow logs: %w", err)
	}
	delivery, err := repeatable.RolePolicy(b.ctx, b.child("flow-logs-delivery"), "delivery", &iam.RolePolicyArgs{
		Role: role.Name,
		Policy: b.document(func(p place) iamdoc.Document {
			return flowLogDelivery(p, b.flowLogGroupName())
		}),
	}, b.options()...)
	if err != nil {
		return pulumi.StringOutput{}, fmt.Errorf("allow the delivery of the flow logs: %w", err)
	}
	_, err = ec2.NewFlowLog(b.ctx, b.child("flow-log"), &ec2.FlowLogArgs{
		VpcId:                  vpcID,
		TrafficType:            pulumi.String(b.plan.flowLogs.trafficType),
		LogDestinationType:     pulumi.String("cloud-watch-logs"),
		LogDestination:         group.Arn,
		IamRoleArn:             role.Arn,
		MaxAggregationInterval: pulumi.Int(flowLogInterval),
		LogFormat:              pulumi.String(flowLogFormat()),
		Tags:                   b.childTags("flow-log"),
	}, b.options(pulumi.DependsOn([]pulumi.Resource{delivery}))...)
	if err != nil {
		return pulumi.StringOutput{}, fmt.Errorf("create the flow log: %w", err)
	}
	return group.Name, nil
}
