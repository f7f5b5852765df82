// Package inputs turns the arguments of a component into the inputs that the engine records for it, so that resource
// policies see what the component was asked for.
package inputs

import (
	"reflect"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// Of returns the fields of a struct of arguments under the names of their pulumi tags: inputs as they are, plain values
// converted, nested structs, lists and maps likewise. Fields without a tag, nil and empty ones are left out. It panics on a
// kind of field that cannot be an argument, such as a function, because that is a mistake in the component.
func Of(args any) pulumi.Map {
	result, _ := convert(reflect.ValueOf(args)).(pulumi.Map)
	return result
}

func convert(v reflect.Value) pulumi.Input {
	if !v.IsValid() || v.IsZero() {
		return nil
	}
	if input, ok := v.Interface().(pulumi.Input); ok {
		return input
	}
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		return convert(v.Elem())
	case reflect.Struct:
		return fields(v)
	case reflect.Map:
		result := pulumi.Map{}
		for _, key := range v.MapKeys() {
			put(result, key.String(), v.MapIndex(key))
		}
		return result
	case reflect.Slice:
		result := make(pulumi.Array, 0, v.Len())
		for i := range v.Len() {
			result = append(result, convert(v.Index(i)))
		}
		return result
	case reflect.String:
		return pulumi.String(v.String())
	case reflect.Bool:
		return pulumi.Bool(v.Bool())
	case reflect.Int:
		return pulumi.Int(int(v.Int()))
	default:
		panic("inputs: a component cannot have an argument of type " + v.Type().String())
	}
}

func fields(v reflect.Value) pulumi.Map {
	result := pulumi.Map{}
	for i := range v.NumField() {
		name, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("pulumi"), ",")
		if name != "" {
			put(result, name, v.Field(i))
		}
	}
	return result
}

func put(m pulumi.Map, name string, v reflect.Value) {
	if input := convert(v); input != nil {
		m[name] = input
	}
}
