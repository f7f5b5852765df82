package rules_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/cloudgap/cloudgap/policy/isolation"
	"github.com/cloudgap/cloudgap/policy/rules"
)

func TestARuleThatPanicsIsAFindingWithItsName(t *testing.T) {
	t.Parallel()
	resource := isolation.Resource{URN: "urn:pulumi:dev::cloudgap::aws:ec2/vpc:Vpc::main", Type: "aws:ec2/vpc:Vpc", Name: "main"}
	rule := rules.Rule{
		ID: "BROKEN", Types: []string{"aws:ec2/vpc:Vpc"},
		Resource: func(*isolation.Resource, rules.Settings) []rules.Finding { panic("a secret of the resource") },
		Stack:    func(*rules.Stack) []rules.Finding { panic("a secret of the stack") },
	}
	stack := rules.NewStack([]isolation.Resource{resource}, rules.Settings{}, rules.NewLedger(nil, time.Now))
	for pass, c := range map[string]struct {
		findings []rules.Finding
		want     int
	}{
		"resource pass": {rule.JudgeResource(rules.NewSubject(resource, rules.Settings{})), 1},
		"stack pass":    {rule.JudgeStack(stack), 2},
	} {
		if len(c.findings) != c.want {
			t.Errorf("%s: got %d findings, want %d, one for each judgement", pass, len(c.findings), c.want)
		}
		for _, f := range c.findings {
			if !strings.Contains(f.Reason, "BROKEN") || strings.Contains(f.Reason, "secret") {
				t.Errorf("%s: reason is %q, want it to name the rule and not to repeat the panic", pass, f.Reason)
			}
		}
	}
}

func TestMessagesSayWhatWhereWhyAndHowToFix(t *testing.T) {
	t.Parallel()
	rule, _ := rules.ByID("ROUTE-IGW")
	message := rule.Message(rules.Finding{
		URN:      "urn:pulumi:dev::cloudgap::a:index:Network$aws:ec2/route:Route::out",
		Property: "gatewayId",
		Reason:   "an internet gateway connects the VPC with the internet",
		Path:     []isolation.Step{{URN: "urn:pulumi:dev::cloudgap::aws:ec2/subnet:Subnet::a", What: "subnet"}, {What: "internet gateway", ID: "igw-1"}},
		Subnets:  subnetURNs("a", "b", "c", "d", "e", "f", "g", "h"),
		Missing:  []string{"gatewayId"},
	})
	for _, want := range []string{
		`subnets: "a", "b", "c", "d", "e", "f" and 2 more`,
		`Route "out": an internet gateway`, "property: gatewayId", `path: subnet "a" → internet gateway (igw-1)`, "not known: gatewayId",
		"fix: " + rule.Fix, "controls: NIST 800-53 r5 AC-4(21)", "PCI DSS 4.0", "HIPAA", "FFIEC", "FedRAMP",
	} {
		if !strings.Contains(message, want) {
			t.Errorf("message lacks %q:\n%s", want, message)
		}
	}
}

func subnetURNs(names ...string) []string {
	var urns []string
	for _, name := range names {
		urns = append(urns, "urn:pulumi:dev::cloudgap::aws:ec2/subnet:Subnet::"+name)
	}
	return urns
}

func TestTheResourcesOfAStackAreSortedWhateverTheEnginesOrder(t *testing.T) {
	t.Parallel()
	named := func(name string) isolation.Resource {
		return isolation.Resource{URN: "urn:pulumi:dev::cloudgap::aws:ec2/vpc:Vpc::" + name, Type: "aws:ec2/vpc:Vpc", Name: name}
	}
	stack := rules.NewStack([]isolation.Resource{named("c"), named("a"), named("b")}, rules.Settings{}, rules.NewLedger(nil, time.Now))
	var names []string
	for _, r := range stack.Resources {
		names = append(names, r.Name)
	}
	if got := strings.Join(names, ""); got != "abc" {
		t.Errorf("resources are in the order %q, want abc", got)
	}
}

func TestFindingsAreSortedAndTheOneWithTheMostEvidenceIsKept(t *testing.T) {
	t.Parallel()
	long := []isolation.Step{{What: "subnet"}, {What: "route table"}}
	rule := rules.Rule{ID: "ANY", Stack: func(*rules.Stack) []rules.Finding {
		return []rules.Finding{{URN: "b"}, {URN: "a", Property: "y"}, {URN: "a", Property: "x"}, {URN: "b", Path: long}}
	}}
	got := rule.JudgeStack(rules.NewStack(nil, rules.Settings{}, rules.NewLedger(nil, time.Now)))
	want := []rules.Finding{{URN: "a", Property: "x"}, {URN: "a", Property: "y"}, {URN: "b", Path: long}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
}
