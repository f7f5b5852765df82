package cloud

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"
)

// Schema is what the SDK's structs say about a resource type: its inputs and outputs.
type Schema struct {
	// Inputs are the properties that the args struct has.
	Inputs Fields
	// Outputs are the properties that the resource struct has, inputs among them.
	Outputs Fields
}

// Fields are the properties of an object by name.
type Fields map[string]Field

// Field is one property.
type Field struct {
	// Shape is the property's kind.
	Shape *Shape
	// Required tells for an input that it must be given, for an output that it is always present.
	Required bool
}

// ShapeKind is the kind of a value.
type ShapeKind string

// The kinds of values.
const (
	ShapeString ShapeKind = "string"
	ShapeBool   ShapeKind = "boolean"
	ShapeNumber ShapeKind = "number"
	ShapeList   ShapeKind = "list"
	ShapeMap    ShapeKind = "map"
	ShapeObject ShapeKind = "object"
	// ShapeAny admits every kind: the SDK says no more, as for a policy document or an asset.
	ShapeAny ShapeKind = "any"
)

// Shape is the kind of a value and of what is in it.
type Shape struct {
	// Kind is the kind.
	Kind ShapeKind
	// Element is the shape of a list's or map's elements.
	Element *Shape
	// Fields are an object's properties.
	Fields Fields
}

// elementTyper is what the SDK's args structs and outputs have: the plain Go type that they stand for.
type elementTyper interface{ ElementType() reflect.Type }

// SchemaOf reads the schema from zero values of the SDK's args struct and resource struct. Either may be nil.
func SchemaOf(args, state any) (Schema, error) {
	inputs, err := fieldsOfValue(args)
	if err != nil {
		return Schema{}, fmt.Errorf("read the inputs of %T: %w", args, err)
	}
	outputs, err := fieldsOfValue(state)
	if err != nil {
		return Schema{}, fmt.Errorf("read the outputs of %T: %w", state, err)
	}
	return Schema{Inputs: inputs, Outputs: outputs}, nil
}

func fieldsOfValue(value any) (Fields, error) {
	if value == nil {
		return Fields{}, nil
	}
	t := reflect.TypeOf(value)
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if e, ok := reflect.Zero(t).Interface().(elementTyper); ok {
		t = e.ElementType()
	}
	if t.Kind() != reflect.Struct {
		return nil, fmt.Errorf("%s is not a struct", t)
	}
	return fieldsOf(t)
}

// fieldsOf memoises by type: the nested types of the AWS SDK are many, and some contain themselves.
func fieldsOf(t reflect.Type) (Fields, error) {
	known.Lock()
	defer known.Unlock()
	return known.fieldsOf(t)
}

type fieldCache struct {
	sync.Mutex
	byType map[reflect.Type]Fields
}

var known = fieldCache{byType: map[reflect.Type]Fields{}}

func (c *fieldCache) fieldsOf(t reflect.Type) (Fields, error) {
	if fields, ok := c.byType[t]; ok {
		return fields, nil
	}
	fields := Fields{}
	c.byType[t] = fields
	for i := range t.NumField() {
		field := t.Field(i)
		tag, ok := field.Tag.Lookup("pulumi")
		if !ok {
			continue
		}
		name, rest, _ := strings.Cut(tag, ",")
		plain, err := plainType(field.Type)
		if err != nil {
			delete(c.byType, t)
			return nil, fmt.Errorf("property %q: %w", name, err)
		}
		shape, err := c.shapeOf(plain)
		if err != nil {
			delete(c.byType, t)
			return nil, fmt.Errorf("property %q: %w", name, err)
		}
		fields[name] = Field{Shape: shape, Required: mustBeGiven(plain) && !slices.Contains(strings.Split(rest, ","), "optional")}
	}
	return fields, nil
}

// plainType turns an SDK output type such as pulumi.StringPtrOutput into the Go type that it resolves to.
func plainType(t reflect.Type) (reflect.Type, error) {
	if t.Kind() == reflect.Interface {
		return t, nil
	}
	if e, ok := reflect.Zero(t).Interface().(elementTyper); ok && t.Kind() == reflect.Struct {
		return e.ElementType(), nil
	}
	return t, nil
}

// mustBeGiven tells whether the Go type of a field shows that it has to be there.
func mustBeGiven(t reflect.Type) bool {
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Map, reflect.Interface:
		return false
	default:
		return true
	}
}

func (c *fieldCache) shapeOf(t reflect.Type) (*Shape, error) {
	switch t.Kind() {
	case reflect.Pointer:
		return c.shapeOf(t.Elem())
	case reflect.String:
		return &Shape{Kind: ShapeString}, nil
	case reflect.Bool:
		return &Shape{Kind: ShapeBool}, nil
	case reflect.Int, reflect.Float64:
		return &Shape{Kind: ShapeNumber}, nil
	case reflect.Interface:
		return &Shape{Kind: ShapeAny}, nil
	case reflect.Slice, reflect.Map:
		element, err := c.shapeOf(t.Elem())
		if err != nil {
			return nil, err
		}
		kind := ShapeList
		if t.Kind() == reflect.Map {
			kind = ShapeMap
		}
		return &Shape{Kind: kind, Element: element}, nil
	case reflect.Struct:
		fields, err := c.fieldsOf(t)
		if err != nil {
			return nil, err
		}
		if !hasProperties(t) {
			return &Shape{Kind: ShapeAny}, nil
		}
		return &Shape{Kind: ShapeObject, Fields: fields}, nil
	default:
		return nil, fmt.Errorf("the Go type %s has no counterpart among properties", t)
	}
}

// hasProperties tells the SDK's nested objects from structs such as an asset, whose content the schema does not show.
func hasProperties(t reflect.Type) bool {
	for i := range t.NumField() {
		if _, ok := t.Field(i).Tag.Lookup("pulumi"); ok {
			return true
		}
	}
	return false
}
