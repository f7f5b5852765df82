package casefile

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/property"

	"github.com/cloudgap/cloudgap/policy/isolation"
)

// Shape is a way in which the engine shows one and the same stack.
type Shape string

const (
	// Deployed shows everything: a stack after an update, in a policy pack that saw both passes.
	Deployed Shape = "deployed"
	// Computed is a preview of a provider that answers with computed values.
	Computed Shape = "computed"
	// Absent is a preview of a provider that drops what is not known from its answer.
	Absent Shape = "absent"
	// StateOnly shows outputs but no inputs, as for a resource that --target skips.
	StateOnly Shape = "state only"
)

// Shapes are the shapes in which the case has a verdict.
func (c Case) Shapes() []Shape {
	if c.NeedsInputs {
		return []Shape{Deployed, Computed, Absent}
	}
	return []Shape{Deployed, Computed, Absent, StateOnly}
}

// Preview tells whether ids are not known yet.
func (s Shape) Preview() bool { return s == Computed || s == Absent }

// Stack gives the resources of a case in a shape, sorted by logical name.
func (c Case) Stack(shape Shape) ([]isolation.Resource, error) {
	var resources []isolation.Resource
	for _, name := range slices.Sorted(maps.Keys(c.Resources)) {
		r, err := c.resource(name, shape)
		if err != nil {
			return nil, fmt.Errorf("case %q, resource %q: %w", c.Name, name, err)
		}
		resources = append(resources, r)
	}
	return resources, nil
}

// URN is the URN of a resource of the case.
func (c Case) URN(name string) string {
	return "urn:pulumi:case::cloudgap::" + c.qualified(name) + "::" + name
}

func (c Case) qualified(name string) string {
	r := c.Resources[name]
	if _, ok := c.Resources[r.Options.Parent]; ok && r.Options.Parent != name {
		return c.qualified(r.Options.Parent) + "$" + r.Type
	}
	return r.Type
}

func (c Case) resource(name string, shape Shape) (isolation.Resource, error) {
	declared := c.Resources[name]
	e := evaluator{c: c, shape: shape, refs: map[string][]string{}}
	inputs := map[string]property.Value{}
	for _, key := range slices.Sorted(maps.Keys(declared.Properties)) {
		value, err := e.value(key, declared.Properties[key])
		if err != nil {
			return isolation.Resource{}, err
		}
		inputs[key] = value
	}
	outputs := e.outputs(name, inputs)
	if shape == StateOnly {
		inputs = nil
	}
	r := isolation.Resource{
		URN:                  c.URN(name),
		Type:                 declared.Type,
		Name:                 name,
		Inputs:               property.NewMap(inputs),
		Outputs:              property.NewMap(outputs),
		Custom:               isCustom(declared.Type),
		PropertyDependencies: e.refs,
		Dependencies:         e.dependencies(),
		IgnoreChanges:        declared.Options.IgnoreChanges,
		Protect:              declared.Options.Protect,
		Aliases:              declared.Options.Aliases,
	}
	if declared.Options.Parent != "" {
		r.Parent = c.URN(declared.Options.Parent)
	}
	if declared.Options.Provider != "" {
		r.Provider = c.URN(declared.Options.Provider)
	}
	return r, nil
}

// isCustom tells a resource with a provider from a component, by the convention that components are in the module "index".
func isCustom(token string) bool { return !strings.Contains(token, ":index:") }

// evaluator turns the properties of one resource into values.
type evaluator struct {
	c     Case
	shape Shape
	refs  map[string][]string
}

// outputs are what a provider would answer: the inputs, the id, and what other resources of the case refer to.
func (e evaluator) outputs(name string, inputs map[string]property.Value) map[string]property.Value {
	outputs := maps.Clone(inputs)
	if e.shape == Absent {
		maps.DeleteFunc(outputs, func(_ string, v property.Value) bool { return v.HasComputed() })
	}
	for _, attribute := range append(e.c.referredAttributes(name), "id") {
		text, fixed := e.c.attribute(name, attribute)
		if fixed {
			continue
		}
		switch e.shape {
		case Computed:
			outputs[attribute] = property.New(property.Computed)
		case Absent:
		default:
			outputs[attribute] = property.New(text)
		}
	}
	return outputs
}

func (e evaluator) dependencies() []string {
	var all []string
	for _, urns := range e.refs {
		all = append(all, urns...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

func (e evaluator) value(key string, declared any) (property.Value, error) {
	switch d := declared.(type) {
	case nil:
		return property.New(property.Null), nil
	case bool:
		return property.New(d), nil
	case float64:
		return property.New(d), nil
	case string:
		return e.text(key, d)
	case []any:
		list := make([]property.Value, len(d))
		for i, element := range d {
			v, err := e.value(key, element)
			if err != nil {
				return property.Value{}, err
			}
			list[i] = v
		}
		return property.New(list), nil
	case map[string]any:
		fields := make(map[string]property.Value, len(d))
		for name, field := range d {
			v, err := e.value(key, field)
			if err != nil {
				return property.Value{}, err
			}
			fields[name] = v
		}
		return property.New(fields), nil
	default:
		return property.Value{}, fmt.Errorf("property %s: cannot read a %T", key, declared)
	}
}

var reference = regexp.MustCompile(`\$\{([^}.]+)(?:\.([^}]+))?\}`)

// text resolves the references in a text. A text with any part that is not known is not known.
func (e evaluator) text(key, declared string) (property.Value, error) {
	known := true
	var failure error
	resolved := reference.ReplaceAllStringFunc(declared, func(match string) string {
		parts := reference.FindStringSubmatch(match)
		if parts[1] == "unknown" {
			known = false
			return ""
		}
		if _, ok := e.c.Resources[parts[1]]; !ok {
			failure = fmt.Errorf("property %s: no resource %q in the case", key, parts[1])
			return ""
		}
		e.depend(key, e.c.URN(parts[1]))
		text, fixed := e.c.attribute(parts[1], parts[2])
		known = known && (fixed || !e.shape.Preview())
		return text
	})
	if failure != nil || known {
		return property.New(resolved), failure
	}
	return property.New(property.Computed), nil
}

func (e evaluator) depend(key, urn string) {
	if !slices.Contains(e.refs[key], urn) {
		e.refs[key] = append(e.refs[key], urn)
	}
}
