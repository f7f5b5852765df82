package rehearsal

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

func TestRunCreatesOnceChangesNothingAfterwardsAndLeavesNothingBehind(t *testing.T) {
	t.Parallel()
	options := withPack(t, testOptions(t, network(3, nil)))
	options.Destroy = true
	report, err := Run(t.Context(), options)
	if err != nil {
		t.Fatalf("rehearse: %v", err)
	}
	got := map[Step]map[string]int{}
	for _, s := range report.Steps {
		t.Log(s.Step, s.Duration)
		got[s.Step] = s.Changes
	}
	want := map[Step]map[string]int{
		StepPrepare: nil,
		StepPreview: {"create": 5},
		StepUp:      {"create": 5},
		StepUpAgain: {"same": 5},
		StepRefresh: {"same": 5},
		StepDestroy: {"delete": 5},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("changes of the steps (-want +got):\n%s", diff)
	}
	packs := []PackResult{{Name: "trial-pack", Version: "1.2.3", Rules: []string{"few-subnets", "no-forbidden-tag"}}}
	if diff := cmp.Diff(packs, report.Packs); diff != "" {
		t.Errorf("packs of the preview (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(packs, report.Steps[2].Packs); diff != "" {
		t.Errorf("packs of the up (-want +got):\n%s", diff)
	}
	if id, _ := report.Outputs["vpcId"].(string); len(id) != len("vpc-00123456789abcdef") {
		t.Errorf("output vpcId: expected an id such as vpc-00123456789abcdef, got %q", id)
	}
}

func TestADestroyOfProtectedResourcesIsRefusedInAFewWords(t *testing.T) {
	t.Parallel()
	options := testOptions(t, func(ctx *pulumi.Context) error {
		_, err := ec2.NewVpc(ctx, "main", &ec2.VpcArgs{CidrBlock: pulumi.String("10.0.0.0/16")}, pulumi.Protect(true))
		return err
	})
	options.Destroy = true
	report, err := Run(t.Context(), options)
	expectStepError(t, err, ErrProtected, "1 of them, such as main", "lift the protection")
	if last := report.Steps[len(report.Steps)-1].Step; last != StepRefresh {
		t.Errorf("expected the engine not to be asked to destroy, got the step %q", last)
	}
}
