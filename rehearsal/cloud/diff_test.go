package cloud

import (
	"strings"
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

func TestWhatGoesIsAChangeUnlessTheServiceKeepsItOrItSaidNothing(t *testing.T) {
	t.Parallel()
	box := *typeOf(t, "store:index:Box")
	box.Nested, box.ReplaceOn = []string{"lid.kind"}, []string{"lid.kind"}
	lid := func(kind string) map[string]any { return map[string]any{"kind": kind} }
	for name, test := range map[string]struct {
		old, next Values
		want      []Change
	}{
		"what the service keeps within an object":    {Values{"lid": map[string]any{"kind": "a", "hinged": true}}, Values{"lid": map[string]any{"hinged": true}}, nil},
		"the last of it, the object still given":     {Values{"lid": lid("a")}, Values{"lid": map[string]any{}}, nil},
		"an object of which it keeps a part":         {Values{"lid": map[string]any{"kind": "a", "hinged": true}}, Values{}, []Change{{"lid", Removed, false}}},
		"its value, which replaces where it differs": {Values{"lid": lid("a")}, Values{"lid": lid("b")}, []Change{{"lid.kind", Changed, true}}},
		"false":                  {Values{"sturdy": false}, Values{}, nil},
		"no text":                {Values{"name": ""}, Values{}, nil},
		"zero in a list":         {Values{"sizes": []any{1.0, 0.0}}, Values{"sizes": []any{1.0}}, []Change{{"sizes[0]", Changed, false}, {"sizes[1]", Removed, false}}},
		"an entry without text":  {Values{"tags": map[string]any{"a": ""}}, Values{"tags": map[string]any{}}, []Change{{"tags", Removed, false}}},
		"one of two entries":     {Values{"tags": map[string]any{"a": "", "b": "x"}}, Values{"tags": map[string]any{"b": "x"}}, []Change{{"tags.a", Removed, false}}},
		"an object that is zero": {Values{"lid": map[string]any{"hinged": false}}, Values{}, []Change{{"lid", Removed, false}}},
	} {
		if diff := cmp.Diff(test.want, box.Diff(test.old, test.next), cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestAProviderMaySeeNoChangeInAnotherValue(t *testing.T) {
	t.Parallel()
	box := *typeOf(t, "store:index:Box")
	box.Same = func(path string, old, next Values) bool {
		return path == "colour" && strings.EqualFold(old.String(path), next.String(path))
	}
	if got := box.Diff(Values{"colour": "RED", "name": "A"}, Values{"colour": "red", "name": "a"}); len(got) != 1 || got[0].Path != "name" {
		t.Errorf("want the name alone as a change, got %v", got)
	}
}

func TestToGiveWhatTheServiceChoseIsNoChange(t *testing.T) {
	t.Parallel()
	box := typeOf(t, "store:index:Box")
	state := Values{"colour": "brown", "sturdy": true, "name": "a"}
	for name, test := range map[string]struct {
		old, next Values
		want      []Change
	}{
		"the same":                 {Values{}, Values{"colour": "brown"}, nil},
		"another":                  {Values{}, Values{"colour": "red"}, []Change{{"colour", Added, false}}},
		"unknown":                  {Values{}, Values{"colour": Unknown}, []Change{{"colour", Added, false}}},
		"of what the user decides": {Values{}, Values{"sturdy": true}, []Change{{"sturdy", Added, false}}},
		"given before":             {Values{"colour": "red"}, Values{"colour": "brown"}, []Change{{"colour", Changed, false}}},
	} {
		if diff := cmp.Diff(test.want, box.Chosen(box.Diff(test.old, test.next), state, test.next), cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestAReplacementDeletesFirstWhenTheUserFixedTheName(t *testing.T) {
	t.Parallel()
	box := typeOf(t, "store:index:Box")
	for name, test := range map[string]struct {
		next   Values
		filled []string
		want   bool
	}{
		"a fixed name":      {Values{"name": "a"}, nil, true},
		"an automatic name": {Values{"name": "a"}, []string{"name"}, false},
		"no name":           {Values{}, nil, false},
	} {
		if got := box.DeletesFirst(test.next, test.filled); got != test.want {
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
