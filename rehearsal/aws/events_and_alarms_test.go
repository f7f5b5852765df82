package aws

import (
	"strings"
	"testing"

	"github.com/cloudgap/cloudgap/internal/everytype"
)

func TestAnAlarmIsRefusedWithTheCodeOfAws(t *testing.T) {
	t.Parallel()
	base := in{
		"name": "members", "comparisonOperator": "LessThanThreshold", "evaluationPeriods": 3, "metricName": "Members", "namespace": "cloudgap", "period": 60,
		"statistic": "Minimum", "threshold": 3,
	}
	query := func(returns bool) in { return in{"id": "m", "expression": "a+b", "returnData": returns} }
	without := in{"metricName": nil, "namespace": nil, "period": nil, "statistic": nil}
	for name, test := range map[string]struct {
		inputs     in
		code, text string
	}{
		"a plain alarm":             {in{}, "", ""},
		"a name that is used":       {in{"name": "taken"}, "ResourceAlreadyExists", "'taken' already exists"},
		"no name":                   {in{"name": nil}, "", ""},
		"no statistic":              {in{"statistic": nil}, "CheckFailure", "statistic"},
		"two statistics":            {in{"extendedStatistic": "p99"}, "CheckFailure", "statistic"},
		"an unknown statistic":      {in{"statistic": "Median"}, "CheckFailure", "statistic"},
		"an unknown comparison":     {in{"comparisonOperator": "Less"}, "CheckFailure", "comparisonOperator"},
		"no namespace":              {in{"namespace": nil}, "ValidationError", "Namespace"},
		"no threshold":              {in{"threshold": nil}, "ValidationError", "Threshold"},
		"a period of 45 seconds":    {in{"period": 45}, "CheckFailure", "divisible by 60"},
		"more than a day":           {in{"period": 300, "evaluationPeriods": 289}, "ValidationError", "more than a day"},
		"a week of hours":           {in{"period": 3600, "evaluationPeriods": 168}, "", ""},
		"more points than periods":  {in{"datapointsToAlarm": 4}, "ValidationError", "DatapointsToAlarm"},
		"no ARN":                    {in{"alarmActions": []any{"page me"}}, "CheckFailure", "invalid ARN"},
		"an action in another":      {in{"okActions": []any{"arn:aws:sns:us-east-1:111122223333:x"}}, "ValidationError", "Invalid region us-east-1"},
		"six actions":               {in{"okActions": []any{"a", "b", "c", "d", "e", "f"}}, "CheckFailure", "5"},
		"missing data as bad":       {in{"treatMissingData": "bad"}, "CheckFailure", "breaching"},
		"a metric and a query":      {in{"metricQueries": []any{query(true)}}, "CheckFailure", "conflicts"},
		"a query that returns":      {laid(in{"metricQueries": []any{query(true)}}, in{}), "CheckFailure", "conflicts"},
		"queries that return none":  {merge(without, in{"metricQueries": []any{query(false)}}), "ValidationError", "Exactly one"},
		"queries of which one does": {merge(without, in{"metricQueries": []any{query(true), query(false)}}), "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.make(tAlarm, "first", laid(base, in{"name": "taken"}))
			_, err := w.create(tAlarm, "a", laid(base, test.inputs))
			expect(t, err, test.code, test.text)
		})
	}
}

// merge lays one set of inputs over another and keeps what is nil.
func merge(a, b in) in {
	result := in{}
	for _, each := range []in{a, b} {
		for name, value := range each {
			result[name] = value
		}
	}
	return result
}

func TestAMetricFilterIsRefusedWithTheCodeOfAws(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		inputs     in
		code, text string
	}{
		"a count":              {in{}, "", ""},
		"a missing group":      {in{"logGroupName": "none"}, "ResourceNotFoundException", "log group does not exist"},
		"a name with a colon":  {in{"name": "a:b"}, "CheckFailure", "name"},
		"a default, dimension": {in{"metricTransformation": in{"name": "n", "namespace": "s", "value": "1", "defaultValue": "0", "dimensions": in{"a": "$.a"}}}, "InvalidParameterException", "mutually exclusive"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.make(tLogGroup, "g", in{"name": "/shop"})
			base := in{"logGroupName": "/shop", "pattern": "error", "metricTransformation": in{"name": "errors", "namespace": "cloudgap", "value": "1"}}
			_, err := w.create("aws:cloudwatch/logMetricFilter:LogMetricFilter", "f", laid(base, test.inputs))
			expect(t, err, test.code, test.text)
		})
	}
}

func TestARuleAndItsTargetsAreRefusedWithTheCodeOfAws(t *testing.T) {
	t.Parallel()
	pattern := `{"source":["aws.autoscaling"]}`
	for name, test := range map[string]struct {
		token      string
		inputs     in
		code, text string
	}{
		"a pattern":                 {tEventRule, in{"eventPattern": pattern}, "", ""},
		"a schedule":                {tEventRule, in{"scheduleExpression": "rate(5 minutes)"}, "", ""},
		"a schedule of one minutes": {tEventRule, in{"scheduleExpression": "rate(1 minutes)"}, "ValidationException", "ScheduleExpression"},
		"neither":                   {tEventRule, in{}, "CheckFailure", "schedule_expression"},
		"a pattern of text":         {tEventRule, in{"eventPattern": `{"source":"aws.autoscaling"}`}, "InvalidEventPatternException", "must be an object or an array"},
		"a pattern of nothing":      {tEventRule, in{"eventPattern": `{}`}, "InvalidEventPatternException", "Empty"},
		"a broken pattern":          {tEventRule, in{"eventPattern": `{`}, "CheckFailure", "invalid JSON"},
		"a long name":               {tEventRule, in{"name": strings.Repeat("x", 65), "eventPattern": pattern}, "CheckFailure", "64"},
		"another bus":               {tEventRule, in{"eventBusName": "mine", "eventPattern": pattern}, "ResourceNotFoundException", "Event bus mine"},
		"a target":                  {tEventTarget, in{}, "", ""},
		"a target of no rule":       {tEventTarget, in{"rule": "none"}, "ResourceNotFoundException", "Rule none"},
		"a target elsewhere":        {tEventTarget, in{"arn": "arn:aws:sqs:us-east-1:111122223333:q"}, "ValidationException", "Region"},
		"a document without role":   {tEventTarget, in{"arn": "arn:aws:ssm:eu-central-1:111122223333:document/d"}, "ValidationException", "RoleArn is required"},
		"a role for others":         {tEventTarget, in{"roleArn": "arn:aws:iam::111122223333:role/node"}, "ValidationException", "events.amazonaws.com"},
		"two inputs":                {tEventTarget, in{"input": "{}", "inputPath": "$"}, "CheckFailure", "conflict"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.make(tRole, "node", in{"name": "node", "assumeRolePolicy": everytype.TrustOf("ec2.amazonaws.com")})
			w.make(tEventRule, "r", in{"name": "r", "eventPattern": pattern})
			base := in{}
			if test.token == tEventTarget {
				base = in{"rule": "r", "arn": "arn:aws:sqs:eu-central-1:111122223333:q"}
			}
			_, err := w.create(test.token, "x", laid(base, test.inputs))
			expect(t, err, test.code, test.text)
		})
	}
}

func TestARuleWithTargetsIsNotDeleted(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.make(tEventRule, "r", in{"name": "r", "scheduleExpression": "rate(1 day)"})
	target := w.make(tEventTarget, "t", in{"rule": "r", "arn": "arn:aws:sqs:eu-central-1:111122223333:q"})
	expect(t, w.delete(tEventRule, "r", "r"), "ValidationException", "has targets")
	expect(t, w.delete(tEventTarget, "t", target.ID), "", "")
	expect(t, w.delete(tEventRule, "r", "r"), "", "")
}

func TestTopicsAndQueuesAreRefusedWithTheCodeOfAws(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		token      string
		inputs     in
		code, text string
	}{
		"a topic":                {tTopic, in{"name": "alarms"}, "", ""},
		"a topic of FIFO":        {tTopic, in{"name": "alarms.fifo", "fifoTopic": true}, "", ""},
		"a FIFO topic by name":   {tTopic, in{"name": "alarms.fifo"}, "CheckFailure", ".fifo"},
		"a topic with a space":   {tTopic, in{"name": "my alarms"}, "CheckFailure", "name"},
		"a topic for nobody":     {tTopic, in{"name": "alarms", "policy": `{"Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:role/nobody"},"Action":"sns:Publish","Resource":"*"}]}`}, "InvalidParameter", "PrincipalNotFound"},
		"a policy of no topic":   {"aws:sns/topicPolicy:TopicPolicy", in{"arn": "arn:aws:sns:eu-central-1:111122223333:none", "policy": "{}"}, "NotFound", "Topic does not exist"},
		"a queue":                {tQueue, in{"name": "jobs"}, "", ""},
		"a queue with a dot":     {tQueue, in{"name": "my.jobs"}, "CheckFailure", "name"},
		"a queue for two weeks":  {tQueue, in{"name": "jobs", "messageRetentionSeconds": 1209601}, "CheckFailure", "1209600"},
		"a queue of two keys":    {tQueue, in{"name": "jobs", "kmsMasterKeyId": "alias/aws/sqs", "sqsManagedSseEnabled": true}, "CheckFailure", "conflicts"},
		"dead letters to nobody": {tQueue, in{"name": "jobs", "redrivePolicy": `{"deadLetterTargetArn":"arn:aws:sqs:eu-central-1:111122223333:none","maxReceiveCount":3}`}, "InvalidParameterValue", "Dead letter target does not exist"},
		"dead letters":           {tQueue, in{"name": "jobs", "redrivePolicy": `{"deadLetterTargetArn":"arn:aws:sqs:eu-central-1:111122223333:dead","maxReceiveCount":3}`}, "", ""},
		"half a redrive policy":  {tQueue, in{"name": "jobs", "redrivePolicy": `{"maxReceiveCount":3}`}, "InvalidParameterValue", "missing"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.make(tQueue, "dead", in{"name": "dead"})
			_, err := w.create(test.token, "x", test.inputs)
			expect(t, err, test.code, test.text)
		})
	}
}
