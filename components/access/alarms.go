package access

import (
	"fmt"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/autoscaling"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/cloudwatch"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/sns"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/cloudgap/cloudgap/components/access/connector"
	"github.com/cloudgap/cloudgap/components/internal/iamdoc"
	"github.com/cloudgap/cloudgap/components/internal/repeatable"
)

// buildTopic makes the topic that alarms go to, or passes the user's own on.
func (b *builder) buildTopic(key pulumi.StringOutput) (pulumi.StringOutput, error) {
	if given := b.args.AlarmTopicArn; given != nil {
		return given.ToStringPtrOutput().Elem(), nil
	}
	topic, err := sns.NewTopic(b.ctx, b.child("alarms"), &sns.TopicArgs{KmsMasterKeyId: key, Tags: b.childTags("alarms")}, b.options()...)
	if err != nil {
		return pulumi.StringOutput{}, fmt.Errorf("create the topic of alarms: %w", err)
	}
	_, err = sns.NewTopicPolicy(b.ctx, b.child("alarms"), &sns.TopicPolicyArgs{
		Arn:    topic.Arn,
		Policy: b.documentAbout([]pulumi.StringInput{topic.Arn}, func(p place, about []string) iamdoc.Document { return topicPolicy(p, about[0]) }),
	}, b.options()...)
	if err != nil {
		return pulumi.StringOutput{}, fmt.Errorf("let alarms publish: %w", err)
	}
	return topic.Arn, nil
}

// metricNamespace and connectionsMetric are the metric that the health log becomes.
const metricNamespace, connectionsMetric = "cloudgap/access", "Connections"

// buildAlarms tells people of connectors that have lost connections, and of connectors that are missing.
func (b *builder) buildAlarms(logs logGroups, group *autoscaling.Group, topic pulumi.StringOutput) error {
	metric := b.name + connectionsMetric
	_, err := repeatable.MetricFilter(b.ctx, b.child("connections"), "connections", &cloudwatch.LogMetricFilterArgs{
		LogGroupName: logs.connectors.Name, Pattern: pulumi.String("{ $.connections = * }"),
		MetricTransformation: cloudwatch.LogMetricFilterMetricTransformationArgs{
			Namespace: pulumi.String(metricNamespace), Name: pulumi.String(metric), Value: pulumi.String("$.connections"),
		},
	}, b.options()...)
	if err != nil {
		return fmt.Errorf("make a metric of the connectors' connections: %w", err)
	}
	// A connector that says nothing is as bad as one without connections.
	err = b.buildAlarm("few-connections", topic, &cloudwatch.MetricAlarmArgs{
		AlarmDescription: pulumi.String(fmt.Sprintf("A connector of %s has fewer than %d connections to the edge, or none reports", b.name, connector.Connections)),
		Namespace:        pulumi.String(metricNamespace), MetricName: pulumi.String(metric), Statistic: pulumi.String("Minimum"),
		Threshold: pulumi.Float64(connector.Connections), Period: pulumi.Int(60), EvaluationPeriods: pulumi.Int(5), DatapointsToAlarm: pulumi.Int(5),
	})
	if err != nil {
		return err
	}
	return b.buildAlarm("few-connectors", topic, &cloudwatch.MetricAlarmArgs{
		AlarmDescription: pulumi.String(fmt.Sprintf("Fewer than %d connectors of %s are in service", b.plan.replicas, b.name)),
		Namespace:        pulumi.String("AWS/AutoScaling"), MetricName: pulumi.String("GroupInServiceInstances"), Statistic: pulumi.String("Minimum"),
		Dimensions: pulumi.StringMap{"AutoScalingGroupName": group.Name},
		Threshold:  pulumi.Float64(float64(b.plan.replicas)), Period: pulumi.Int(60), EvaluationPeriods: pulumi.Int(15), DatapointsToAlarm: pulumi.Int(15),
	})
}

func (b *builder) buildAlarm(role string, topic pulumi.StringOutput, args *cloudwatch.MetricAlarmArgs) error {
	args.ComparisonOperator, args.TreatMissingData = pulumi.String("LessThanThreshold"), pulumi.String("breaching")
	args.AlarmActions, args.OkActions, args.Tags = pulumi.Array{topic}, pulumi.Array{topic}, b.childTags(role)
	if _, err := cloudwatch.NewMetricAlarm(b.ctx, b.child(role), args, b.options()...); err != nil {
		return fmt.Errorf("create alarm %q: %w", role, err)
	}
	return nil
}
