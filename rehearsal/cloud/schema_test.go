package cloud

import (
	"strings"
	"testing"
)

func TestTheSchemaIsReadFromTheStructsOfTheSDK(t *testing.T) {
	t.Parallel()
	schema, err := SchemaOf(BoxArgs{}, Box{})
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		fields   Fields
		name     string
		kind     ShapeKind
		required bool
	}{
		{schema.Inputs, "shelfId", ShapeString, true},
		{schema.Inputs, "colour", ShapeString, false},
		{schema.Inputs, "sturdy", ShapeBool, false},
		{schema.Inputs, "sizes", ShapeList, false},
		{schema.Inputs, "tags", ShapeMap, false},
		{schema.Inputs, "lid", ShapeObject, false},
		{schema.Inputs, "policy", ShapeAny, false},
		{schema.Outputs, "arn", ShapeString, true},
		{schema.Outputs, "policy", ShapeString, false},
		{schema.Outputs, "slots", ShapeList, false},
	} {
		field, ok := test.fields[test.name]
		if !ok || field.Shape.Kind != test.kind || field.Required != test.required {
			t.Errorf("%s: expected kind %s, required %v, got %+v (present %v)", test.name, test.kind, test.required, field, ok)
		}
	}
	if _, ok := schema.Inputs["arn"]; ok {
		t.Error("expected the computed output arn not to be an input")
	}
	if inner := schema.Inputs["slots"].Shape.Element.Fields["inner"].Shape.Element; inner.Kind != ShapeObject || !inner.Fields["number"].Required {
		t.Errorf("expected a type within itself to be followed, got %+v", inner)
	}
}

func TestADescriptionThatContradictsTheSDKIsRefusedWithEveryContradiction(t *testing.T) {
	t.Parallel()
	r := box()
	r.Required, r.ReplaceOn, r.Sets = []string{"heights"}, []string{"lid.colour"}, []string{"sizes.x"}
	r.Defaults = map[string]any{"weight": 1}
	r.Outputs = map[string]any{"arn": "arn:{owner}", "price": 1}
	r.References = []Reference{{Path: "shelf", Kind: "shelf"}}
	r.Unique = []Unique{{Properties: []string{"label"}}}
	r.Constraints = []Constraint{{Path: "slots[*].size"}}
	_, err := Open("", Package{Name: "store", Resources: []Resource{r}})
	if err == nil {
		t.Fatal("expected the description to be refused")
	}
	for _, name := range []string{"heights", "lid.colour", "sizes.x", "weight", "owner", "price", `"shelf"`, "label", "slots[*].size"} {
		if !strings.Contains(err.Error(), name) {
			t.Errorf("expected the error to name %s, got:\n%v", name, err)
		}
	}
}
