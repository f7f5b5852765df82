package cloud

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestAPathLeadsToEveryValueThatItNames(t *testing.T) {
	t.Parallel()
	values := Values{
		"a": "1", "list": []any{"x", "y"}, "objects": []any{map[string]any{"n": 1.0}, map[string]any{"n": 2.0}, map[string]any{}},
		"map": map[string]any{"k": "v"}, "unknown": Unknown, "deep": map[string]any{"er": []any{[]any{"z"}}},
	}
	for path, want := range map[string][]Found{
		"a":            {{"a", "1"}},
		"b":            nil,
		"a.b":          nil,
		"list[1]":      {{"list[1]", "y"}},
		"list[2]":      nil,
		"list[*]":      {{"list[0]", "x"}, {"list[1]", "y"}},
		"objects[*].n": {{"objects[0].n", 1.0}, {"objects[1].n", 2.0}},
		"map[*]":       {{"map.k", "v"}},
		"unknown.x":    {{"unknown", Unknown}},
		"deep.er[0][0]": {
			{"deep.er[0][0]", "z"},
		},
	} {
		if diff := cmp.Diff(want, values.At(path), cmp.Comparer(func(a, b unknown) bool { return true })); diff != "" {
			t.Errorf("%s (-want +got):\n%s", path, diff)
		}
	}
}

func TestAPatternCoversPathsAtAndBelowIt(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		pattern, path string
		want          bool
	}{
		{"a", "a", true},
		{"a", "a.b", true},
		{"a", "a[0].b", true},
		{"a", "ab", false},
		{"a.b", "a", false},
		{"a.b", "a.b[3]", true},
		{"a[*].b", "a[2].b.c", true},
		{"a[*].b", "a[2].c", false},
		{"a.b", "a[2].b", true},
	} {
		if got := covers(test.pattern, test.path); got != test.want {
			t.Errorf("covers(%q, %q): expected %v, got %v", test.pattern, test.path, test.want, got)
		}
	}
}
