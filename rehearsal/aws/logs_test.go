package aws

import (
	"fmt"
	"strings"
	"testing"

	"github.com/cloudgap/cloudgap/internal/everytype"
)

const tLogPolicy = "aws:cloudwatch/logResourcePolicy:LogResourcePolicy"

func TestALogGroupIsRefusedWithTheCodeOfAws(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		keyPolicy  string
		inputs     in
		code, text string
	}{
		"encrypted with a key that allows it":     {everytype.LogsKeyPolicy, in{"name": "/vpc/flow"}, "", ""},
		"a key that does not allow the service":   {allowKey(`{"AWS":"arn:aws:iam::111122223333:root"}`, "kms:*"), in{"name": "/vpc/flow"}, "AccessDeniedException", "not allowed to be used with Arn 'arn:aws:logs:eu-central-1:111122223333:log-group:/vpc/flow'"},
		"a key for the service of another region": {strings.ReplaceAll(everytype.LogsKeyPolicy, "logs.eu-central-1", "logs.eu-west-1"), in{"name": "/vpc/flow"}, "AccessDeniedException", ""},
		"a key for another log group":             {strings.ReplaceAll(everytype.LogsKeyPolicy, "log-group:*", "log-group:/other"), in{"name": "/vpc/flow"}, "AccessDeniedException", ""},
		"a key that does not exist":               {everytype.LogsKeyPolicy, in{"name": "/vpc/flow", "kmsKeyId": "arn:aws:kms:eu-central-1:111122223333:key/0123"}, "AccessDeniedException", "does not exist"},
		"a name that is taken":                    {everytype.LogsKeyPolicy, in{"name": "/taken"}, "ResourceAlreadyExistsException", "The specified log group already exists"},
		"a name with a space":                     {everytype.LogsKeyPolicy, in{"name": "a group"}, "CheckFailure", "name"},
		"a name that is too long":                 {everytype.LogsKeyPolicy, in{"name": strings.Repeat("x", 513)}, "CheckFailure", "512"},
		"a retention that there is not":           {everytype.LogsKeyPolicy, in{"name": "/vpc/flow", "retentionInDays": 100}, "CheckFailure", "retentionInDays"},
		"an unknown class":                        {everytype.LogsKeyPolicy, in{"name": "/vpc/flow", "logGroupClass": "CHEAP"}, "CheckFailure", "STANDARD"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			key := w.make(tKey, "k", in{"policy": test.keyPolicy})
			w.make(tLogGroup, "first", in{"name": "/taken"})
			inputs := in{"kmsKeyId": key.Properties.String("arn")}
			for property, value := range test.inputs {
				inputs[property] = value
			}
			_, err := w.create(tLogGroup, "g", inputs)
			expect(t, err, test.code, test.text)
		})
	}
}

func TestALogGroupKeepsEventsForEverUnlessToldOtherwise(t *testing.T) {
	t.Parallel()
	p := newWorld(t).make(tLogGroup, "g", in{"name": "/vpc/flow"}).Properties
	if p.Int("retentionInDays") != 0 || p.String("logGroupClass") != "STANDARD" || p.String("arn") != "arn:aws:logs:eu-central-1:111122223333:log-group:/vpc/flow" {
		t.Errorf("no end, the standard class and an ARN without a star expected, got %v", p)
	}
}

func TestTheEleventhPolicyOfTheLogsServiceIsRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for i := range 10 {
		w.make(tLogPolicy, fmt.Sprint(i), in{"policyName": fmt.Sprint("p", i), "policyDocument": everytype.WriteLogs})
	}
	_, err := w.create(tLogPolicy, "one too many", in{"policyName": "p", "policyDocument": everytype.WriteLogs})
	expect(t, err, "LimitExceededException", "")
	_, err = newWorld(t).create(tLogPolicy, "p", in{"policyName": "p", "policyDocument": "{"})
	expect(t, err, "InvalidParameterException", "Syntax")
}
