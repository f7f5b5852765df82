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
