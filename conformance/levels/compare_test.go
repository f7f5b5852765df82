package levels

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cloudgap/cloudgap/rehearsal"
)

const vpcToken = "aws:ec2/vpc:Vpc"

func planned(name string, inputs, outputs map[string]any) rehearsal.Planned {
	return rehearsal.Planned{URN: "urn:pulumi:dev::p::" + vpcToken + "::" + name, Type: vpcToken, Custom: true, Operation: "create", Inputs: inputs, Outputs: outputs}
}

func TestCompareFindsWhatMattersAndNothingElse(t *testing.T) {
	t.Parallel()
	type values = map[string]any
	const unknown = rehearsal.UnknownText
	for name, test := range map[string]struct {
		ours, theirs values
		want         []string
	}{
		"the same":                 {values{"a": "x", "tags": values{"b": 1.0}}, values{"a": "x", "tags": values{"b": 1.0}}, nil},
		"zero values":              {values{}, values{"a": "", "b": false, "c": 0.0, "d": []any{}, "e": values{"f": nil}}, nil},
		"the order of a set":       {values{"a": []any{"x", "y"}}, values{"a": []any{"y", "x"}}, nil},
		"random ends of names":     {values{"a": "dev-1234567"}, values{"a": "dev-89abcde"}, nil},
		"the layout of a document": {values{"a": `{"b": [1, 2]}`}, values{"a": `{"b":[1,2]}`}, nil},
		"properties of the bridge": {values{}, values{"__defaults": []any{"a"}}, nil},
		"a secret":                 {values{"a": unknown}, values{"a": values{signature: "x", "ciphertext": "[secret]"}}, nil},
		"a secret that is told":    {values{"a": "plain"}, values{"a": values{signature: "x", "ciphertext": "[secret]"}}, []string{"outputs.a"}},
		"another value":            {values{"a": "x"}, values{"a": "y"}, []string{"outputs.a"}},
		"known here alone":         {values{"a": "x"}, values{"a": unknown}, []string{"outputs.a"}},
		"known there alone":        {values{"a": unknown}, values{"a": "x"}, []string{"outputs.a"}},
		"the length of a set":      {values{"a": []any{unknown}}, values{"a": unknown}, []string{"outputs.a"}},
		"one more element":         {values{"a": []any{"x"}}, values{"a": []any{"x", "y"}}, []string{"outputs.a"}},
		"a property of a block":    {values{"a": []any{values{"b": "x"}}}, values{"a": []any{values{"b": "x", "c": unknown}}}, []string{"outputs.a[].c"}},
		"a statement of a document": {
			values{"a": `{"Statement":[{"Action":"x"}]}`}, values{"a": `{"Statement":[{"Action":"y"}]}`}, []string{"outputs.a.Statement[].Action"},
		},
	} {
		var got []string
		for _, d := range compare([]rehearsal.Planned{planned("v", nil, test.ours)}, []rehearsal.Planned{planned("v", nil, test.theirs)}) {
			got = append(got, d.path)
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestCompareFindsResourcesOfOnePlanAlone(t *testing.T) {
	t.Parallel()
	found := compare([]rehearsal.Planned{planned("ours", nil, nil)}, []rehearsal.Planned{planned("theirs", nil, nil)})
	if len(found) != 1 || found[0].path != "" {
		t.Fatalf("want one divergence of the type as a whole, got %v", found)
	}
	known, unknown := judgePlan(found)
	if len(known) != 0 || len(unknown) != 1 {
		t.Errorf("a resource that one plan lacks passed for a known difference: %v, %v", known, unknown)
	}
}

func TestADefaultIsKnownWhereTheProviderPlansItAndNowhereElse(t *testing.T) {
	t.Parallel()
	target := func(port any) map[string]any {
		return map[string]any{"targets": []any{map[string]any{"ip": "10.0.0.2", "port": port}}}
	}
	given, made := target(53.0), target(53.0)
	given["tenancy"], given["odd"], made["tenancy"] = "default", "x", "default"
	mine := planned("v", given, made)
	provided := planned("v", target(nil), made)
	known, unknown := judgePlan(compare([]rehearsal.Planned{mine}, []rehearsal.Planned{provided}))
	if len(known) != 1 || !strings.Contains(known[0], "inputs.tenancy") || !strings.Contains(known[0], "inputs.targets[].port") {
		t.Errorf("want the default as a known difference with its reason, got %v", known)
	}
	if len(unknown) != 1 || !strings.Contains(unknown[0], "inputs.odd") {
		t.Errorf("want the other input as an unknown difference, got %v", unknown)
	}
}

func TestEveryExampleIsASubject(t *testing.T) {
	t.Parallel()
	subjects, err := Subjects("../..", nil)
	if err != nil {
		t.Fatal(err)
	}
	names := slices.Collect(namesOf(subjects))
	for _, want := range []string{"dev", "prod", "import-go", "central-endpoints", "refused"} {
		if !slices.Contains(names, want) {
			t.Errorf("%s is not a subject; the subjects are %v", want, names)
		}
	}
}
