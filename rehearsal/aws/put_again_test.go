package aws

import (
	"fmt"
	"testing"

	"github.com/cloudgap/cloudgap/internal/everytype"
)

func TestWhatIsPutAgainIsOverwritten(t *testing.T) {
	t.Parallel()
	const (
		tFilter = "aws:cloudwatch/logMetricFilter:LogMetricFilter"
		queue   = "arn:aws:sqs:eu-central-1:111122223333:q"
		full    = maxInlinePolicies / 2
	)
	filter := func(pattern string) in {
		return in{"logGroupName": "/shop", "name": "errors", "pattern": pattern, "metricTransformation": in{"name": "errors", "namespace": "cloudgap", "value": "1"}}
	}
	for name, test := range map[string]struct {
		token         string
		before, after in
		// property is what the second call changes.
		property string
	}{
		"a policy of a role, as long as fits once": {
			tRolePolicy, in{"role": "node", "name": "logs", "policy": policyOf(full)}, in{"role": "node", "name": "logs", "policy": policyOf(full + 1)}, "policy",
		},
		"a metric filter":        {tFilter, filter("error"), filter("fatal"), "pattern"},
		"a target of a rule":     {tEventTarget, in{"rule": "r", "targetId": "q", "arn": queue}, in{"rule": "r", "targetId": "q", "arn": queue, "input": "{}"}, "input"},
		"an alarm":               {tAlarm, alarmOf(1), alarmOf(2), "threshold"},
		"a policy of log groups": {"aws:cloudwatch/logResourcePolicy:LogResourcePolicy", logPolicyOf("a"), logPolicyOf("b"), "policyDocument"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.make(tRole, "node", in{"name": "node", "assumeRolePolicy": everytype.TrustOf("ec2.amazonaws.com")})
			w.make(tLogGroup, "g", in{"name": "/shop"})
			w.make(tEventRule, "r", in{"name": "r", "scheduleExpression": "rate(1 day)"})
			others := len(w.Cloud.Objects())
			first := w.make(test.token, "put", test.before)
			_, err := w.create(test.token, "other", test.after)
			expect(t, err, "ResourceAlreadyExists", "already exists")
			second := w.make(test.token, "put", test.after)
			if first.ID != second.ID || len(w.Cloud.Objects()) != others+1 {
				t.Fatalf("expected one object, got %s, %s and %d more objects", first.ID, second.ID, len(w.Cloud.Objects())-others)
			}
			properties, _ := w.read(test.token, "put", first.ID)
			if got, want := fmt.Sprint(properties[test.property]), fmt.Sprint(second.Properties[test.property]); got != want || got == fmt.Sprint(first.Properties[test.property]) {
				t.Errorf("%s: expected that of the second call, %s, got %s", test.property, want, got)
			}
			// A replacement that is made first and has the same name goes with what it replaces.
			expect(t, w.delete(test.token, "put", first.ID), "", "")
			if len(w.Cloud.Objects()) != others {
				t.Errorf("expected nothing to stay, got %d objects", len(w.Cloud.Objects())-others)
			}
		})
	}
}

func TestWhatIsPutAgainCountsOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.make(tEventRule, "r", in{"name": "r", "scheduleExpression": "rate(1 day)"})
	target := func(i int) in {
		return in{"rule": "r", "targetId": fmt.Sprint(i), "arn": "arn:aws:sqs:eu-central-1:111122223333:q"}
	}
	for i := range 5 {
		w.make(tEventTarget, fmt.Sprint(i), target(i))
	}
	w.make(tEventTarget, "4", target(4))
	_, err := w.create(tEventTarget, "5", target(5))
	expect(t, err, "LimitExceededException", "maximum number")
}

func alarmOf(threshold int) in {
	return in{
		"name": "members", "comparisonOperator": "LessThanThreshold", "evaluationPeriods": 3, "metricName": "Members", "namespace": "cloudgap", "period": 60,
		"statistic": "Minimum", "threshold": threshold,
	}
}

func logPolicyOf(sid string) in {
	return in{"policyName": "queries", "policyDocument": fmt.Sprintf(
		`{"Version":"2012-10-17","Statement":[{"Sid":%q,"Effect":"Allow","Principal":{"Service":"route53.amazonaws.com"},"Action":"logs:PutLogEvents","Resource":"*"}]}`, sid)}
}
