package cloud

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func typeOf(t *testing.T, token string) *Resource {
	t.Helper()
	c, err := Open("", storePackage())
	if err != nil {
		t.Fatal(err)
	}
	r, err := c.Type(token)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestCheckRefusesWhatTheSchemaDoesNotHave(t *testing.T) {
	t.Parallel()
	box := typeOf(t, "store:index:Box")
	for name, test := range map[string]struct {
		inputs Values
		path   string
		reason string
	}{
		"unknown key":               {Values{"shelfId": "s", "color": "red"}, "color", "unknown key"},
		"unknown key of an object":  {Values{"shelfId": "s", "lid": map[string]any{"kind": "flat", "x": 1.0}}, "lid.x", "unknown key"},
		"unknown key in a list":     {Values{"shelfId": "s", "slots": []any{map[string]any{"number": 1.0, "x": 1.0}}}, "slots[0].x", "unknown key"},
		"missing scalar":            {Values{}, "shelfId", "required"},
		"missing within an object":  {Values{"shelfId": "s", "lid": map[string]any{}}, "lid.kind", "required"},
		"list where text belongs":   {Values{"shelfId": []any{"s"}}, "shelfId", "expected string, got a list"},
		"text where a list belongs": {Values{"shelfId": "s", "sizes": "big"}, "sizes", "expected list, got a string"},
		"text in a list of numbers": {Values{"shelfId": "s", "sizes": []any{1.0, "big"}}, "sizes[1]", "expected number, got a string"},
		"object in a map of text":   {Values{"shelfId": "s", "tags": map[string]any{"a": map[string]any{}}}, "tags.a", "expected string, got an object"},
		"number out of bounds":      {Values{"shelfId": "s", "slots": []any{map[string]any{"number": 10.0}}}, "slots[0].number", "from 1 to 9, got 10"},
	} {
		_, _, failures := box.CheckInputs(test.inputs, ExampleAccount, Naming{Logical: "b"})
		if len(failures) != 1 || failures[0].Path != test.path || !strings.Contains(failures[0].Reason, test.reason) {
			t.Errorf("%s: expected one failure at %q with %q, got %v", name, test.path, test.reason, failures)
		}
	}
}

func TestCheckRefusesAnObjectWithoutWhatItRequires(t *testing.T) {
	t.Parallel()
	box := *typeOf(t, "store:index:Box")
	box.Required = []string{"slots[*].inner"}
	for name, test := range map[string]struct {
		slots any
		path  string
	}{
		"there":     {[]any{map[string]any{"number": 1.0, "inner": []any{}}}, ""},
		"missing":   {[]any{map[string]any{"number": 1.0, "inner": []any{}}, map[string]any{"number": 2.0}}, "slots[1].inner"},
		"unknown":   {Unknown, ""},
		"no object": {[]any{}, ""},
	} {
		_, _, failures := box.CheckInputs(Values{"shelfId": "s", "slots": test.slots}, ExampleAccount, Naming{Logical: "b"})
		if test.path == "" && len(failures) != 0 || test.path != "" && (len(failures) != 1 || failures[0].Path != test.path) {
			t.Errorf("%s: expected a failure at %q, got %v", name, test.path, failures)
		}
	}
}

func TestCheckAcceptsUnknownValuesAndWhatTheProviderConverts(t *testing.T) {
	t.Parallel()
	box := typeOf(t, "store:index:Box")
	for name, inputs := range map[string]Values{
		"unknown scalar":          {"shelfId": Unknown},
		"unknown list":            {"shelfId": "s", "sizes": Unknown},
		"unknown within a list":   {"shelfId": "s", "slots": []any{map[string]any{"number": Unknown}}},
		"unknown object":          {"shelfId": "s", "lid": Unknown},
		"text for a boolean":      {"shelfId": "s", "sturdy": "true"},
		"text for a number":       {"shelfId": "s", "sizes": []any{"5"}},
		"number for a text":       {"shelfId": "s", "colour": 5.0},
		"anything for any":        {"shelfId": "s", "policy": map[string]any{"Version": "1"}},
		"constraint of a service": {"shelfId": "s", "name": "far longer than twelve"},
	} {
		if _, _, failures := box.CheckInputs(inputs, ExampleAccount, Naming{Logical: "b"}); len(failures) != 0 {
			t.Errorf("%s: expected no failure, got %v", name, failures)
		}
	}
}

func TestCheckFillsInDefaultsWhereTheirParentIsGiven(t *testing.T) {
	t.Parallel()
	given := Values{"shelfId": "s", "name": "one", "lid": map[string]any{"kind": "flat"}, "slots": []any{map[string]any{"number": 1.0}, map[string]any{"number": 2.0, "label": "x"}}}
	before := given.Clone()
	checked, filled, failures := typeOf(t, "store:index:Box").CheckInputs(given, ExampleAccount, Naming{Logical: "b"})
	if len(failures) != 0 {
		t.Fatal(failures)
	}
	want := Values{
		"shelfId": "s", "name": "one", "sturdy": true, "lid": map[string]any{"kind": "flat", "hinged": false},
		"slots": []any{map[string]any{"number": 1.0, "label": "none"}, map[string]any{"number": 2.0, "label": "x"}},
	}
	if diff := cmp.Diff(want, checked); diff != "" {
		t.Errorf("checked inputs (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"lid.hinged", "slots[0].label", "sturdy"}, filled); diff != "" {
		t.Errorf("paths filled in (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(before, given); diff != "" {
		t.Errorf("expected the given inputs to stay as they were:\n%s", diff)
	}
	if checked, _, _ := typeOf(t, "store:index:Box").CheckInputs(Values{"shelfId": "s"}, ExampleAccount, Naming{Logical: "b"}); checked.Has("lid") {
		t.Errorf("expected no lid to appear for the sake of its default, got %v", checked)
	}
}

func TestAnAutomaticNameIsTheLogicalNameWithSevenDigitsAndStays(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		auto   Autoname
		naming Naming
		want   string
	}{
		"first":                   {Autoname{Max: 255}, Naming{URN: "u", Logical: "app"}, "app-" + digits{"u#0", "name"}.take("hex", 7)},
		"after replacement":       {Autoname{Max: 255}, Naming{URN: "u", Logical: "app", Generation: 1}, "app-" + digits{"u#1", "name"}.take("hex", 7)},
		"kept":                    {Autoname{Max: 255}, Naming{URN: "u", Logical: "app", Generation: 1, Old: "app-0000000"}, "app-0000000"},
		"lower case, with suffix": {Autoname{Max: 255, Lower: true, Prefix: "alias/", Suffix: ".fifo"}, Naming{Proposed: "App"}, "alias/app.fifo"},
		"without digits":          {Autoname{Max: 255, Plain: true}, Naming{URN: "u", Logical: "app", Generation: 1}, "app"},
		"disabled":                {Autoname{Max: 255}, Naming{Logical: "app", Disabled: true}, ""},
	} {
		got, err := test.auto.make(test.naming)
		if err != nil || got != test.want {
			t.Errorf("%s: expected %q, got %q, %v", name, test.want, got, err)
		}
	}
	if _, err := (Autoname{Property: "name", Max: 10}).make(Naming{Logical: "application"}); err == nil || !strings.Contains(err.Error(), "longest allowed is 10") {
		t.Errorf("expected a name over the limit to be refused, got %v", err)
	}
}
