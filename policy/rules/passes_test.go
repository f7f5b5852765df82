package rules_test

import (
	"testing"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/property"

	"github.com/cloudgap/cloudgap/policy/internal/casefile"
	"github.com/cloudgap/cloudgap/policy/rules"
)

func TestWhatBothPassesFindHasOnePropertySoThatItIsReportedOnce(t *testing.T) {
	t.Parallel()
	for _, rule := range rules.All() {
		for _, c := range readCases(t, rule.ID).Bad {
			for _, shape := range []casefile.Shape{casefile.Deployed, casefile.Computed, casefile.Absent} {
				checkPasses(t, rule, c, shape)
			}
		}
	}
}

// checkPasses compares what the resource pass finds, which sees inputs and no dependencies, with the stack pass.
func checkPasses(t *testing.T, rule rules.Rule, c casefile.Case, shape casefile.Shape) {
	t.Helper()
	inStack := map[string]map[string]bool{}
	for _, v := range judgeCase(t, rule, c, shape) {
		if inStack[v.URN] == nil {
			inStack[v.URN] = map[string]bool{}
		}
		inStack[v.URN][v.Property] = true
	}
	resources, err := c.Stack(shape)
	if err != nil {
		t.Fatalf("build the stack: %v", err)
	}
	settings, err := rules.ParseSettings(c.Config)
	if err != nil {
		t.Fatalf("read the settings: %v", err)
	}
	for _, r := range resources {
		r.Outputs, r.PropertyDependencies, r.Dependencies = property.Map{}, nil, nil
		for _, v := range rule.JudgeOne(rules.NewSubject(r, settings), rules.NewLedger(nil, time.Now)).Violations {
			if seen := inStack[v.URN]; !seen[v.Property] {
				t.Errorf("%s, case %q (%s): the resource pass reports %q of %s, the stack pass %v, so that people read it twice or with other words",
					rule.ID, c.Name, shape, v.Property, v.URN, seen)
			}
		}
	}
}
