package rehearsal

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

// inTurn runs one program after the other on one state and returns what each up did. After each, a second up must change nothing.
func inTurn(t *testing.T, options Options, programs ...pulumi.RunFunc) []*StepResult {
	t.Helper()
	var results []*StepResult
	for i, program := range programs {
		options.Program = program
		s := open(t, options)
		result, err := s.Up(t.Context())
		if err != nil {
			t.Fatalf("up of program %d: %v", i, err)
		}
		if _, err := s.UpAgain(t.Context()); err != nil {
			t.Fatalf("second up of program %d: %v", i, err)
		}
		closeSession(t, s)
		results = append(results, result)
	}
	return results
}

// up runs the options' program once and closes the session.
func up(t *testing.T, options Options) *StepResult {
	t.Helper()
	s := open(t, options)
	result, err := s.Up(t.Context())
	if err != nil {
		t.Fatalf("up: %v", err)
	}
	closeSession(t, s)
	return result
}

func TestOneChangedTagIsOneUpdateAndOneMoreSubnetOneCreate(t *testing.T) {
	t.Parallel()
	results := inTurn(t, testOptions(t, nil),
		network(2, pulumi.StringMap{"team": pulumi.String("red")}),
		network(2, pulumi.StringMap{"team": pulumi.String("blue")}),
		network(3, pulumi.StringMap{"team": pulumi.String("blue")}),
	)
	if diff := cmp.Diff(map[string]int{"update": 1, "same": 3}, results[1].Changes); diff != "" {
		t.Errorf("changes after one tag changed (-want +got):\n%s", diff)
	}
	for _, p := range results[1].Planned {
		if p.Operation == "update" {
			if diff := cmp.Diff(map[string]string{"tags.team": "update"}, p.Diff); diff != "" {
				t.Errorf("detailed difference (-want +got):\n%s", diff)
			}
		}
	}
	if diff := cmp.Diff(map[string]int{"create": 1, "same": 4}, results[2].Changes); diff != "" {
		t.Errorf("changes after one subnet was added (-want +got):\n%s", diff)
	}
}

func subnetWith(cidr string) pulumi.RunFunc {
	return func(ctx *pulumi.Context) error {
		vpc, err := ec2.NewVpc(ctx, "main", &ec2.VpcArgs{CidrBlock: pulumi.String("10.0.0.0/16")})
		if err != nil {
			return err
		}
		subnet, err := ec2.NewSubnet(ctx, "a", &ec2.SubnetArgs{VpcId: vpc.ID(), CidrBlock: pulumi.String(cidr)})
		if err != nil {
			return err
		}
		ctx.Export("subnetId", subnet.ID())
		return nil
	}
}

func TestAChangeThatForcesReplacementMakesANewObjectAndDeletesTheOld(t *testing.T) {
	t.Parallel()
	options := testOptions(t, nil)
	results := inTurn(t, options, subnetWith("10.0.1.0/24"), subnetWith("10.0.2.0/24"))
	if got := results[1].Changes["replace"]; got != 1 {
		t.Errorf("expected one replacement, got %v", results[1].Changes)
	}
	ids := map[string]bool{}
	for _, r := range results {
		for _, p := range r.Planned {
			if p.Type == "aws:ec2/subnet:Subnet" && (p.Operation == "create" || p.Operation == "create-replacement") {
				ids[p.ID] = true
			}
		}
	}
	if len(ids) != 2 {
		t.Errorf("expected the replacement to have an id of its own, got the ids %v", ids)
	}
	s := open(t, options)
	if got := cidrsOf(s); cmp.Diff([]string{"10.0.2.0/24"}, got) != "" {
		t.Errorf("expected only the new subnet in the cloud, got %v", got)
	}
}

func cidrsOf(s *Session) []string {
	var cidrs []string
	for _, o := range s.Cloud().Objects() {
		if o.Kind == "subnet" {
			cidrs = append(cidrs, o.Properties.String("cidrBlock"))
		}
	}
	return cidrs
}

func TestDriftIsFoundByRefreshAndRepairedByTheNextUp(t *testing.T) {
	t.Parallel()
	s := open(t, testOptions(t, network(1, pulumi.StringMap{"team": pulumi.String("red")})))
	if _, err := s.Up(t.Context()); err != nil {
		t.Fatal(err)
	}
	vpc := objectOf(t, s, "vpc")
	if err := s.Cloud().Modify("vpc", vpc.ID, func(o *cloud.Object) {
		o.Properties.Set("tags", map[string]string{"team": "someone else"})
	}); err != nil {
		t.Fatal(err)
	}

	result, err := s.refresh(t.Context(), expectation{nothing: ErrDrift})
	expectStepError(t, err, ErrDrift, "aws:ec2/vpc:Vpc::main", "tags")
	if got := result.Changes["update"]; got != 1 {
		t.Errorf("expected the refresh to find one changed resource, got %v", result.Changes)
	}
	if result, err = s.Up(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := result.Changes["update"]; got != 1 {
		t.Errorf("expected the next up to update one resource, got %v", result.Changes)
	}
	if got := objectOf(t, s, "vpc").Properties.String("tags.team"); got != "red" {
		t.Errorf("expected the tag to be red again, got %q", got)
	}
}

func TestAnObjectThatVanishedIsForgottenByRefreshAndMadeAgain(t *testing.T) {
	t.Parallel()
	s := open(t, testOptions(t, network(1, nil)))
	if _, err := s.Up(t.Context()); err != nil {
		t.Fatal(err)
	}
	subnet := objectOf(t, s, "subnet")
	if err := s.Cloud().Vanish("subnet", subnet.ID); err != nil {
		t.Fatal(err)
	}
	result, err := s.Refresh(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if got := result.Changes["delete"]; got != 1 {
		t.Errorf("expected the refresh to forget one resource, got %v", result.Changes)
	}
	if result, err = s.Up(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := result.Changes["create"]; got != 1 {
		t.Errorf("expected the next up to create one resource, got %v", result.Changes)
	}
	if again := objectOf(t, s, "subnet"); again.ID == subnet.ID {
		t.Errorf("expected a new id, got %s again", again.ID)
	}
}

func TestAnExistingObjectIsImported(t *testing.T) {
	t.Parallel()
	options := testOptions(t, nil)
	vpc := func(options ...pulumi.ResourceOption) pulumi.RunFunc {
		return func(ctx *pulumi.Context) error {
			_, err := ec2.NewVpc(ctx, "main", &ec2.VpcArgs{CidrBlock: pulumi.String("10.0.0.0/16")}, options...)
			return err
		}
	}
	options.Program = vpc(pulumi.RetainOnDelete(true))
	up(t, options)
	options.Program = vpc(pulumi.Import(pulumi.ID("vpc-0123456789abcdef0")))
	s := open(t, options)
	_, err := s.Up(t.Context())
	expectStepError(t, err, nil, "vpc-0123456789abcdef0", "does not exist")
	left := objectOf(t, s, "vpc")
	closeSession(t, s)

	options.Program = func(*pulumi.Context) error { return nil }
	up(t, options)
	result := inTurn(t, options, vpc(pulumi.Import(pulumi.ID(left.ID))))[0]
	if got := result.Changes["import"]; got != 1 {
		t.Errorf("expected one import, got %v", result.Changes)
	}
}

func TestTwoProviderInstancesActInTheirOwnRegions(t *testing.T) {
	t.Parallel()
	options := testOptions(t, func(ctx *pulumi.Context) error {
		other, err := aws.NewProvider(ctx, "ireland", &aws.ProviderArgs{Region: pulumi.String("eu-west-1")})
		if err != nil {
			return err
		}
		if _, err := ec2.NewVpc(ctx, "abroad", &ec2.VpcArgs{CidrBlock: pulumi.String("10.1.0.0/16")}, pulumi.Provider(other)); err != nil {
			return err
		}
		_, err = ec2.NewVpc(ctx, "home", &ec2.VpcArgs{CidrBlock: pulumi.String("10.0.0.0/16")})
		return err
	})
	up(t, options)
	regions := map[string]string{}
	for _, o := range open(t, options).Cloud().Objects() {
		regions[o.URN[strings.LastIndex(o.URN, ":")+1:]] = o.Region
	}
	if diff := cmp.Diff(map[string]string{"abroad": "eu-west-1", "home": "us-east-1"}, regions); diff != "" {
		t.Errorf("regions of the objects (-want +got):\n%s", diff)
	}
}
