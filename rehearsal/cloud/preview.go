package cloud

import (
	"maps"
	"slices"
)

// PreviewShape says how computed outputs look in a preview. Real providers have done both.
type PreviewShape int

const (
	// ComputedValues shows a computed output as an unknown value.
	ComputedValues PreviewShape = iota
	// OmittedKeys leaves a computed output out altogether.
	OmittedKeys
)

// PreviewCreate answers what is known of an object before it exists. Nothing is asked of the cloud.
func (r *Resource) PreviewCreate(inputs Values, shape PreviewShape) Values {
	result := inputs.Clone()
	var computed []string
	for name, field := range r.schema.Outputs {
		if _, given := result[name]; given {
			continue
		}
		_, chosen := r.Outputs[name]
		if !hasField(r.schema.Inputs, name) || chosen || field.Required {
			computed = append(computed, name)
		}
	}
	setUnknown(result, computed, shape)
	r.setNested(result, nil, shape)
	r.mirror(result)
	for mirror, source := range r.mirrors {
		if _, given := inputs[source]; !given {
			setUnknown(result, []string{mirror}, shape) // The provider computes it, and knows it only where it has something to repeat.
		}
	}
	r.blur(result)
	return result
}

// PreviewUpdate answers what is known of an object before it is changed: what it was, overlaid with the new inputs.
func (r *Resource) PreviewUpdate(state, old, inputs Values, shape PreviewShape) Values {
	result := state.Clone()
	for name := range old {
		if _, kept := inputs[name]; !kept && !r.computes(name) {
			delete(result, name)
		}
	}
	given := inputs.Clone()
	r.setNested(given, state, shape)
	maps.Copy(result, given)
	computed := slices.Clone(r.ChangesOnUpdate)
	for name := range r.Outputs {
		if _, known := result[name]; !known {
			computed = append(computed, name)
		}
	}
	setUnknown(result, computed, shape)
	r.mirror(result)
	r.blur(result)
	return result
}

// setNested adds what the service adds within objects that the user gives: as it is in the state, or unknown.
func (r *Resource) setNested(values, state Values, shape PreviewShape) {
	for _, path := range r.Nested {
		parent, name := splitLast(path)
		for _, holder := range values.At(parent) {
			object, ok := holder.Value.(map[string]any)
			if !ok || object[name] != nil {
				continue
			}
			if before, known := state.Get(join(holder.Path, name)); known {
				object[name] = before
			} else if shape == ComputedValues {
				object[name] = Unknown
			}
		}
	}
}

// blur makes a set unknown as a whole where one of its elements is, because nobody can tell how many different ones it has, and
// a map where one of its values is. That is how the real provider plans them, and the conformance module compares it.
func (r *Resource) blur(values Values) {
	for name, field := range r.schema.Outputs {
		if entries, ok := values[name].(map[string]any); ok && field.Shape.Kind == ShapeMap {
			for _, entry := range entries {
				if entry == Unknown {
					values[name] = Unknown
				}
			}
		}
	}
	for _, path := range r.Sets {
		parent, name := splitLast(path)
		for _, holder := range values.At(parent) {
			object, ok := holder.Value.(map[string]any)
			if !ok {
				continue
			}
			if elements, ok := object[name].([]any); ok && slices.ContainsFunc(elements, func(e any) bool { return e == Unknown }) {
				object[name] = Unknown
			}
		}
	}
}

func setUnknown(values Values, names []string, shape PreviewShape) {
	for _, name := range names {
		if shape == OmittedKeys {
			delete(values, name)
		} else {
			values[name] = Unknown
		}
	}
}
