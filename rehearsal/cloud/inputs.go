package cloud

import "slices"

// Schema is what the SDK says about the type.
func (r *Resource) Schema() Schema { return r.schema }

// NamedBy is the input that takes an automatic name, or "".
func (r *Resource) NamedBy() string { return r.autoname().Property }

// computes tells whether the service chooses a value for an input that the user leaves out.
func (r *Resource) computes(name string) bool {
	_, chosen := r.Outputs[name]
	return chosen || r.schema.Outputs[name].Required
}

// InputsOf tells what the inputs of a program would be that describes the object as it is. Given the inputs that the program had,
// only those are looked at, so that what the service added does not look like a change; without, as for an import, every input
// that the object has a value for.
func (r *Resource) InputsOf(properties, had Values) Values {
	result := Values{}
	for name, field := range r.schema.Inputs {
		value, ok := properties[name]
		if !ok {
			continue
		}
		old, given := had[name]
		switch {
		case given:
			result[name] = project(value, old, field.Shape)
		case len(had) == 0 || !r.computes(name) && !isAbsent(value):
			result[name] = value
		}
	}
	return result
}

// project leaves out of nested objects what the program did not give.
func project(value, had any, shape *Shape) any {
	switch {
	case shape.Kind == ShapeObject:
		object, ok1 := value.(map[string]any)
		old, ok2 := had.(map[string]any)
		if !ok1 || !ok2 {
			return value
		}
		result := map[string]any{}
		for name, field := range shape.Fields {
			inner, exists := object[name]
			if oldInner, given := old[name]; exists && given {
				result[name] = project(inner, oldInner, field.Shape)
			}
		}
		return result
	case shape.Kind == ShapeList:
		list, ok1 := value.([]any)
		old, ok2 := had.([]any)
		if !ok1 || !ok2 {
			return value
		}
		result := slices.Clone(list)
		for i := range min(len(list), len(old)) {
			result[i] = project(list[i], old[i], shape.Element)
		}
		return result
	}
	return value
}

// Ignoring returns the changes outside the given property paths.
func Ignoring(changes []Change, paths []string) []Change {
	return slices.DeleteFunc(changes, func(c Change) bool {
		return slices.ContainsFunc(paths, func(p string) bool { return covers(p, c.Path) })
	})
}
