package stacks_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/cloudwatch"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/iam"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/cloudgap/cloudgap/rehearsal"
	"github.com/cloudgap/cloudgap/rehearsal/cloud"
	"github.com/cloudgap/cloudgap/rehearsal/rehearsaltest"
	"github.com/cloudgap/cloudgap/stacks"
)

// putUnderAName are the types that AWS writes with a Put call and that take no tags: the property that names the object, and the one
// that names what it is in.
var putUnderAName = map[string]struct{ name, within string }{
	"aws:iam/rolePolicy:RolePolicy":                  {"name", "role"},
	"aws:cloudwatch/logMetricFilter:LogMetricFilter": {"name", "logGroupName"},
	"aws:cloudwatch/eventTarget:EventTarget":         {"targetId", "rule"},
}

// automatic is how Pulumi makes up a name.
var automatic = regexp.MustCompile(`-[0-9a-f]{7}$`)

func TestWhatIsPutUnderANameHasAFixedOneThatIsItsOwn(t *testing.T) {
	t.Parallel()
	for _, stack := range []string{"dev", "prod"} {
		names, found := map[string]string{}, map[string]bool{}
		for _, r := range deployed(t, stack).resources {
			named, put := putUnderAName[r.Type]
			if !put {
				continue
			}
			found[r.Type] = true
			name, _ := r.Inputs[named.name].(string)
			if name == "" || automatic.MatchString(name) {
				t.Errorf("%s: expected a fixed %s, got %q", r.URN, named.name, name)
			}
			at := fmt.Sprint(r.Type, " ", r.Inputs[named.within], " ", name)
			if other := names[at]; other != "" {
				t.Errorf("%s is the same object as %s", r.URN, other)
			}
			names[at] = r.URN
		}
		if len(found) != len(putUnderAName) {
			t.Errorf("expected every type in %s, got %v", stack, found)
		}
	}
}

// automaticallyNamed is the program with the names as Pulumi makes them up, as they once were.
func automaticallyNamed(ctx *pulumi.Context) error {
	err := ctx.RegisterStackTransformation(func(args *pulumi.ResourceTransformationArgs) *pulumi.ResourceTransformationResult {
		switch props := args.Props.(type) {
		case *iam.RolePolicyArgs:
			props.Name = nil
		case *cloudwatch.LogMetricFilterArgs:
			props.Name = nil
		case *cloudwatch.EventTargetArgs:
			props.TargetId = nil
		}
		return nil
	})
	if err != nil {
		return err
	}
	return stacks.Deploy(ctx)
}

// The provider wants what has a given name deleted before it is made anew, and the engine then also replaces what it takes to be
// lost without it, the EKS cluster for one.
func TestANewNameReplacesWhatHasItAndNothingElse(t *testing.T) {
	t.Parallel()
	options := rehearsaltest.Options(t, "..", "prod", automaticallyNamed)
	session, err := rehearsal.Open(t.Context(), options)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := session.Up(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := session.Close(); err != nil {
		t.Fatal(err)
	}
	options.Program = stacks.Deploy
	session = rehearsaltest.Open(t, options)
	preview, err := session.Preview(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	up, err := session.Up(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, step := range []*rehearsal.StepResult{preview, up} {
		done := map[string][]string{}
		for _, p := range step.Planned {
			if _, put := putUnderAName[p.Type]; put || p.Operation != "same" {
				done[p.URN] = append(done[p.URN], p.Operation)
			}
		}
		if len(done) == 0 {
			t.Errorf("%s: expected replacements, got none", step.Step)
		}
		for urn, operations := range done {
			if _, put := putUnderAName[urn[strings.LastIndex(urn, "$")+1:strings.LastIndex(urn, "::")]]; !put {
				t.Errorf("%s: rejects %s of %s", step.Step, operations, urn)
			}
			slices.Sort(operations)
			if want := []string{"create-replacement", "delete-replaced", "replace"}; !slices.Equal(operations, want) {
				t.Errorf("%s: expected %s of %s, got %s", step.Step, want, urn, operations)
			}
		}
	}
}

func TestWhatWasPutWithoutAnAnswerIsPutAgainAndNoCopyStays(t *testing.T) {
	t.Parallel()
	session := rehearsaltest.Open(t, rehearsaltest.Options(t, "..", "dev", stacks.Deploy))
	var faults []cloud.Fault
	for token := range putUnderAName {
		faults = append(faults, cloud.Fault{Operation: "Create", Type: token, Nth: 1, When: cloud.After})
	}
	session.Cloud().Inject(cloud.NewFaults(faults...))
	if _, err := session.Up(t.Context()); err == nil {
		t.Fatal("expected an up without an answer to fail")
	}
	// An up ends with its first failure, so that there may be one for each type.
	var err error
	for range faults {
		if _, err = session.Up(t.Context()); err == nil {
			break
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	if _, err := session.UpAgain(t.Context()); err != nil {
		t.Fatal(err)
	}
	resources, err := session.Resources(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	for _, r := range resources {
		known[r.Type+" "+r.ID] = true
	}
	for _, o := range session.Cloud().Objects() {
		if _, put := putUnderAName[o.Type]; put && !known[o.Type+" "+o.ID] {
			t.Errorf("%s %s is in the account and in no state", o.Type, o.ID)
		}
	}
}
