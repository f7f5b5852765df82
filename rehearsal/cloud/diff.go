package cloud

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// ChangeKind says what happened to a property.
type ChangeKind string

// The kinds of changes.
const (
	Added   ChangeKind = "add"
	Removed ChangeKind = "delete"
	Changed ChangeKind = "update"
)

// Change is one property that differs between old and new inputs.
type Change struct {
	// Path leads to the property.
	Path string
	// Kind says what happened to it.
	Kind ChangeKind
	// Replaces tells whether this change forces replacement.
	Replaces bool
}

// Diff compares two sets of inputs. Unknown is different from everything. An input that the user no longer gives, but for which
// the service chooses a value, keeps the value that it has; an empty list that the user does give is a value. A zero value that
// goes is no change: providers do not tell it from none.
func (r *Resource) Diff(old, next Values) []Change {
	changes := r.diffMap("", old, next)
	changes = slices.DeleteFunc(changes, func(c Change) bool {
		if c.Kind == Removed {
			before, _ := old.Get(c.Path)
			return r.computes(c.Path) && !next.Has(c.Path) || r.keepsWithin(c.Path, before) || isZero(before, next.Has(c.Path)) && !r.isElement(c.Path)
		}
		return r.Same != nil && r.Same(c.Path, old, next)
	})
	replaceOn := r.ReplaceOn
	if r.ReplaceIf != nil {
		replaceOn = append(slices.Clone(replaceOn), r.ReplaceIf(old, next)...)
	}
	for i := range changes {
		changes[i].Replaces = slices.ContainsFunc(replaceOn, func(pattern string) bool {
			return covers(pattern, changes[i].Path) || covers(withoutIndexes(changes[i].Path), pattern) && !(changes[i].Kind == Removed && r.keepsWithin(pattern, nil))
		})
	}
	return changes
}

// Chosen leaves out of changes the inputs that are given for the first time, with the value that the service has chosen before.
func (r *Resource) Chosen(changes []Change, state, next Values) []Change {
	return slices.DeleteFunc(changes, func(c Change) bool {
		if c.Kind != Added || !r.computes(c.Path) && !r.keepsWithin(c.Path, nil) {
			return false
		}
		before, _ := state.Get(c.Path)
		after, _ := next.Get(c.Path)
		return before != nil && r.same(c.Path, before, after)
	})
}

// keepsWithin tells whether the service keeps a value within an object that the user no longer gives. An object it keeps where it
// keeps all that was in it.
func (r *Resource) keepsWithin(path string, value any) bool {
	if strings.HasSuffix(path, "]") {
		return false
	}
	if slices.ContainsFunc(r.Nested, func(nested string) bool { return samePath(nested, path) }) {
		return true
	}
	object, ok := value.(map[string]any)
	for name, inner := range object {
		ok = ok && r.keepsWithin(join(path, name), inner)
	}
	return ok
}

// isElement tells whether the path leads to an element of a list or to entries of a map, where no value is like none.
func (r *Resource) isElement(path string) bool {
	name, _, _ := strings.Cut(path, ".")
	shape := r.schema.Inputs[name].Shape
	return strings.HasSuffix(path, "]") || shape != nil && shape.Kind == ShapeMap
}

// isZero tells a value that says no more than none. An object does where it is given and nothing is in it any more.
func isZero(value any, given bool) bool {
	object, ok := value.(map[string]any)
	for _, inner := range object {
		ok = ok && given && isZero(inner, true)
	}
	return ok || value == false || value == 0.0 || value == ""
}

// DeletesFirst tells whether the provider asks for a replacement to delete before it creates: when the type says so, or when the
// user fixed the name. It does not look at whether the name is another one. Source: nameRequiresDeleteBeforeReplace of
// pulumi-terraform-bridge.
func (r *Resource) DeletesFirst(next Values, filled []string) bool {
	property := r.autoname().Property
	return r.DeleteFirst || property != "" && next.Has(property) && !slices.Contains(filled, property)
}

func (r *Resource) diffMap(at string, old, next Values) []Change {
	var changes []Change
	keys := old.Keys()
	for _, key := range next.Keys() {
		if _, ok := old[key]; !ok {
			keys = append(keys, key)
		}
	}
	slices.Sort(keys)
	for _, key := range keys {
		changes = append(changes, r.diffValue(join(at, key), old[key], next[key])...)
	}
	return changes
}

func (r *Resource) diffValue(path string, old, next any) []Change {
	switch {
	case isAbsent(old) && isAbsent(next):
		return nil
	case isAbsent(old):
		return []Change{{Path: path, Kind: Added}}
	case isAbsent(next):
		return []Change{{Path: path, Kind: Removed}}
	}
	oldMap, ok1 := old.(map[string]any)
	nextMap, ok2 := next.(map[string]any)
	if ok1 && ok2 {
		return r.diffMap(path, oldMap, nextMap)
	}
	oldList, ok1 := old.([]any)
	nextList, ok2 := next.([]any)
	if ok1 && ok2 {
		return r.diffList(path, oldList, nextList)
	}
	if r.same(path, old, next) {
		return nil
	}
	return []Change{{Path: path, Kind: Changed}}
}

func (r *Resource) diffList(path string, old, next []any) []Change {
	if slices.ContainsFunc(r.Sets, func(p string) bool { return samePath(p, path) }) {
		old, next = sorted(old), sorted(next)
	}
	var changes []Change
	for i := range max(len(old), len(next)) {
		var a, b any
		if i < len(old) {
			a = old[i]
		}
		if i < len(next) {
			b = next[i]
		}
		changes = append(changes, r.diffValue(fmt.Sprintf("%s[%d]", path, i), a, b)...)
	}
	return changes
}

func (r *Resource) same(path string, old, next any) bool {
	if containsUnknown(old) || containsUnknown(next) {
		return false
	}
	a, ok1 := scalarText(old)
	b, ok2 := scalarText(next)
	if ok1 && ok2 && a == b {
		return true
	}
	if slices.ContainsFunc(r.JSON, func(p string) bool { return samePath(p, path) }) && ok1 && ok2 {
		return sameJSON(a, b)
	}
	return reflect.DeepEqual(old, next)
}

func sameJSON(a, b string) bool {
	var x, y any
	if json.Unmarshal([]byte(a), &x) != nil || json.Unmarshal([]byte(b), &y) != nil {
		return false
	}
	return reflect.DeepEqual(x, y)
}

// samePath tells whether a pattern names exactly this path.
func samePath(pattern, path string) bool {
	return covers(pattern, path) && covers(withoutIndexes(path), pattern)
}

func withoutIndexes(path string) string {
	var kept []string
	for _, s := range segments(path) {
		if !strings.HasPrefix(s, "[") {
			kept = append(kept, s)
		}
	}
	return strings.Join(kept, ".")
}

// sorted returns a copy in an order that depends on the elements alone.
func sorted(list []any) []any {
	result := slices.Clone(list)
	slices.SortFunc(result, func(a, b any) int { return strings.Compare(fmt.Sprint(a), fmt.Sprint(b)) })
	return result
}

// isAbsent treats an empty list or map like none: the cloud does not tell them apart.
func isAbsent(value any) bool {
	switch value := value.(type) {
	case nil:
		return true
	case []any:
		return len(value) == 0
	case map[string]any:
		return len(value) == 0
	}
	return false
}
