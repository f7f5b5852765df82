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
	r.mirror(result)
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
	r.mirror(result)
	return result
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
