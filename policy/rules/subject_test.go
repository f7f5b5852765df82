package rules

import (
	"strings"
	"testing"

	"github.com/cloudgap/cloudgap/policy/isolation"
)

func TestAModelThatPanicsIsOneViolation(t *testing.T) {
	t.Parallel()
	broken := model("urn", func() []isolation.Way { panic("a secret of the resource") })
	subject := Subject{Resource: &isolation.Resource{URN: "urn", Type: "aws:ec2/vpc:Vpc"}, modelled: broken}
	stack := &Stack{Ledger: NewLedger(nil, nil), modelled: broken}
	for pass, judge := range map[string]func(Rule) []Finding{"resource pass": func(r Rule) []Finding { return r.JudgeResource(subject) }, "stack pass": func(r Rule) []Finding { return r.JudgeStack(stack) }} {
		var found []Finding
		for _, rule := range All() {
			found = append(found, judge(rule)...)
		}
		if len(found) != 1 || !strings.Contains(found[0].Reason, "model failed") || strings.Contains(found[0].Reason, "secret") {
			t.Errorf("%s: findings are %v, want one that says the model failed and does not repeat the panic", pass, found)
		}
	}
}
