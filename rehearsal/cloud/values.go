package cloud

import (
	"maps"
	"slices"
)

// Values are the properties of an object or the inputs of a call: string, bool, float64, []any, map[string]any (nested
// objects and maps), or Unknown. Numbers are always float64. The accessors take a path ("vpcConfig.subnetIds", "routes[0].cidrBlock")
// and are total: they answer the zero value for what is absent, unknown or of another kind.
type Values map[string]any

type unknown struct{}

// String makes Unknown readable in messages.
func (unknown) String() string { return "[unknown]" }

// Unknown is a value that is known only after deployment. It occurs in previews alone: in Check and in Checking hooks, never
// in Create, Update, Read or Delete.
var Unknown any = unknown{}

// Get returns the value at the path, and whether there is one.
func (v Values) Get(path string) (any, bool) {
	found := v.At(path)
	if len(found) == 0 {
		return nil, false
	}
	return found[0].Value, true
}

// Has tells whether the path holds a value, known or not.
func (v Values) Has(path string) bool {
	_, ok := v.Get(path)
	return ok
}

// Known tells whether the path holds a value without anything unknown in it.
func (v Values) Known(path string) bool {
	value, ok := v.Get(path)
	return ok && !containsUnknown(value)
}

// String returns the string at the path, or "".
func (v Values) String(path string) string {
	value, _ := v.Get(path)
	s, _ := value.(string)
	return s
}

// Bool returns the boolean at the path, or false.
func (v Values) Bool(path string) bool {
	value, _ := v.Get(path)
	b, _ := value.(bool)
	return b
}

// Int returns the number at the path, truncated, or 0.
func (v Values) Int(path string) int {
	value, _ := v.Get(path)
	f, _ := value.(float64)
	return int(f)
}

// List returns the list at the path, or nil.
func (v Values) List(path string) []any {
	value, _ := v.Get(path)
	l, _ := value.([]any)
	return l
}

// Strings returns the strings of the list at the path; elements of another kind are left out.
func (v Values) Strings(path string) []string {
	var result []string
	for _, e := range v.List(path) {
		if s, ok := e.(string); ok {
			result = append(result, s)
		}
	}
	return result
}

// Objects returns the objects of the list at the path, or the single object there; elements of another kind are left out.
func (v Values) Objects(path string) []Values {
	value, _ := v.Get(path)
	if m, ok := value.(map[string]any); ok {
		return []Values{m}
	}
	var result []Values
	for _, e := range v.List(path) {
		if m, ok := e.(map[string]any); ok {
			result = append(result, m)
		}
	}
	return result
}

// Map returns the map or nested object at the path, or nil.
func (v Values) Map(path string) Values {
	value, _ := v.Get(path)
	m, _ := value.(map[string]any)
	return m
}

// Keys returns the top-level names, sorted.
func (v Values) Keys() []string { return slices.Sorted(maps.Keys(v)) }

// Clone returns a deep copy, never nil.
func (v Values) Clone() Values {
	if v == nil {
		return Values{}
	}
	return cloneValue(map[string]any(v)).(map[string]any)
}

// Set stores a value under a top-level name. Go's numbers, []string, []Values, Values and map[string]string are converted.
func (v Values) Set(name string, value any) { v[name] = Normal(value) }

// Normal converts a Go value into the kinds that Values hold. It panics for a Go kind that has no place there, which is a
// mistake of the simulation's author.
func Normal(value any) any {
	switch value := value.(type) {
	case nil, string, bool, float64, unknown:
		return value
	case int:
		return float64(value)
	case []string:
		return normalList(value)
	case []any:
		return normalList(value)
	case []Values:
		return normalList(value)
	case []map[string]any:
		return normalList(value)
	case Values:
		return normalMap(value)
	case map[string]any:
		return normalMap(value)
	case map[string]string:
		return normalMap(value)
	case Format:
		return string(value)
	}
	panic(unsupported(value))
}

func normalList[T any](list []T) []any {
	result := make([]any, len(list))
	for i, e := range list {
		result[i] = Normal(e)
	}
	return result
}

func normalMap[T any](m map[string]T) map[string]any {
	result := make(map[string]any, len(m))
	for k, e := range m {
		result[k] = Normal(e)
	}
	return result
}

func cloneValue(value any) any {
	switch value := value.(type) {
	case map[string]any:
		result := make(map[string]any, len(value))
		for k, e := range value {
			result[k] = cloneValue(e)
		}
		return result
	case []any:
		result := make([]any, len(value))
		for i, e := range value {
			result[i] = cloneValue(e)
		}
		return result
	}
	return value
}

func containsUnknown(value any) bool {
	switch value := value.(type) {
	case unknown:
		return true
	case map[string]any:
		for _, e := range value {
			if containsUnknown(e) {
				return true
			}
		}
	case []any:
		return slices.ContainsFunc(value, containsUnknown)
	}
	return false
}
