package rules_test

import (
	"strings"
	"testing"
	"time"

	"github.com/cloudgap/cloudgap/policy/internal/casefile"
	"github.com/cloudgap/cloudgap/policy/rules"
)

func TestEveryRuleHasAllFourKindsOfCases(t *testing.T) {
	t.Parallel()
	for _, rule := range rules.All() {
		cases := readCases(t, rule.ID)
		for kind, list := range map[string][]casefile.Case{
			"good": cases.Good, "bad": cases.Bad, "unknown": cases.Unknown, "omitted": cases.Omitted,
		} {
			if len(list) == 0 {
				t.Errorf("rule %s has no %s case", rule.ID, kind)
			}
		}
	}
}

func TestEveryRuleJudgesItsCasesAlikeInEveryShapeOfTheStack(t *testing.T) {
	t.Parallel()
	for _, rule := range rules.All() {
		t.Run(rule.ID, func(t *testing.T) {
			t.Parallel()
			cases := readCases(t, rule.ID)
			for kind, list := range map[string][]casefile.Case{
				"good": cases.Good, "bad": cases.Bad, "unknown": cases.Unknown, "omitted": cases.Omitted,
			} {
				for _, c := range list {
					for _, shape := range c.Shapes() {
						t.Run(strings.Join([]string{kind, c.Name, string(shape)}, "/"), func(t *testing.T) {
							t.Parallel()
							checkCase(t, rule, c, shape, kind != "good" && !c.Passes)
						})
					}
				}
			}
		})
	}
}

func checkCase(t *testing.T, rule rules.Rule, c casefile.Case, shape casefile.Shape, violates bool) {
	t.Helper()
	found := judgeCase(t, rule, c, shape)
	if !violates {
		for _, v := range found {
			t.Errorf("violates, but should pass: %s: %s", v.URN, rule.Message(v.Finding))
		}
		return
	}
	if len(found) == 0 {
		t.Fatalf("passes, but should violate")
	}
	for _, v := range found {
		if c.Offender == "" {
			return
		}
		if v.URN == c.URN(c.Offender) {
			if token := c.Resources[c.Offender].Type; !rule.Applies(token) {
				t.Errorf("violates on a %s, which the rule does not name among its types, so that its page misleads", token)
			}
			return
		}
	}
	t.Errorf("violates on %s, but should violate on %s", found[0].URN, c.URN(c.Offender))
}

// judgeCase judges by the whole catalogue, because the rules share the waivers, and returns what one rule says.
func judgeCase(t *testing.T, rule rules.Rule, c casefile.Case, shape casefile.Shape) []rules.Violation {
	t.Helper()
	resources, err := c.Stack(shape)
	if err != nil {
		t.Fatalf("build the stack: %v", err)
	}
	settings, err := rules.ParseSettings(c.Config)
	if err != nil {
		t.Fatalf("read the settings: %v", err)
	}
	var found []rules.Violation
	for _, v := range rules.JudgeAll(rules.NewStack(resources, settings, rules.NewLedger(settings.Waivers, time.Now))).Violations {
		if v.Rule.ID == rule.ID {
			found = append(found, v)
		}
	}
	return found
}
