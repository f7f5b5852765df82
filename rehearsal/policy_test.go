package rehearsal

import (
	"os"
	"strings"
	"testing"

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
	options := withPack(t, testOptions(t, network(1, nil)))
	options.PolicyPacks[0].Version = "1.2.4"
	_, err := open(t, options).Preview(t.Context())
	expectStepError(t, err, ErrPackMissing, "trial-pack", `"1.2.3"`, `"1.2.4"`)
}

func TestAPackIsMissingUnlessItRanUnderItsNameAndInItsVersion(t *testing.T) {
	t.Parallel()
	wanted := []PolicyPack{{Name: "isolation", Version: "1.0.0"}}
	for name, test := range map[string]struct {
		ran  []PackResult
		want string
	}{
		"the pack":        {[]PackResult{{Name: "isolation", Version: "1.0.0"}}, ""},
		"none":            {nil, "1 packs were given and 0 ran"},
		"another pack":    {[]PackResult{{Name: "tags", Version: "1.0.0"}}, `pack "isolation" did not run`},
		"another version": {[]PackResult{{Name: "isolation", Version: "0.9.0"}}, `in version "0.9.0", expected "1.0.0"`},
	} {
		if err := missingPacks(wanted, test.ran); (err == nil) != (test.want == "") || err != nil && !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: expected %q, got %v", name, test.want, err)
		}
	}
}
