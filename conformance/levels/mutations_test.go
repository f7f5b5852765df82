package levels

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

func TestEveryScalarIsChangedAndEveryPropertyTakenAway(t *testing.T) {
	t.Parallel()
	inputs := map[string]any{
		"name": "a", "tags": map[string]any{"x": "1", "y": "2"},
		"rules": []any{map[string]any{"port": 1.0}, map[string]any{"port": 2.0}}, "sizes": []any{1.0}, "none": []any{},
	}
	var got []string
	for _, m := range mutationsOf(inputs) {
		got = append(got, m.key())
	}
	slices.Sort(got)
	want := []string{
		"name", "name removed", "none removed", "rules removed", "rules.port", "rules.port removed", "sizes", "sizes removed", "tags removed", "tags.*",
		"tags.* removed",
	}
	if diff := cmp.Diff(want, slices.Compact(got)); diff != "" {
		t.Errorf("mutations (-want +got):\n%s", diff)
	}
}

func TestWhatIsNotSetIsListedInObjectsAndListsThatAre(t *testing.T) {
	t.Parallel()
	text, list := &cloud.Shape{Kind: cloud.ShapeString}, func(s *cloud.Shape) *cloud.Shape { return &cloud.Shape{Kind: cloud.ShapeList, Element: s} }
	rule := &cloud.Shape{Kind: cloud.ShapeObject, Fields: cloud.Fields{"port": {Shape: &cloud.Shape{Kind: cloud.ShapeNumber}}, "zone": {Shape: text}}}
	fields := cloud.Fields{
		"name": {Shape: text}, "open": {Shape: &cloud.Shape{Kind: cloud.ShapeBool}}, "names": {Shape: list(text)}, "rules": {Shape: list(rule)}, "none": {Shape: rule},
	}
	var got []string
	for _, m := range anewOf(nil, map[string]any{"name": "a", "rules": []any{map[string]any{"port": 1.0}}}, fields) {
		got = append(got, m.path.String()+" "+string(m.shape))
	}
	if diff := cmp.Diff([]string{"open boolean", "rules[0].zone string"}, got); diff != "" {
		t.Errorf("inputs to set (-want +got):\n%s", diff)
	}
}

func TestEveryKindOfInputHasAFirstValue(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		shape cloud.ShapeKind
		first any
	}{
		"roleArn": {cloud.ShapeString, "arn:aws:iam::111122223333:role/x"}, "kmsKeyId": {cloud.ShapeString, likelyTexts[0].text}, "mode": {cloud.ShapeString, "x-1"},
		"size": {cloud.ShapeNumber, 1.0}, "enabled": {cloud.ShapeBool, true},
	} {
		if got := firstValues(name, test.shape); got[0] != test.first {
			t.Errorf("%s: want %v first, got %v", name, test.first, got)
		}
	}
}

func TestAMutationChangesACopyAtItsPathAndNowhereElse(t *testing.T) {
	t.Parallel()
	inputs := map[string]any{"a": []any{map[string]any{"b": "x", "c": "y"}}, "d": 1.0}
	before := with(inputs, nil, inputs)
	for _, m := range mutationsOf(inputs) {
		changed := with(inputs, m.path, nil).(map[string]any)
		if lookup(changed, m.path) != nil {
			t.Errorf("%s is still there: %v", m.key(), changed)
		}
		if diff := cmp.Diff(before, inputs); diff != "" {
			t.Fatalf("%s changed the inputs themselves:\n%s", m.key(), diff)
		}
		if diff := cmp.Diff(inputs, with(changed, m.path, lookup(inputs, m.path))); diff != "" {
			t.Errorf("%s changed more than its path:\n%s", m.key(), diff)
		}
	}
}

func TestOtherValuesAreOthers(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		value := rapid.OneOf(
			rapid.Map(rapid.Bool(), func(b bool) any { return b }), rapid.Map(rapid.Float64Range(-1e6, 1e6), func(f float64) any { return f }),
			rapid.Map(rapid.String(), func(s string) any { return s }),
			rapid.SampledFrom([]any{"10.0.0.0/16", "10.0.0.0/8", "0.0.0.0/0", "2001:db8::/32", "10.0.0.2", "::1", "80", "true", "vpc-0ab", "arn:aws:iam::1:role/r-"}),
		).Draw(t, "value")
		found := others("", value)
		if value != 0.0 && len(found) == 0 {
			t.Fatalf("no other value for %v", value)
		}
		for _, other := range found[:1] {
			if other == value {
				t.Fatalf("%v stands in its own place", value)
			}
		}
	})
}

func TestOtherDocumentsSaySomethingElse(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		`{"Statement":[{"Effect":"Allow","Action":"x"}]}`: `{"Statement":[{"Action":"x","Effect":"Deny"}]}`,
		`{"a":1}`: `{"a":1,"conformance":"x"}`,
	} {
		if got := others("", text); len(got) != 1 || got[0] != want {
			t.Errorf("%s: want %s, got %v", text, want, got)
		}
	}
}

func TestARefusalTellsValidValues(t *testing.T) {
	t.Parallel()
	for refusal, want := range map[string][]any{
		`expected tenancy to be one of ["default" "dedicated"], got x`: {"dedicated"},
		`value must be one of: ["default", "b"], got: "x"`:             {"b"},
		`expected retention_in_days to be one of [0 1 3], got 2`:       {0.0, 1.0, 3.0},
		`expected deletion_window_in_days to be in the range (7 - 30)`: {7.0, 30.0},
		`Missing required argument`:                                    nil,
	} {
		if diff := cmp.Diff(want, suggested(refusal, "default")); diff != "" {
			t.Errorf("%s (-want +got):\n%s", refusal, diff)
		}
	}
}
