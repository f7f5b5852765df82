package aws

import (
	"regexp"
	"slices"
	"strings"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/cloudwatch"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

// Words of CloudWatch alarms. Source: CloudWatch API reference, PutMetricAlarm.
var (
	comparisonOperators = []string{
		"GreaterThanOrEqualToThreshold", "GreaterThanThreshold", "LessThanThreshold", "LessThanOrEqualToThreshold",
		"LessThanLowerOrGreaterThanUpperThreshold", "LessThanLowerThreshold", "GreaterThanUpperThreshold",
	}
	statistics        = []string{"SampleCount", "Average", "Sum", "Minimum", "Maximum"}
	extendedStatistic = regexp.MustCompile(`^((p|tm|wm|tc|ts)(\d{1,2}(\.\d{1,2})?|100)|IQM|(TM|WM|PR|TC|TS)\((\d+(\.\d+)?%?)?:(\d+(\.\d+)?%?)?\))$`)
	ec2Action         = regexp.MustCompile(`^arn:[\w-]+:automate:[\w-]+:ec2:(reboot|recover|stop|terminate)$`)
)

func alarmTypes() []cloud.Resource { return []cloud.Resource{metricAlarmType(), metricFilterType()} }

func metricAlarmType() cloud.Resource {
	return cloud.Resource{
		Type: "aws:cloudwatch/metricAlarm:MetricAlarm", Args: cloudwatch.MetricAlarmArgs{}, State: cloudwatch.MetricAlarm{},
		Kind: kindMetricAlarm, Noun: "CloudWatch Metric Alarm",
		API:       cloud.API{Service: "CloudWatch", Create: "PutMetricAlarm", Update: "PutMetricAlarm", Read: "DescribeAlarms", Delete: "DeleteAlarms"},
		ID:        "{name}",
		Defaults:  map[string]any{"actionsEnabled": true, "treatMissingData": "missing", "metricQueries[*].returnData": false},
		Outputs:   map[string]any{"arn": "arn:{partition}:cloudwatch:{region}:{account}:alarm:{name}", "evaluateLowSampleCountPercentiles": ""},
		ReplaceOn: []string{"name"},
		Sets:      []string{"alarmActions", "insufficientDataActions", "metricQueries", "okActions"},
		Constraints: []cloud.Constraint{
			{Path: "name", MinLen: 1, MaxLen: 255}, {Path: "alarmDescription", MaxLen: 1024}, {Path: "comparisonOperator", OneOf: comparisonOperators},
			{Path: "datapointsToAlarm", Min: 1, Max: 1 << 31}, {Path: "evaluationPeriods", Min: 1, Max: 1 << 31}, {Path: "statistic", OneOf: statistics},
			{Path: "extendedStatistic", Pattern: extendedStatistic}, {Path: "metricName", MinLen: 1, MaxLen: 255}, {Path: "namespace", MinLen: 1, MaxLen: 255},
			{Path: "treatMissingData", OneOf: []string{"breaching", "notBreaching", "ignore", "missing"}},
			{Path: "evaluateLowSampleCountPercentiles", OneOf: []string{"evaluate", "ignore"}},
			{Path: "insufficientDataActions", MaxLen: 5}, {Path: "okActions", MaxLen: 5},
			{Path: "alarmActions", MaxLen: 5, Code: "ValidationError", Text: "An alarm takes at most 5 actions for each state"},
		},
		Quotas: []cloud.Quota{{Max: 5000, Code: "LimitExceeded", Text: "The quota for alarms for this customer has already been reached."}},
		Check:  checkAlarmInputs,
		Create: checkAlarm, Update: checkAlarm,
	}
}

// alarmPeriods are the periods below a minute that a metric may have, in seconds.
var alarmPeriods = []int{10, 20, 30}

func checkAlarmInputs(c *cloud.Checking) {
	in := c.Inputs
	if in.Has("metricName") && in.Has("statistic") == in.Has("extendedStatistic") {
		c.Fail("statistic", "One of `statistic` or `extended_statistic` must be set for a cloudwatch metric alarm")
	}
	for _, property := range []string{"metricName", "namespace", "dimensions", "period", "statistic", "extendedStatistic"} {
		if in.Has("metricQueries") && in.Has(property) {
			c.Fail(property, "%q conflicts with \"metricQueries\"; give one of them", property)
		}
	}
	if in.Has("threshold") && in.Has("thresholdMetricId") {
		c.Fail("threshold", "\"threshold\" conflicts with \"thresholdMetricId\"; give one of them")
	}
	if period := in.Int("period"); in.Known("period") && period%60 != 0 && !slices.Contains(alarmPeriods, period) {
		c.Fail("period", "expected period to be one of %v or divisible by 60, got %d", alarmPeriods, period)
	}
	for _, property := range []string{"alarmActions", "insufficientDataActions", "okActions"} {
		for _, action := range in.Strings(property) {
			if !anARN.MatchString(action) && !ec2Action.MatchString(action) {
				c.Fail(property, "(%s) is an invalid ARN", action)
			}
		}
	}
}

// Spans of evaluation in seconds. Source: CloudWatch API reference, PutMetricAlarm, EvaluationPeriods.
const (
	oneDay  = 86400
	oneWeek = 7 * oneDay
)

func checkAlarm(c *cloud.Call) error {
	in := c.Inputs
	period, span := in.Int("period"), oneDay
	if period >= 3600 {
		span = oneWeek
	}
	switch queries := in.Objects("metricQueries"); {
	case len(queries) == 0 && (!in.Has("metricName") || !in.Has("namespace") || !in.Has("period")):
		return c.Refuse("ValidationError", "The parameters MetricName, Namespace and Period are required, or Metrics")
	case len(queries) > 0 && len(slices.DeleteFunc(slices.Clone(queries), func(q cloud.Values) bool { return !q.Bool("returnData") })) != 1:
		return c.Refuse("ValidationError", "Exactly one element of the metrics list should return data.")
	case !in.Has("threshold") && !in.Has("thresholdMetricId"):
		return c.Refuse("ValidationError", "The parameter Threshold must be specified")
	case period*in.Int("evaluationPeriods") > span:
		return c.Refuse("ValidationError", "Metrics cannot be checked across more than a day (EvaluationPeriods * Period must be <= %d).", span)
	case in.Int("datapointsToAlarm") > in.Int("evaluationPeriods"):
		return c.Refuse("ValidationError", "The value for DatapointsToAlarm must not be greater than EvaluationPeriods")
	case len(in.Map("dimensions")) > 30:
		return c.Refuse("ValidationError", "The collection Dimensions must not have a size greater than 30.")
	}
	for _, property := range []string{"alarmActions", "insufficientDataActions", "okActions"} {
		for _, action := range in.Strings(property) {
			if region := strings.Split(action, ":")[3]; region != "" && region != c.Account.Region {
				return c.Refuse("ValidationError", "Invalid region %s specified. Only %s is supported.", region, c.Account.Region)
			}
		}
	}
	return nil
}

// metricUnits are those that a metric may have. Source: CloudWatch API reference, StandardUnit.
var metricUnits = strings.Fields(`Seconds Microseconds Milliseconds Bytes Kilobytes Megabytes Gigabytes Terabytes Bits Kilobits Megabits Gigabits Terabits
	Percent Count Bytes/Second Kilobytes/Second Megabytes/Second Gigabytes/Second Terabytes/Second Bits/Second Kilobits/Second Megabits/Second
	Gigabits/Second Terabits/Second Count/Second None`)

func metricFilterType() cloud.Resource {
	return cloud.Resource{
		Type: "aws:cloudwatch/logMetricFilter:LogMetricFilter", Args: cloudwatch.LogMetricFilterArgs{}, State: cloudwatch.LogMetricFilter{},
		Kind: kindMetricFilter, Noun: "CloudWatch Logs Metric Filter",
		API: cloud.API{
			Service: "CloudWatch Logs", Modeled: true, Create: "PutMetricFilter", Update: "PutMetricFilter", Read: "DescribeMetricFilters",
			Delete: "DeleteMetricFilter",
		},
		// The provider's id is the name alone, which is unique within its log group only.
		ID:        "{logGroupName}:{name}",
		Autoname:  &cloud.Autoname{Property: "name", Max: 512},
		Defaults:  map[string]any{"metricTransformation.unit": "None"},
		ReplaceOn: []string{"logGroupName", "name"},
		Constraints: []cloud.Constraint{
			{Path: "name", MaxLen: 512}, {Path: "name", Pattern: regexp.MustCompile(`^[^:*]*$`)}, {Path: "pattern", MaxLen: 1024},
			{Path: "metricTransformation.name", MaxLen: 255}, {Path: "metricTransformation.namespace", MaxLen: 255},
			{Path: "metricTransformation.unit", OneOf: metricUnits},
			{Path: "metricTransformation.name", Pattern: regexp.MustCompile(`^[^:*$]*$`)}, {Path: "metricTransformation.value", MaxLen: 100},
		},
		References: []cloud.Reference{{
			Path: "logGroupName", Kind: kindLogGroup, Code: "ResourceNotFoundException", Text: "The specified log group does not exist.",
		}},
		Quotas: []cloud.Quota{{Per: []string{"logGroupName"}, Max: 100, Code: "LimitExceededException", Text: "Resource limit exceeded."}},
		Create: checkMetricFilter, Update: checkMetricFilter,
	}
}

func checkMetricFilter(c *cloud.Call) error {
	transformation := c.Inputs.Map("metricTransformation")
	if transformation.String("defaultValue") != "" && len(transformation.Map("dimensions")) > 0 {
		return c.Refuse("InvalidParameterException", "Invalid metric transformation: dimensions and default value are mutually exclusive properties.")
	}
	if len(transformation.Map("dimensions")) > 3 {
		return c.Refuse("InvalidParameterException", "A metric filter takes at most 3 dimensions.")
	}
	return nil
}
