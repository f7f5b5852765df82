package rke2

import (
	"fmt"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/cloudwatch"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/cloudgap/cloudgap/components/internal/repeatable"
	"github.com/cloudgap/cloudgap/components/rke2/documents"
)

const alarmPeriodSeconds = 300

// buildAlarms makes the alarms, and the filters that take their metrics out of the servers' log.
func (b *builder) buildAlarms(logs map[string]*cloudwatch.LogGroup, balancer balancer) error {
	namespace := "cloudgap/" + b.ctx.Project() + "/" + b.ctx.Stack() + "/" + b.name
	for _, spec := range alarms(len(b.plan.serverZones), b.plan.snapshots.AlarmAfterHours) {
		role := "alarm-" + spec.key
		args := &cloudwatch.MetricAlarmArgs{
			AlarmDescription: pulumi.String(b.name + ": " + spec.means), Namespace: pulumi.String(namespace), MetricName: pulumi.String(spec.field),
			Statistic: pulumi.String(spec.statistic), ComparisonOperator: pulumi.String(spec.comparison), Threshold: pulumi.Float64(spec.threshold),
			Period: pulumi.Int(alarmPeriodSeconds), EvaluationPeriods: pulumi.Int(spec.periods), TreatMissingData: pulumi.String("breaching"),
			Tags: b.childTags(role),
		}
		for _, topic := range b.args.AlarmTopics {
			args.AlarmActions = append(asArray(args.AlarmActions), topic)
			args.OkActions = append(asArray(args.OkActions), topic)
		}
		if spec.targets != "" {
			args.Namespace, args.MetricName = pulumi.String("AWS/NetworkELB"), pulumi.String("HealthyHostCount")
			args.Dimensions = pulumi.StringMap{
				"LoadBalancer": balancer.loadBalancer.ArnSuffix, "TargetGroup": balancer.targets[spec.targets].ArnSuffix,
			}
		} else if err := b.buildMetric(spec.field, namespace, logs[nodeLogs]); err != nil {
			return err
		}
		if _, err := cloudwatch.NewMetricAlarm(b.ctx, b.child(role), args, b.options()...); err != nil {
			return fmt.Errorf("create the alarm %q: %w", spec.key, err)
		}
	}
	return nil
}

// buildMetric takes a metric out of the status that each server logs every minute.
func (b *builder) buildMetric(field, namespace string, group *cloudwatch.LogGroup) error {
	_, err := repeatable.MetricFilter(b.ctx, b.child("metric-"+field), field, &cloudwatch.LogMetricFilterArgs{
		LogGroupName: group.Name, Pattern: pulumi.String(fmt.Sprintf(`{ ($.msg = %q) && ($.%s = *) }`, documents.StatusMessage, field)),
		MetricTransformation: cloudwatch.LogMetricFilterMetricTransformationArgs{
			Name: pulumi.String(field), Namespace: pulumi.String(namespace), Value: pulumi.String("$." + field),
		},
	}, b.options()...)
	if err != nil {
		return fmt.Errorf("create the metric %q: %w", field, err)
	}
	return nil
}

func asArray(input pulumi.ArrayInput) pulumi.Array {
	array, _ := input.(pulumi.Array)
	return array
}
