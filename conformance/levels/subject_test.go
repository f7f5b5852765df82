package levels

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cloudgap/cloudgap/stacks"
)

func TestNothingThatIsToBeDestroyedIsProtected(t *testing.T) {
	t.Parallel()
	settings := func(protect bool, retention int) map[string]any {
		return map[string]any{"config": map[string]any{stacks.SpecKey: map[string]any{
			"network": map[string]any{"dns": map[string]any{"mutationProtection": protect}, "flowLogRetentionDays": retention},
			"rke2":    map[string]any{"protect": protect}, "access": []any{map[string]any{"protect": protect}},
		}}}
	}
	for as, want := range map[form]map[string]any{
		committed: settings(true, 365), deletable: settings(false, 365), changed: settings(false, 731),
	} {
		got := settings(true, 365)
		if err := adapt(got, as); err != nil {
			t.Fatal(err)
		}
		if difference := cmp.Diff(want, got); difference != "" {
			t.Errorf("%s: %s", as, difference)
		}
	}
}

func TestEveryProtectionOfASpecIsKnown(t *testing.T) {
	t.Parallel()
	var found []string
	var walk func(reflect.Type)
	walk = func(part reflect.Type) {
		switch part.Kind() {
		case reflect.Pointer, reflect.Slice, reflect.Map:
			walk(part.Elem())
		case reflect.Struct:
			for i := range part.NumField() {
				field := part.Field(i)
				name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
				if field.Type.Kind() == reflect.Bool && strings.Contains(strings.ToLower(name), "protect") {
					found = append(found, name)
				}
				walk(field.Type)
			}
		}
	}
	walk(reflect.TypeFor[stacks.Spec]())
	if found = sorted(found); !slices.Equal(found, protections) {
		t.Errorf("a spec protects by %v, known are %v", found, protections)
	}
}
