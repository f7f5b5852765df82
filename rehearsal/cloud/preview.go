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
	r.blurSets(result)
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
	maps.Copy(result, inputs.Clone())
	computed := slices.Clone(r.ChangesOnUpdate)
	for name := range r.Outputs {
		if _, known := result[name]; !known {
			computed = append(computed, name)
		}
	}
	setUnknown(result, computed, shape)
	r.setNested(result, state, shape)
	r.mirror(result)
	r.blurSets(result)
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

// blurSets makes a set unknown as a whole where one of its elements is: nobody can tell how many different ones it has. That
// is how Terraform plans sets, and the conformance module compares it.
func (r *Resource) blurSets(values Values) {
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
