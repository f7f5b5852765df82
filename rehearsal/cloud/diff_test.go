package cloud

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

func TestDiffTellsWhatChangedAndWhetherItReplaces(t *testing.T) {
	t.Parallel()
	box := typeOf(t, "store:index:Box")
	for name, test := range map[string]struct {
		old, next Values
		want      []Change
	}{
		"nothing":                      {Values{"name": "a"}, Values{"name": "a"}, nil},
		"one value":                    {Values{"name": "a"}, Values{"name": "b"}, []Change{{"name", Changed, false}}},
		"one value that replaces":      {Values{"shelfId": "a"}, Values{"shelfId": "b"}, []Change{{"shelfId", Changed, true}}},
		"value that becomes unknown":   {Values{"shelfId": "a"}, Values{"shelfId": Unknown}, []Change{{"shelfId", Changed, true}}},
		"nested value that replaces":   {Values{"lid": map[string]any{"kind": "a"}}, Values{"lid": map[string]any{"kind": "b"}}, []Change{{"lid.kind", Changed, true}}},
		"nested value beside it":       {Values{"lid": map[string]any{"hinged": true}}, Values{"lid": map[string]any{"hinged": false}}, []Change{{"lid.hinged", Changed, false}}},
		"object that holds it removed": {Values{"lid": map[string]any{"kind": "a"}}, Values{}, []Change{{"lid", Removed, true}}},
		"map entries":                  {Values{"tags": map[string]any{"a": "1", "b": "2"}}, Values{"tags": map[string]any{"b": "3", "c": "4"}}, []Change{{"tags.a", Removed, false}, {"tags.b", Changed, false}, {"tags.c", Added, false}}},
		"list element added":           {Values{"slots": []any{map[string]any{"number": 1.0}}}, Values{"slots": []any{map[string]any{"number": 1.0}, map[string]any{"number": 2.0}}}, []Change{{"slots[1]", Added, false}}},
		"order of a set":               {Values{"sizes": []any{1.0, 2.0}}, Values{"sizes": []any{2.0, 1.0}}, nil},
		"element of a set":             {Values{"sizes": []any{1.0, 2.0}}, Values{"sizes": []any{2.0, 3.0}}, []Change{{"sizes[0]", Changed, false}, {"sizes[1]", Changed, false}}},
		"spacing of JSON":              {Values{"policy": `{"a":1,"b":[2]}`}, Values{"policy": `{ "b": [2], "a": 1 }`}, nil},
		"content of JSON":              {Values{"policy": `{"a":1}`}, Values{"policy": `{"a":2}`}, []Change{{"policy", Changed, false}}},
		"number and its text":          {Values{"sizes": []any{1.0}}, Values{"sizes": []any{"1"}}, nil},
		"empty and absent":             {Values{"tags": map[string]any{}}, Values{}, nil},
		"input the service chooses":    {Values{"colour": "brown"}, Values{}, nil},
		"input the user dropped":       {Values{"sturdy": true}, Values{}, []Change{{"sturdy", Removed, false}}},
	} {
		if diff := cmp.Diff(test.want, box.Diff(test.old, test.next), cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestAReplacementDeletesFirstWhenTheUserFixedTheName(t *testing.T) {
	t.Parallel()
	box := typeOf(t, "store:index:Box")
	for name, test := range map[string]struct {
		old, next string
		filled    []string
		want      bool
	}{
		"fixed name":             {"a", "a", nil, true},
		"fixed name that change": {"a", "b", nil, false},
		"automatic name":         {"a", "a", []string{"name"}, false},
	} {
		if got := box.DeletesFirst(Values{"name": test.old}, Values{"name": test.next}, test.filled); got != test.want {
			t.Errorf("%s: expected %v, got %v", name, test.want, got)
		}
	}
}

func TestInputsAreReadBackFromAnObject(t *testing.T) {
	t.Parallel()
	box := typeOf(t, "store:index:Box")
	properties := Values{
		"arn": "arn:x", "shelfId": "s", "colour": "brown", "tags": map[string]any{"a": "1"}, "lid": map[string]any{"kind": "flat", "hinged": false},
		"slots": []any{map[string]any{"number": 1.0, "label": "x"}},
	}
	for name, test := range map[string]struct{ had, want Values }{
		"as given": {
			Values{"shelfId": "s", "lid": map[string]any{"kind": "round"}, "slots": []any{map[string]any{"number": 2.0}}},
			Values{"shelfId": "s", "lid": map[string]any{"kind": "flat"}, "slots": []any{map[string]any{"number": 1.0}}, "tags": map[string]any{"a": "1"}},
		},
		"import": {
			nil,
			Values{"shelfId": "s", "colour": "brown", "tags": map[string]any{"a": "1"}, "lid": map[string]any{"kind": "flat", "hinged": false}, "slots": []any{map[string]any{"number": 1.0, "label": "x"}}},
		},
	} {
		if diff := cmp.Diff(test.want, box.InputsOf(properties, test.had)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}
