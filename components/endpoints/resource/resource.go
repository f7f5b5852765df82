// Package resource describes the resources of a stack as the engine knows them, for the tools that judge a stack by what
// is in its state or plan.
package resource

import "strings"

// Resource is a resource of a stack's state or plan.
type Resource struct {
	// URN identifies the resource.
	URN string
	// Type is its type token.
	Type string
	// Parent is the URN of its parent.
	Parent string
	// Inputs are the properties given, Outputs those of the state; a value that is not known is absent.
	Inputs, Outputs map[string]any
}

// Name is the last part of the URN.
func (r Resource) Name() string { return r.URN[strings.LastIndex(r.URN, ":")+1:] }

// Value returns an output, or else the input of that name.
func (r Resource) Value(key string) any {
	if v, ok := r.Outputs[key]; ok && v != nil {
		return v
	}
	return r.Inputs[key]
}

// Text returns a property that is a string; any other is the empty one.
func (r Resource) Text(key string) string {
	s, _ := r.Value(key).(string)
	return s
}

// Texts returns the strings of a property that is a list.
func (r Resource) Texts(key string) []string {
	list, _ := r.Value(key).([]any)
	var texts []string
	for _, v := range list {
		if s, ok := v.(string); ok {
			texts = append(texts, s)
		}
	}
	return texts
}

// Flag returns a property that is a truth value; any other is false.
func (r Resource) Flag(key string) bool {
	b, _ := r.Value(key).(bool)
	return b
}

// Number returns a property that is a whole number, which JSON gives as a floating-point one, and whether it is one.
func (r Resource) Number(key string) (int, bool) {
	switch v := r.Value(key).(type) {
	case float64:
		return int(v), true
	case int:
		return v, true
	}
	return 0, false
}
