package pack

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"pgregory.net/rapid"

	"github.com/cloudgap/cloudgap/policy/internal/casefile"
	"github.com/cloudgap/cloudgap/policy/isolation"
)

// everyCase lists the stacks of all case files, which between them hold every property that a rule reads.
func everyCase(t *testing.T) []casefile.Case {
	t.Helper()
	files := must(filepath.Glob("../rules/testdata/cases/*.yaml"))(t, "list case files")
	slices.Sort(files)
	var all []casefile.Case
	for _, file := range files {
		cases := must(casefile.Read(file))(t, "read cases")
		all = slices.Concat(all, cases.Good, cases.Bad, cases.Unknown, cases.Omitted)
	}
	return all
}

func TestNoValueOfAnyPropertyMakesAPolicyPanic(t *testing.T) {
	t.Parallel()
	cases := everyCase(t)
	rapid.Check(t, func(t *rapid.T) {
		c := rapid.SampledFrom(cases).Draw(t, "case")
		stack, err := c.Stack(rapid.SampledFrom(c.Shapes()).Draw(t, "shape"))
		if err != nil {
			t.Fatalf("build the stack: %v", err)
		}
		s, err := newServer(time.Now)
		if err != nil {
			t.Fatalf("make a server: %v", err)
		}
		var all []*pulumirpc.AnalyzerResource
		for _, r := range stack {
			all = append(all, analyzeDisturbed(t, s, r))
		}
		response, err := s.AnalyzeStack(t.Context(), &pulumirpc.AnalyzeStackRequest{Resources: all})
		if err != nil {
			t.Fatalf("analyze the stack: %v", err)
		}
		refusePanic(t, response)
	})
}

// analyzeDisturbed analyzes a resource of which some values were replaced, and gives it for the stack pass.
func analyzeDisturbed(t *rapid.T, s *server, r isolation.Resource) *pulumirpc.AnalyzerResource {
	inputs, outputs := disturb(t, resource.ToResourcePropertyMap(r.Inputs)), disturb(t, resource.ToResourcePropertyMap(r.Outputs))
	encode := func(m resource.PropertyMap) *pulumirpc.AnalyzeRequest {
		encoded, err := encodeProperties(m)
		if err != nil {
			t.Fatalf("encode properties: %v", err)
		}
		return &pulumirpc.AnalyzeRequest{Urn: r.URN, Type: r.Type, Name: r.Name, Properties: encoded}
	}
	response, err := s.Analyze(t.Context(), encode(inputs))
	if err != nil {
		t.Fatalf("analyze: %v", err)
	}
	refusePanic(t, response)
	return &pulumirpc.AnalyzerResource{Urn: r.URN, Type: r.Type, Name: r.Name, Properties: encode(outputs).GetProperties()}
}

func refusePanic(t *rapid.T, response *pulumirpc.AnalyzeResponse) {
	for _, d := range response.GetDiagnostics() {
		if strings.Contains(d.GetMessage(), "could not judge") {
			t.Fatalf("policy %s panics on %s: %s", d.GetPolicyName(), d.GetUrn(), d.GetMessage())
		}
	}
}

// disturb replaces some values, at any depth, by a computed value or one of another type.
func disturb(t *rapid.T, m resource.PropertyMap) resource.PropertyMap {
	disturbed := resource.PropertyMap{}
	for _, key := range m.StableKeys() {
		disturbed[key] = disturbValue(t, m[key])
	}
	return disturbed
}

func disturbValue(t *rapid.T, v resource.PropertyValue) resource.PropertyValue {
	if rapid.IntRange(0, 3).Draw(t, "disturb") == 0 {
		return rapid.SampledFrom([]resource.PropertyValue{
			resource.MakeComputed(resource.NewStringProperty("")),
			resource.NewOutputProperty(resource.Output{Element: resource.NewStringProperty(""), Known: false}),
			resource.MakeSecret(resource.MakeComputed(resource.NewStringProperty(""))),
			resource.NewNullProperty(),
			resource.NewStringProperty("text"),
			resource.NewNumberProperty(-1.5),
			resource.NewBoolProperty(true),
			resource.NewArrayProperty([]resource.PropertyValue{resource.NewNullProperty(), resource.NewStringProperty("x")}),
			resource.NewObjectProperty(resource.PropertyMap{"x": resource.NewNumberProperty(1)}),
		}).Draw(t, "instead")
	}
	switch {
	case v.IsArray():
		var elements []resource.PropertyValue
		for _, e := range v.ArrayValue() {
			elements = append(elements, disturbValue(t, e))
		}
		return resource.NewArrayProperty(elements)
	case v.IsObject():
		return resource.NewObjectProperty(disturb(t, v.ObjectValue()))
	default:
		return v
	}
}
