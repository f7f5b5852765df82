package gate

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/cloudgap/cloudgap/policy/isolation"
	"github.com/cloudgap/cloudgap/policy/rules"
)

func FuzzParseSettings(f *testing.F) {
	for _, text := range []string{
		"", "{}", "null", "[]", `{"all": "mandatory"}`, `{"all": "disabled"}`, `{"PACK-SELF": {"privateRanges": ["10.0.0.0/8"]}}`,
		`{"PACK-SELF": {"waivers": [{"rule": "IGW", "urn": "u", "reason": "r", "until": "2030-01-01"}, null, 5]}}`, `{"IGW": 5}`, `{"NOPE": {}}`,
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		settings, err := ParseSettings(data)
		if err != nil && err.Error() == "" {
			t.Errorf("an error without a text beside %+v", settings)
		}
	})
}

func FuzzReadPlanFile(f *testing.F) {
	written, err := WritePlan([]Snapshot{{}})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(written)
	f.Add(written[:len(written)/2])
	f.Add([]byte(`{"cloudgapPlan": 1, "stacks": [null]}`))
	f.Add([]byte(`{"cloudgapPlan": 2}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		first, err := ReadPlanFile(data)
		if err != nil {
			return
		}
		written, err := WritePlan(first)
		if err != nil {
			t.Fatalf("expected what was read to be written, got %v", err)
		}
		second, err := ReadPlanFile(written)
		if err != nil {
			t.Fatalf("expected what was written to be read, got %v", err)
		}
		if diff := cmp.Diff(first, second, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("a plan file changes when it is written again (-first +second):\n%s", diff)
		}
	})
}

func FuzzJudgePlan(f *testing.F) {
	const plan = `{"changeSummary":{"create":3},"steps":[
		{"op":"create","urn":"urn:pulumi:dev::app::pulumi:pulumi:Stack::app-dev","newState":{"urn":"urn:pulumi:dev::app::pulumi:pulumi:Stack::app-dev","type":"pulumi:pulumi:Stack"}},
		{"op":"create","urn":"urn:pulumi:dev::app::aws:ec2/vpc:Vpc::main","newState":{"urn":"urn:pulumi:dev::app::aws:ec2/vpc:Vpc::main","custom":true,
		"type":"aws:ec2/vpc:Vpc","inputs":{"cidrBlock":"10.0.0.0/16"},"sourcePosition":"project:///main.go#12,3"}},
		{"op":"create","urn":"urn:pulumi:dev::app::aws:ec2/internetGateway:InternetGateway::out","newState":{
		"urn":"urn:pulumi:dev::app::aws:ec2/internetGateway:InternetGateway::out","custom":true,"type":"aws:ec2/internetGateway:InternetGateway",
		"inputs":{"vpcId":"04da6b54-80e4-46f7-96ec-b56ff0331ba9"},"propertyDependencies":{"vpcId":["urn:pulumi:dev::app::aws:ec2/vpc:Vpc::main"]},
		"stackTrace":[{"sourcePosition":"project:///main.go#20,3"}]}}]}`
	for _, text := range []string{"", "null", "{}", plan, plan + plan, plan[:len(plan)/2], `{"changeSummary":{},"steps":[null]}`, `{"changeSummary":{},"steps":[{"newState":{}}]}`} {
		f.Add([]byte(text))
	}
	judged := JudgePlan("plan.json", []byte(plan), rules.Settings{}, Sources{})
	if judged.Problem != "" || len(judged.Violations) == 0 {
		f.Fatalf("expected the gateway of the seed to be a violation, got %+v", judged)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		stack := JudgePlan("plan.json", data, rules.Settings{}, Sources{})
		if stack.Name == "" && stack.Problem == "" {
			t.Error("a stack without a name was judged")
		}
		if _, err := isolation.ReadPlan(bytes.NewReader(data)); err != nil && stack.Problem == "" {
			t.Errorf("a plan was judged that cannot be read: %v", err)
		}
		for _, v := range stack.Violations {
			if v.Rule == "" || v.Message == "" || v.Position.File == "" {
				t.Errorf("a violation lacks its rule, its text or its place: %+v", v)
			}
		}
		verdict := Verdict{Stacks: []Stack{stack}}
		if stack.Problem != "" && verdict.Outcome() != Unjudged {
			t.Errorf("expected what cannot be judged to be %s, got %s", Unjudged, verdict.Outcome())
		}
		if _, err := SARIF(verdict); err != nil {
			t.Error(err)
		}
		if _, err := JUnit(verdict); err != nil {
			t.Error(err)
		}
		Markdown(verdict)
		Annotations(verdict)
	})
}
