package gate

import (
	"strings"
	"testing"

	"github.com/cloudgap/cloudgap/policy/pack"
	"github.com/cloudgap/cloudgap/rehearsal"
)

func TestAVerdictIsAsBadAsItsWorstStackAndNothingJudgedIsNeverClean(t *testing.T) {
	t.Parallel()
	clean := Stack{Name: "clean"}
	violated := Stack{Name: "violated", Violations: []Violation{{Rule: "GW-IGW"}}}
	unjudged := Stack{Name: "unjudged", Problem: "the program failed"}
	both := Stack{Name: "both", Problem: "the program failed", Violations: violated.Violations}
	waived := Stack{Name: "waived", Waived: violated.Violations}
	for name, test := range map[string]struct {
		stacks []Stack
		want   Outcome
	}{
		"no stack":                      {nil, Unjudged},
		"clean":                         {[]Stack{clean}, Clean},
		"waived only":                   {[]Stack{waived}, Clean},
		"one violated":                  {[]Stack{clean, violated, clean}, Violated},
		"one not judged":                {[]Stack{clean, unjudged, clean}, Unjudged},
		"violated and not judged":       {[]Stack{violated, unjudged}, Unjudged},
		"not judged, then violated":     {[]Stack{unjudged, violated}, Unjudged},
		"violated but not judged fully": {[]Stack{both}, Unjudged},
	} {
		if got := (Verdict{Stacks: test.stacks}).Outcome(); got != test.want {
			t.Errorf("%s: expected %q, got %q", name, test.want, got)
		}
	}
}

func TestARunWithoutTheVeryPackCannotLookClean(t *testing.T) {
	t.Parallel()
	all := make([]string, pack.RuleCount())
	right := rehearsal.PackResult{Name: pack.Name, Version: pack.Version, Rules: all}
	older, fewer := right, right
	older.Version = "0.0.1"
	fewer.Rules = all[1:]
	for name, test := range map[string]struct {
		packs []rehearsal.PackResult
		want  string
	}{
		"the pack":          {[]rehearsal.PackResult{{Name: "other"}, right}, ""},
		"no pack":           {nil, "did not run"},
		"another pack only": {[]rehearsal.PackResult{{Name: "other", Version: pack.Version, Rules: all}}, "did not run"},
		"another version":   {[]rehearsal.PackResult{older}, `version "0.0.1"`},
		"a rule is missing": {[]rehearsal.PackResult{fewer}, "rules, expected"},
	} {
		got := PackProblem(test.packs)
		if (got == "") != (test.want == "") || !strings.Contains(got, test.want) {
			t.Errorf("%s: expected a problem with %q, got %q", name, test.want, got)
		}
	}
}

func TestWhatAWaiverExcusesIsTakenFromThePacksMessageAndAnAdvisoryAloneExcusesNothing(t *testing.T) {
	t.Parallel()
	var s Stack
	s.takePacks([]rehearsal.PackResult{{Name: pack.Name, Violations: []rehearsal.Violation{
		{URN: "a", Policy: "GW-IGW", Level: "advisory", Message: "no internet gateway exists\nwaived: GW-IGW for a until 2030-01-01\nInternetGateway \"a\": bad"},
		{URN: "b", Policy: "GW-IGW", Level: "advisory", Message: "no internet gateway exists\nInternetGateway \"b\": bad"},
		{URN: "c", Policy: "GW-IGW", Level: "mandatory", Message: "no internet gateway exists\nwaived: by its own name\nbad"},
	}}})
	if len(s.Waived) != 1 || s.Waived[0].Waiver != "GW-IGW for a until 2030-01-01" || s.Waived[0].Summary() != `InternetGateway "a": bad` {
		t.Errorf("expected one waived finding with waiver and message apart, got %+v", s.Waived)
	}
	if len(s.Violations) != 2 {
		t.Errorf("expected everything without a waiver of the pack to be a violation, got %+v", s.Violations)
	}
}
