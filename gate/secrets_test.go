package gate

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/cloudgap/cloudgap/policy/rules"
)

// secretRoute is an export with --show-secrets in which the destination of a route is a secret.
const secretRoute = `{"version":3,"deployment":{"resources":[
	{"urn":"urn:pulumi:dev::app::aws:ec2/vpc:Vpc::vpc","custom":true,"type":"aws:ec2/vpc:Vpc","id":"vpc-1",
		"inputs":{"cidrBlock":"10.0.0.0/16"},"outputs":{"id":"vpc-1","cidrBlock":"10.0.0.0/16"}},
	{"urn":"urn:pulumi:dev::app::aws:ec2/subnet:Subnet::a","custom":true,"type":"aws:ec2/subnet:Subnet","id":"subnet-1",
		"inputs":{"vpcId":"vpc-1","cidrBlock":"10.0.0.0/24"},"outputs":{"id":"subnet-1","vpcId":"vpc-1","cidrBlock":"10.0.0.0/24"}},
	{"urn":"urn:pulumi:dev::app::aws:ec2/routeTable:RouteTable::t","custom":true,"type":"aws:ec2/routeTable:RouteTable","id":"rtb-1",
		"inputs":{"vpcId":"vpc-1"},"outputs":{"id":"rtb-1","vpcId":"vpc-1"}},
	{"urn":"urn:pulumi:dev::app::aws:ec2/routeTableAssociation:RouteTableAssociation::a","custom":true,
		"type":"aws:ec2/routeTableAssociation:RouteTableAssociation","id":"rtbassoc-1",
		"inputs":{"subnetId":"subnet-1","routeTableId":"rtb-1"},"outputs":{"id":"rtbassoc-1","subnetId":"subnet-1","routeTableId":"rtb-1"}},
	{"urn":"urn:pulumi:dev::app::aws:ec2/route:Route::r","custom":true,"type":"aws:ec2/route:Route","id":"r-1",
		"inputs":{"routeTableId":"rtb-1","gatewayId":"igw-1",
			"destinationCidrBlock":{"4dabf18193072939515e22adb298388d":"1b47061264138c4ac30d75fd1eb44270","plaintext":"\"203.0.113.0/24\""}},
		"outputs":{"id":"r-1"}}]}}`

func TestNoReportShowsASecretOfAnExportThatHoldsThemInClear(t *testing.T) {
	t.Parallel()
	verdict := Verdict{Stacks: []Stack{JudgeState("state.json", []byte(secretRoute), rules.Settings{}, Sources{})}}
	stack := verdict.Stacks[0]
	if stack.Outcome() != Violated || len(stack.Snapshot.Ways) == 0 || len(stack.Snapshot.Subnets) != 1 || len(stack.Snapshot.Subnets[0].Destinations) < 2 {
		t.Fatalf("expected a way out of one subnet, got %s %s %+v", stack.Outcome(), stack.Problem, stack.Snapshot)
	}
	CompareAll(nil, verdict.Stacks)
	sarif, err := SARIF(verdict)
	if err != nil {
		t.Fatal(err)
	}
	junit, err := JUnit(verdict)
	if err != nil {
		t.Fatal(err)
	}
	plan, err := WritePlan([]Snapshot{stack.Snapshot})
	if err != nil {
		t.Fatal(err)
	}
	whole, err := json.Marshal(verdict)
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"SARIF": string(sarif), "JUnit": string(junit), "plan file": string(plan), "JSON": string(whole),
		"Markdown": Markdown(verdict), "annotations": Annotations(verdict),
	} {
		if strings.Contains(text, "203.0.113") {
			t.Errorf("rejects %s with the secret:\n%s", name, text[max(0, strings.Index(text, "203.0.113")-200):strings.Index(text, "203.0.113")+20])
		}
	}
}
