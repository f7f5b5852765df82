package doctor

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cloudgap/cloudgap/components/endpoints/resource"
	"github.com/cloudgap/cloudgap/components/internal/iamdoc"
)

func TestPoliciesAreReadInEveryFormThatAwsGivesThemBackIn(t *testing.T) {
	t.Parallel()
	want := iamdoc.Document{Statement: []iamdoc.Statement{{
		Sid: "A", Effect: iamdoc.Allow, Principal: iamdoc.AnyPrincipal, Action: []string{"s3:GetObject"}, Resource: []string{"*"},
		Condition: iamdoc.Conditions{"StringEquals": {"aws:PrincipalAccount": {"1"}}},
	}}}
	for _, text := range []string{
		`{"Statement":[{"Sid":"A","Effect":"Allow","Principal":"*","Action":["s3:GetObject"],"Resource":["*"],"Condition":{"StringEquals":{"aws:PrincipalAccount":["1"]}}}]}`,
		`{"Statement":{"Sid":"A","Effect":"Allow","Principal":{"AWS":"*"},"Action":"s3:GetObject","Resource":"*","Condition":{"StringEquals":{"aws:PrincipalAccount":"1"}}}}`,
	} {
		got, err := parsePolicy(text)
		if err != nil {
			t.Errorf("%s: %v", text, err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", text, diff)
		}
	}
}

func FuzzPolicyIsReadOrRefused(f *testing.F) {
	f.Add(`{"Statement":{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}}`)
	f.Add(`{"Statement":[{"Principal":{"AWS":[1,{}]},"Condition":{"Bool":{"k":true}}}]}`)
	f.Add(`{"Statement":"x"}`)
	f.Add(``)
	f.Fuzz(func(t *testing.T, text string) {
		d, err := parsePolicy(text)
		if err == nil && !json.Valid([]byte(text)) {
			t.Errorf("%q was read as %+v", text, d)
		}
	})
}

func TestFirewallBlocksOnlyOnceSomethingBlocksTheRest(t *testing.T) {
	t.Parallel()
	list := func(id string, domains ...any) resource.Resource {
		return resource.Resource{Type: firewallDomain, Inputs: map[string]any{"domains": domains}, Outputs: map[string]any{"id": id}}
	}
	rule := func(action, id string) resource.Resource {
		return resource.Resource{Type: firewallRule, Inputs: map[string]any{"action": action, "firewallDomainListId": id}}
	}
	open := []resource.Resource{list("all", "*."), list("aws", "*.amazonaws.com.", "sts.amazonaws.com"), rule("ALLOW", "aws")}
	closed := append(open, rule("BLOCK", "all"))
	for _, c := range []struct {
		resources []resource.Resource
		domain    string
		want      bool
	}{
		{nil, "example.com", true}, {open, "example.com", true}, {closed, "example.com", false},
		{closed, "ecr.eu-central-1.amazonaws.com", true}, {closed, "*.dkr.ecr.eu-central-1.amazonaws.com", true}, {closed, "sts.amazonaws.com", true},
		{closed, "amazonaws.com.evil", false},
	} {
		if got := observeFirewall(c.resources).resolves(c.domain); got != c.want {
			t.Errorf("with %d resources %s resolves: %t, want %t", len(c.resources), c.domain, got, c.want)
		}
	}
}
