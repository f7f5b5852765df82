package object_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cloudgap/cloudgap/components/internal/object"
)

func TestObjectsAreMergedLevelByLevel(t *testing.T) {
	t.Parallel()
	user := map[string]any{"env": map[string]any{"A": "1", "B": "2"}, "x": 1.0, "y": "text"}
	own := map[string]any{"env": map[string]any{"B": "3", "C": "4"}, "y": map[string]any{"z": true}}
	want := map[string]any{"env": map[string]any{"A": "1", "B": "3", "C": "4"}, "x": 1.0, "y": map[string]any{"z": true}}
	if diff := cmp.Diff(want, object.Merged(user, own)); diff != "" {
		t.Errorf("merged to something else (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(map[string]any{"A": "1", "B": "2"}, user["env"]); diff != "" {
		t.Errorf("the object below was changed (-want +got):\n%s", diff)
	}
	if got := object.Merged(nil, nil); got == nil || len(got) != 0 {
		t.Errorf("nothing over nothing is %v, want an empty object", got)
	}
}
