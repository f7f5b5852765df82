package cloud

import (
	"fmt"
	"slices"
	"strings"
)

// add registers a package after comparing its descriptions with the SDK's structs.
func (c *Cloud) add(p Package) error {
	if _, twice := c.packages[p.Name]; twice {
		return fmt.Errorf("simulated package %q is given twice", p.Name)
	}
	p.Resources, p.Invokes = slices.Clone(p.Resources), slices.Clone(p.Invokes)
	c.packages[p.Name] = &p
	var wrong []string
	for i := range p.Resources {
		r := &p.Resources[i]
		problems := r.prepare(p.Mirrors)
		if _, twice := c.types[r.Type]; twice {
			problems = append(problems, "is described twice")
		}
		for _, problem := range problems {
			wrong = append(wrong, r.Type+": "+problem)
		}
		c.types[r.Type] = r
	}
	for i := range p.Invokes {
		invoke := &p.Invokes[i]
		if _, twice := c.invokes[invoke.Token]; twice {
			wrong = append(wrong, invoke.Token+": is described twice")
		}
		c.invokes[invoke.Token] = invoke
	}
	if len(wrong) > 0 {
		return fmt.Errorf("the description of simulated package %q contradicts the SDK:\n  %s", p.Name, strings.Join(wrong, "\n  "))
	}
	return nil
}

// prepare reads the schema and lists what in the description contradicts it.
func (r *Resource) prepare(mirrors map[string]string) []string {
	if r.Type == "" || r.Kind == "" || r.ID == "" && r.MakeID == nil && r.Adopt == nil {
		return []string{"needs Type, Kind, and one of ID, MakeID and Adopt"}
	}
	schema, err := SchemaOf(r.Args, r.State)
	if err != nil {
		return []string{err.Error()}
	}
	r.schema = schema
	r.mirrors = map[string]string{}
	for mirror, source := range mirrors {
		if hasField(schema.Outputs, mirror) && hasField(schema.Outputs, source) {
			r.mirrors[mirror] = source
		}
	}
	var problems []string
	expect := func(table string, fields Fields, paths ...string) {
		for _, path := range paths {
			if !fields.has(path) {
				problems = append(problems, fmt.Sprintf("%s names %q, which the SDK does not have", table, path))
			}
		}
	}
	expect("Required", schema.Inputs, r.Required...)
	expect("ReplaceOn", schema.Inputs, r.ReplaceOn...)
	expect("Sets", schema.Outputs, r.Sets...)
	expect("JSON", schema.Outputs, r.JSON...)
	expect("Nested", schema.Outputs, r.Nested...)
	expect("Secret", schema.Outputs, r.Secret...)
	expect("ChangesOnUpdate", schema.Outputs, r.ChangesOnUpdate...)
	expect("Defaults", schema.Inputs, Values(r.Defaults).Keys()...)
	expect("Outputs", schema.Outputs, Values(r.Outputs).Keys()...)
	expect("ID", schema.Outputs, r.ID.properties()...)
	expect("ImportID", schema.Outputs, r.ImportID.properties()...)
	for _, value := range r.Outputs {
		if text, ok := value.(string); ok {
			expect("Outputs", schema.Outputs, Format(text).properties()...)
		}
	}
	for _, c := range r.Constraints {
		expect("Constraints", schema.Inputs, c.Path)
	}
	for _, ref := range r.References {
		expect("References", schema.Outputs, ref.Path)
	}
	for _, u := range r.Unique {
		expect("Unique", schema.Outputs, u.Properties...)
	}
	for _, q := range r.Quotas {
		expect("Quotas", schema.Outputs, q.Per...)
	}
	if r.Autoname != nil && r.Autoname.Property != "" {
		expect("Autoname", schema.Inputs, r.Autoname.Property)
	}
	return problems
}

// has tells whether the path leads to a property; below a map or a value of any kind everything is admitted.
func (f Fields) has(path string) bool {
	fields, shape := f, (*Shape)(nil)
	for _, s := range segments(path) {
		switch {
		case shape != nil && (shape.Kind == ShapeAny || shape.Kind == ShapeMap):
			return true
		case strings.HasPrefix(s, "["):
			if shape == nil || shape.Kind != ShapeList {
				return false
			}
			shape = shape.Element
		default:
			if shape != nil && shape.Kind == ShapeList {
				shape = shape.Element
			}
			if shape != nil {
				fields = shape.Fields
			}
			field, ok := fields[s]
			if !ok {
				return false
			}
			shape = field.Shape
		}
	}
	return true
}

func hasField(fields Fields, name string) bool {
	_, ok := fields[name]
	return ok
}
