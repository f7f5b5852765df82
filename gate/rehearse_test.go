package gate_test

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/cloudgap/cloudgap/gate"
	"github.com/cloudgap/cloudgap/gate/gatetest"
	"github.com/cloudgap/cloudgap/policy/pack"
	"github.com/cloudgap/cloudgap/policy/rules"
	"github.com/cloudgap/cloudgap/rehearsal"
	"github.com/cloudgap/cloudgap/rehearsal/rehearsaltest"
	"github.com/cloudgap/cloudgap/stacks"
)

func TestMain(m *testing.M) { rehearsaltest.Main(m) }

// gateway is a program with one violation that stands in one line.
func gateway(ctx *pulumi.Context) error {
	_, err := ec2.NewInternetGateway(ctx, "way-out", &ec2.InternetGatewayArgs{})
	return err
}

// projectDir is the directory of a project with one stack.
func projectDir(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{
		"Pulumi.yaml": "name: app\nruntime: go\n", "Pulumi.dev.yaml": "config:\n  aws:region: eu-central-1\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func rehearse(t *testing.T, r gate.Rehearsal) gate.Stack {
	t.Helper()
	sources, err := gate.FindSources(".")
	if err != nil {
		t.Fatal(err)
	}
	r.Sources, r.File = sources, "Pulumi.dev.yaml"
	stack, err := gate.Rehearse(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	return stack
}

func TestAViolationNamesTheLineThatRegistersTheResource(t *testing.T) {
	t.Parallel()
	stack := rehearse(t, gate.Rehearsal{Options: rehearsaltest.Options(t, projectDir(t), "dev", gateway)})
	if stack.Outcome() != gate.Violated || len(stack.Violations) != 1 {
		t.Fatalf("expected one violation, got %s: %+v (%s)", stack.Outcome(), stack.Violations, stack.Problem)
	}
	source, err := os.ReadFile("rehearse_test.go")
	if err != nil {
		t.Fatal(err)
	}
	line := 1 + strings.Count(string(source[:strings.Index(string(source), `ec2.NewInternetGateway(`)]), "\n")
	if want := (gate.Position{File: "gate/rehearse_test.go", Line: line}); stack.Violations[0].Position != want {
		t.Errorf("expected the violation at %s, got %s", want, stack.Violations[0].Position)
	}
	if want := (gate.Pack{Name: pack.Name, Version: pack.Version, Rules: pack.RuleCount()}); stack.Pack != want {
		t.Errorf("expected the pack %+v to have run, got %+v", want, stack.Pack)
	}
}

func TestWithoutSourcesAViolationNamesTheStacksFile(t *testing.T) {
	t.Parallel()
	stack, err := gate.Rehearse(t.Context(), gate.Rehearsal{
		Options: rehearsaltest.Options(t, projectDir(t), "dev", gateway), File: "Pulumi.dev.yaml",
	})
	if err != nil {
		t.Fatal(err)
	}
	if want := (gate.Position{File: "Pulumi.dev.yaml"}); len(stack.Violations) != 1 || stack.Violations[0].Position != want {
		t.Errorf("expected one violation at %s, got %+v", want, stack.Violations)
	}
}

func TestWhatCannotBeJudgedIsNeverClean(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		program pulumi.RunFunc
		change  func(*rehearsal.Options)
		want    string
	}{
		"the program fails":              {func(*pulumi.Context) error { return errors.New("no such zone") }, nil, "no such zone"},
		"the program fails after a leak": {func(ctx *pulumi.Context) error { return errors.Join(gateway(ctx), errors.New("no such zone")) }, nil, "no such zone"},
		"a type cannot be simulated": {func(ctx *pulumi.Context) error {
			var r pulumi.CustomResourceState
			return ctx.RegisterResource("aws:gamelift/fleet:Fleet", "f", nil, &r)
		}, nil, "cannot be simulated"},
		"the pack does not run": {gateway, func(o *rehearsal.Options) { o.PolicyPacks = nil }, "cloudgap-isolation did not run"},
		"the stack is missing":  {gateway, func(o *rehearsal.Options) { o.Stack = "prod" }, `no stack "prod"`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			options := rehearsaltest.Options(t, projectDir(t), "dev", test.program)
			if test.change != nil {
				test.change(&options)
			}
			stack := rehearse(t, gate.Rehearsal{Options: options})
			if stack.Outcome() != gate.Unjudged || !strings.Contains(stack.Problem, test.want) {
				t.Errorf("expected the stack not to be judged for %q, got %s: %s", test.want, stack.Outcome(), stack.Problem)
			}
		})
	}
}

func TestAnInterruptedGateIsAnErrorAndNoVerdict(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	options := rehearsaltest.Options(t, projectDir(t), "dev", gateway)
	options.Progress = func(rehearsal.Event) { cancel() }
	if _, err := gate.Rehearse(ctx, gate.Rehearsal{Options: options}); !errors.Is(err, context.Canceled) {
		t.Errorf("expected the interruption as an error, got %v", err)
	}
}

func TestAWaiverExcusesInTheEngineAndWithoutIt(t *testing.T) {
	t.Parallel()
	const urn = "urn:pulumi:dev::app::aws:ec2/internetGateway:InternetGateway::way-out"
	config := `{"PACK-SELF":{"waivers":[{"rule":"GW-IGW","urn":"` + urn + `","reason":"moves away","owner":"net","expires":"2999-01-01"}]}}`
	file := filepath.Join(t.TempDir(), "policy.json")
	if err := os.WriteFile(file, []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	settings, err := gate.ParseSettings([]byte(config))
	if err != nil {
		t.Fatal(err)
	}
	options := rehearsaltest.Options(t, projectDir(t), "dev", gateway)
	options.PolicyPacks[0].ConfigFile = file
	document, _ := planOf(t, gateway)
	for name, stack := range map[string]gate.Stack{
		"engine": rehearse(t, gate.Rehearsal{Options: options, Settings: settings}),
		"plan":   gate.JudgePlan("plan.json", document, settings, gate.Sources{}),
	} {
		if stack.Outcome() != gate.Clean || len(stack.Waived) != 1 || !strings.Contains(stack.Waived[0].Waiver, "moves away") {
			t.Errorf("%s: expected one waived finding with its reason, got %s %+v %s", name, stack.Outcome(), stack.Waived, stack.Problem)
		}
	}
}

// planOf is the document of a program's plan.
func planOf(t *testing.T, program pulumi.RunFunc) (json.RawMessage, string) {
	t.Helper()
	session := rehearsaltest.Open(t, rehearsaltest.Options(t, projectDir(t), "dev", program))
	document, err := session.PlanDocument(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return document.JSON, document.Root
}

// declared is what the project declares about its network.
func declared(t *testing.T) rules.Settings {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", rehearsal.PolicyConfigFile))
	if err != nil {
		t.Fatal(err)
	}
	settings, err := gate.ParseSettings(data)
	if err != nil {
		t.Fatal(err)
	}
	return settings
}

func TestUpJudgesWhatIsCreatedAsWell(t *testing.T) {
	t.Parallel()
	stack := rehearse(t, gate.Rehearsal{Options: rehearsaltest.Options(t, "..", "dev", stacks.Deploy), Settings: declared(t), Up: true})
	if stack.Outcome() != gate.Clean {
		t.Fatalf("expected dev to be clean, got %s: %s %+v", stack.Outcome(), stack.Problem, stack.Violations)
	}
	if len(stack.Snapshot.Subnets) == 0 {
		t.Fatal("expected subnets in the created stack")
	}
	for _, s := range stack.Snapshot.Subnets {
		if !s.Isolated() || s.Cidr == "" {
			t.Errorf("expected subnet %s with its block to be isolated, got %s %q", s.Name, s.Verdict, s.Cidr)
		}
	}
}

func TestTheReportsOfDevAreAsAcceptedAndItHasNoDifferenceFromItself(t *testing.T) {
	t.Parallel()
	stack := rehearse(t, gate.Rehearsal{Options: rehearsaltest.Options(t, "..", "dev", stacks.Deploy), Settings: declared(t)})
	gatetest.Golden(t, "dev", gate.Verdict{Stacks: []gate.Stack{stack}})
	base, err := gate.Plan(t.Context(), rehearsaltest.Options(t, "..", "dev", stacks.Deploy), declared(t))
	if err != nil {
		t.Fatal(err)
	}
	if d := gate.Compare(base, stack.Snapshot); !d.Empty() {
		t.Errorf("expected two plans of one program not to differ, got %+v", d)
	}
}

func TestAPlanThatCannotBeReadIsNotJudgedAndNoRuleCountsAsRun(t *testing.T) {
	t.Parallel()
	for name, stack := range map[string]gate.Stack{
		"empty plan":        gate.JudgePlan("p.json", nil, rules.Settings{}, gate.Sources{}),
		"a state as a plan": gate.JudgePlan("p.json", []byte(`{"version":3,"deployment":{"resources":[]}}`), rules.Settings{}, gate.Sources{}),
		"an update plan":    gate.JudgePlan("p.json", []byte(`{"resourcePlans":{}}`), rules.Settings{}, gate.Sources{}),
		"empty state":       gate.JudgeState("s.json", []byte(`{"version":3,"deployment":{}}`), rules.Settings{}, gate.Sources{}),
		"future state":      gate.JudgeState("s.json", []byte(`{"version":9,"deployment":{}}`), rules.Settings{}, gate.Sources{}),
	} {
		if stack.Outcome() != gate.Unjudged || stack.Pack.Rules != 0 {
			t.Errorf("%s: expected it not to be judged by any rule, got %s with %+v", name, stack.Outcome(), stack.Pack)
		}
	}
}

func TestThePlanOfAProgramIsJudgedWithoutAnEngineAsThePackJudgesIt(t *testing.T) {
	t.Parallel()
	for name, program := range map[string]pulumi.RunFunc{"gateway": gateway, "open route": openRoute} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			document, _ := planOf(t, program)
			offline := gate.JudgePlan("plan.json", document, rules.Settings{}, gate.Sources{})
			engine := rehearse(t, gate.Rehearsal{Options: rehearsaltest.Options(t, projectDir(t), "dev", program)})
			if len(engine.Violations) == 0 {
				t.Fatalf("expected the engine to find violations, got %s", engine.Problem)
			}
			if diff := cmp.Diff(found(engine), found(offline)); diff != "" {
				t.Errorf("violations differ (-engine +plan):\n%s", diff)
			}
		})
	}
}

// found are the rules and resources of the violations, each once.
func found(s gate.Stack) []string {
	var list []string
	for _, v := range s.Violations {
		list = append(list, v.Rule+" "+v.URN)
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// openRoute routes a subnet to an internet gateway whose id is not known before it is created.
func openRoute(ctx *pulumi.Context) error {
	vpc, err := ec2.NewVpc(ctx, "vpc", &ec2.VpcArgs{CidrBlock: pulumi.String("10.0.0.0/16")})
	if err != nil {
		return err
	}
	igw, err := ec2.NewInternetGateway(ctx, "igw", &ec2.InternetGatewayArgs{VpcId: vpc.ID()})
	if err != nil {
		return err
	}
	table, err := ec2.NewRouteTable(ctx, "table", &ec2.RouteTableArgs{VpcId: vpc.ID()})
	if err != nil {
		return err
	}
	subnet, err := ec2.NewSubnet(ctx, "subnet", &ec2.SubnetArgs{VpcId: vpc.ID(), CidrBlock: pulumi.String("10.0.0.0/24")})
	if err != nil {
		return err
	}
	if _, err := ec2.NewRouteTableAssociation(ctx, "subnet", &ec2.RouteTableAssociationArgs{SubnetId: subnet.ID(), RouteTableId: table.ID()}); err != nil {
		return err
	}
	_, err = ec2.NewRoute(ctx, "out", &ec2.RouteArgs{RouteTableId: table.ID(), DestinationCidrBlock: pulumi.String("0.0.0.0/0"), GatewayId: igw.ID()})
	return err
}
