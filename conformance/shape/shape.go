// Package shape describes what the properties of a resource look like: their names, which are lists, which are maps and
// which are objects with properties of their own. It reads that from both sides of the proxy, from the pulumi-aws Go SDK and
// from the schema that pulumi-terraform-bridge derives from the provider binary, and tells where the two differ.
package shape

import (
	"encoding/json"
	"fmt"
	"sort"
)

// Kind is the form of a value.
type Kind string

// The forms that a value can have. Integers are numbers: the wire makes no difference.
const (
	String  Kind = "string"
	Number  Kind = "number"
	Boolean Kind = "boolean"
	Any     Kind = "any"
	List    Kind = "list"
	Map     Kind = "map"
	Object  Kind = "object"
)

// Type is the form of one value. Elem is set for lists and maps, Fields for objects.
type Type struct {
	Kind   Kind
	Elem   *Type
	Fields Fields
}

// Fields are the properties of an object by name.
type Fields map[string]*Type

// Resource is the form of a resource type or of a function: what may be sent, and what may come back.
type Resource struct {
	Inputs  Fields `json:"inputs"`
	Outputs Fields `json:"outputs"`
}

// MarshalJSON writes a primitive as its kind, a list as a one-element list, a map as {"*": element} and an object as an
// object: short enough to read a difference of two versions.
func (t *Type) MarshalJSON() ([]byte, error) {
	switch t.Kind {
	case List:
		return json.Marshal([]*Type{t.Elem})
	case Map:
		return json.Marshal(map[string]*Type{"*": t.Elem})
	case Object:
		return json.Marshal(t.Fields)
	default:
		return json.Marshal(string(t.Kind))
	}
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (t *Type) UnmarshalJSON(text []byte) error {
	if len(text) == 0 {
		return fmt.Errorf("shape: empty type")
	}
	switch text[0] {
	case '"':
		return json.Unmarshal(text, (*string)(&t.Kind))
	case '[':
		var elements []*Type
		if err := json.Unmarshal(text, &elements); err != nil {
			return err
		}
		if len(elements) != 1 {
			return fmt.Errorf("shape: a list has one element type, got %d", len(elements))
		}
		t.Kind, t.Elem = List, elements[0]
		return nil
	default:
		fields := Fields{}
		if err := json.Unmarshal(text, &fields); err != nil {
			return err
		}
		if elem, ok := fields["*"]; ok && len(fields) == 1 {
			t.Kind, t.Elem = Map, elem
			return nil
		}
		t.Kind, t.Fields = Object, fields
		return nil
	}
}

// Difference is one place where two forms disagree.
type Difference struct {
	// Path leads to the property: names joined with dots, "[]" for the elements of a list, "{}" for those of a map.
	Path string
	// Ours and Theirs are the two forms; nil where one side does not have the property.
	Ours, Theirs *Type
}

// String says what differs in a form that a reader of a test failure can act on.
func (d Difference) String() string {
	return fmt.Sprintf("%s: %s in pulumi-aws, %s in the provider", d.Path, describe(d.Ours), describe(d.Theirs))
}

func describe(t *Type) string {
	if t == nil {
		return "unknown"
	}
	if t.Elem != nil {
		return string(t.Kind) + " of " + describe(t.Elem)
	}
	return string(t.Kind)
}

// Compare lists every place below path where ours and theirs differ in names or forms, in order of their paths.
func Compare(path string, ours, theirs Fields) []Difference {
	names := map[string]bool{}
	for name := range ours {
		names[name] = true
	}
	for name := range theirs {
		names[name] = true
	}
	sorted := make([]string, 0, len(names))
	for name := range names {
		sorted = append(sorted, name)
	}
	sort.Strings(sorted)

	var found []Difference
	for _, name := range sorted {
		found = append(found, compareType(join(path, name), ours[name], theirs[name])...)
	}
	return found
}

func compareType(path string, ours, theirs *Type) []Difference {
	if ours == nil || theirs == nil {
		return []Difference{{Path: path, Ours: ours, Theirs: theirs}}
	}
	if ours.Kind == Any || theirs.Kind == Any {
		return nil
	}
	if ours.Kind != theirs.Kind {
		return []Difference{{Path: path, Ours: ours, Theirs: theirs}}
	}
	switch ours.Kind {
	case List:
		return compareType(path+"[]", ours.Elem, theirs.Elem)
	case Map:
		return compareType(path+"{}", ours.Elem, theirs.Elem)
	case Object:
		return Compare(path, ours.Fields, theirs.Fields)
	default:
		return nil
	}
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}
