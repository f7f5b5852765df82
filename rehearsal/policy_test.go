package rehearsal

import (
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// withPack adds the test binary as an executable policy pack.
func withPack(t *testing.T, options Options) Options {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	options.PolicyPacks = []PolicyPack{{Path: self, Env: map[string]string{packVariable: "1"}, Name: "trial-pack", Version: "1.2.3"}}
	return options
}

func TestAPackThatFindsNothingIsReportedWithItsVersionAndRules(t *testing.T) {
	t.Parallel()
	report, err := Run(t.Context(), withPack(t, testOptions(t, network(3, nil))))
	if err != nil {
		t.Fatalf("rehearse: %v", err)
	}
	want := []PackResult{{Name: "trial-pack", Version: "1.2.3", Rules: []string{"few-subnets", "no-forbidden-tag"}}}
	if diff := cmp.Diff(want, report.Packs); diff != "" {
		t.Errorf("packs of the preview (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(want, report.Steps[2].Packs); diff != "" {
		t.Errorf("packs of the up (-want +got):\n%s", diff)
	}
}

func TestAMandatoryViolationEndsTheRehearsalInPreviewWithNothingCreated(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		program pulumi.RunFunc
		policy  string
		text    string
	}{
		"resource policy": {network(1, pulumi.StringMap{"forbidden": pulumi.String("yes")}), "no-forbidden-tag", "remove the tag"},
		"stack policy":    {network(4, nil), "few-subnets", "at most 3 subnets are allowed, got 4"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			options := withPack(t, testOptions(t, test.program))
			report, err := Run(t.Context(), options)
			expectStepError(t, err, ErrViolated, test.policy, test.text)
			if last := report.Steps[len(report.Steps)-1]; last.Step != StepPreview || len(last.Violations()) != 1 {
				t.Errorf("expected the preview to be the last step, with one violation, got %s with %v", last.Step, last.Violations())
			}
			if objects := open(t, options).Cloud().Objects(); len(objects) != 0 {
				t.Errorf("expected nothing to be created, got %d objects", len(objects))
			}
		})
	}
}

func TestARunWithoutTheExpectedPackFails(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*PolicyPack){
		"other name":    func(p *PolicyPack) { p.Name = "another-pack" },
		"other version": func(p *PolicyPack) { p.Version = "1.2.4" },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			options := withPack(t, testOptions(t, network(1, nil)))
			change(&options.PolicyPacks[0])
			_, err := open(t, options).Preview(t.Context())
			expectStepError(t, err, ErrPackMissing, options.PolicyPacks[0].Name)
		})
	}
}
