package isolation

import (
	"encoding/json"
	"strconv"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/property"
)

// State says how much is known of a value.
type State int

const (
	// Absent means that nobody set the property, or that it holds null or an empty string.
	Absent State = iota
	// Unknown means that the property has a value which is not known yet or cannot be read, for example a ciphertext.
	Unknown
	// Known means that the value can be read.
	Known
)

// String names the state in lower case.
func (s State) String() string {
	switch s {
	case Unknown:
		return "unknown"
	case Known:
		return "known"
	default:
		return "absent"
	}
}

// Value is a property value with total accessors: none of them panics, whatever the value holds. Secrets are looked
// through, so a Value must not be printed unless its property is known to be harmless. A value of another type than asked
// for is Unknown, because it cannot be judged.
type Value struct {
	state State
	v     property.Value
	refs  []string
}

func fromProperty(v property.Value) Value {
	switch {
	case v.IsComputed():
		return Value{state: Unknown}
	case v.IsNull(), v.IsString() && v.AsString() == "":
		return Value{}
	default:
		return Value{state: Known, v: v}
	}
}

// State says how much is known of the value itself; its elements and fields have their own.
func (v Value) State() State { return v.state }

// Refs are the URNs of the resources that the top-level property depends on.
func (v Value) Refs() []string { return v.refs }

// Text returns the value as a string. Numbers and booleans are written out.
func (v Value) Text() (string, State) {
	switch {
	case v.state != Known:
		return "", v.state
	case v.v.IsString():
		return v.v.AsString(), Known
	case v.v.IsNumber():
		return strconv.FormatFloat(v.v.AsNumber(), 'f', -1, 64), Known
	case v.v.IsBool():
		return strconv.FormatBool(v.v.AsBool()), Known
	default:
		return "", Unknown
	}
}

// JSON returns a document that may be written as a text or as an object. It is Unknown where any part of the value is.
func (v Value) JSON() (string, State) {
	if text, state := v.Text(); state != Unknown || v.state != Known || v.v.HasComputed() {
		return text, state
	}
	data, err := json.Marshal(Plain(v.v, nil))
	if err != nil {
		return "", Unknown
	}
	return string(data), Known
}

// Plain is a value as encoding/json writes it: secrets are looked through, and what is not known is nil. What instead returns stands
// in the place of a value, or of a part of it, where it says so; nil puts nothing in place of anything.
func Plain(v property.Value, instead func(property.Value) (any, bool)) any {
	if instead != nil {
		if other, ok := instead(v); ok {
			return other
		}
	}
	switch {
	case v.IsMap():
		object := map[string]any{}
		for key, field := range v.AsMap().All {
			object[key] = Plain(field, instead)
		}
		return object
	case v.IsArray():
		list := []any{}
		for _, element := range v.AsArray().All {
			list = append(list, Plain(element, instead))
		}
		return list
	case v.IsString():
		return v.AsString()
	case v.IsBool():
		return v.AsBool()
	case v.IsNumber():
		return v.AsNumber()
	default:
		return nil
	}
}

// Bool returns the value as a boolean; the strings "true" and "false" count as well.
func (v Value) Bool() (bool, State) {
	if v.state != Known {
		return false, v.state
	}
	if v.v.IsBool() {
		return v.v.AsBool(), Known
	}
	if v.v.IsString() {
		if b, err := strconv.ParseBool(v.v.AsString()); err == nil {
			return b, Known
		}
	}
	return false, Unknown
}

// Number returns the value as a number; a string that is a number counts as well.
func (v Value) Number() (float64, State) {
	if v.state != Known {
		return 0, v.state
	}
	if v.v.IsNumber() {
		return v.v.AsNumber(), Known
	}
	if v.v.IsString() {
		if f, err := strconv.ParseFloat(v.v.AsString(), 64); err == nil {
			return f, Known
		}
	}
	return 0, Unknown
}

// Field returns a field of an object. Of an unknown value every field is unknown, of an empty list every field is absent.
func (v Value) Field(name string) Value {
	switch {
	case v.state != Known:
		return Value{state: v.state, refs: v.refs}
	case v.v.IsMap():
		f := fromProperty(v.v.AsMap().Get(name))
		f.refs = v.refs
		return f
	case v.v.IsArray() && v.v.AsArray().Len() == 1:
		// Providers differ on whether a block that may occur once is an object or a list of one.
		return Value{state: Known, v: v.v.AsArray().Get(0), refs: v.refs}.known().Field(name)
	case v.v.IsArray() && v.v.AsArray().Len() == 0:
		// The AWS provider plans a block that is not given as an empty list.
		return Value{refs: v.refs}
	default:
		return Value{state: Unknown, refs: v.refs}
	}
}

// Keys returns the names of the fields of an object that are not absent, sorted.
func (v Value) Keys() []string {
	if v.state != Known || !v.v.IsMap() {
		return nil
	}
	var keys []string
	for k, f := range v.v.AsMap().AllStable {
		if fromProperty(f).state != Absent {
			keys = append(keys, k)
		}
	}
	return keys
}

// Elements returns the elements of a list; a single value counts as a list of one. The state is Unknown where the list
// itself cannot be read, and Known although single elements may be unknown.
func (v Value) Elements() ([]Value, State) {
	if v.state != Known {
		return nil, v.state
	}
	if !v.v.IsArray() {
		return []Value{v}, Known
	}
	array := v.v.AsArray()
	elements := make([]Value, 0, array.Len())
	for _, e := range array.All {
		ev := fromProperty(e)
		ev.refs = v.refs
		elements = append(elements, ev)
	}
	return elements, Known
}

// Strings returns a list of strings. The state is Unknown where the list or any element is unknown; the elements that
// are known are returned nevertheless.
func (v Value) Strings() ([]string, State) {
	elements, state := v.Elements()
	var texts []string
	for _, e := range elements {
		text, s := e.Text()
		if s == Known {
			texts = append(texts, text)
		} else if s == Unknown {
			state = Unknown
		}
	}
	return texts, state
}

// known turns a value built from an element back into its own state.
func (v Value) known() Value {
	k := fromProperty(v.v)
	k.refs = v.refs
	return k
}

// at follows a path of field names. Where a list of objects is on the way, the results of its elements are joined into
// one list.
func (v Value) at(path string) Value {
	name, rest, more := strings.Cut(path, ".")
	if v.state == Known && v.v.IsArray() && v.v.AsArray().Len() > 1 {
		var joined []property.Value
		elements, _ := v.Elements()
		for _, e := range elements {
			f := e.at(path)
			switch list, state := f.Elements(); state {
			case Unknown:
				return Value{state: Unknown, refs: v.refs}
			case Known:
				for _, l := range list {
					joined = append(joined, l.property())
				}
			}
		}
		if len(joined) == 0 {
			return Value{refs: v.refs}
		}
		return Value{state: Known, v: property.New(joined), refs: v.refs}
	}
	f := v.Field(name)
	if more {
		return f.at(rest)
	}
	return f
}

// property turns a value back into what it was read from.
func (v Value) property() property.Value {
	if v.state == Unknown {
		return property.New(property.Computed)
	}
	return v.v
}

// at follows a path of property names that starts at a top-level property.
func (r *Resource) at(path string) Value {
	name, rest, more := strings.Cut(path, ".")
	v := r.Value(name)
	if more {
		return v.at(rest)
	}
	return v
}
