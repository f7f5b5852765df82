package cloud

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

var sameUnknown = cmp.Comparer(func(a, b unknown) bool { return true })

func TestAPreviewKnowsTheInputsAndNothingThatTheServiceComputes(t *testing.T) {
	t.Parallel()
	box := typeOf(t, "store:index:Box")
	inputs := Values{"name": "one", "shelfId": Unknown, "tags": map[string]any{"a": "1"}}
	known := Values{"name": "one", "shelfId": Unknown, "tags": map[string]any{"a": "1"}, "tagsAll": map[string]any{"a": "1"}}
	computed := known.Clone()
	for _, name := range []string{"arn", "serial", "colour"} {
		computed[name] = Unknown
	}
	if diff := cmp.Diff(computed, box.PreviewCreate(inputs, ComputedValues), sameUnknown); diff != "" {
		t.Errorf("with computed values (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(known, box.PreviewCreate(inputs, OmittedKeys), sameUnknown); diff != "" {
		t.Errorf("with omitted keys (-want +got):\n%s", diff)
	}
}

func TestAPreviewOfAnUpdateKeepsWhatStaysAndForgetsWhatAnyUpdateChanges(t *testing.T) {
	t.Parallel()
	box := typeOf(t, "store:index:Box")
	state := Values{"name": "one", "shelfId": "s", "arn": "arn:x", "serial": "1", "colour": "red", "sturdy": true, "tagsAll": map[string]any{}}
	got := box.PreviewUpdate(state, Values{"name": "one", "shelfId": "s", "colour": "red", "sturdy": true}, Values{"name": "two", "shelfId": "s"}, ComputedValues)
	want := Values{"name": "two", "shelfId": "s", "arn": "arn:x", "serial": Unknown, "colour": "red", "tagsAll": map[string]any{}}
	if diff := cmp.Diff(want, got, sameUnknown); diff != "" {
		t.Errorf("preview (-want +got):\n%s", diff)
	}
}

func TestAPreviewOfAnUpdateTakesWhatTheServiceAddsWithinAnObjectFromTheState(t *testing.T) {
	t.Parallel()
	box := *typeOf(t, "store:index:Box")
	box.Nested = []string{"lid.kind"}
	for name, test := range map[string]struct{ state, inputs, want map[string]any }{
		"as it was":                  {map[string]any{"kind": "flat", "hinged": true}, map[string]any{"hinged": false}, map[string]any{"kind": "flat", "hinged": false}},
		"unknown in a new object":    {nil, map[string]any{"hinged": false}, map[string]any{"kind": Unknown, "hinged": false}},
		"none in one that is empty":  {map[string]any{}, nil, map[string]any{}},
		"none in one without such a": {map[string]any{"hinged": true}, nil, map[string]any{"hinged": true}},
	} {
		with := func(lid map[string]any) Values {
			values := Values{"name": "one", "shelfId": "s"}
			if lid != nil {
				values["lid"] = lid
			}
			return values
		}
		got := box.PreviewUpdate(with(test.state), with(nil), with(test.inputs), ComputedValues)
		if diff := cmp.Diff(any(test.want), got["lid"], sameUnknown); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestASetOrMapWithAnUnknownElementIsUnknownAsAWholeInAPreview(t *testing.T) {
	t.Parallel()
	box := *typeOf(t, "store:index:Box")
	box.Sets = []string{"colours", "lid.handles"}
	got := box.PreviewCreate(Values{
		"tags": map[string]any{"a": "1", "b": Unknown}, "colours": []any{"red", Unknown}, "lid": map[string]any{"handles": []any{Unknown}}, "name": "one",
	}, ComputedValues)
	want := Values{"tags": Unknown, "colours": Unknown, "lid": map[string]any{"handles": Unknown}, "name": "one"}
	for name, value := range want {
		if diff := cmp.Diff(value, got[name], sameUnknown); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	known := Values{"tags": map[string]any{"a": "1"}, "colours": []any{"red"}}
	got = box.PreviewCreate(known, ComputedValues)
	for name, value := range known {
		if diff := cmp.Diff(value, got[name], sameUnknown); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}
