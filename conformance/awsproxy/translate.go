package awsproxy

import (
	"fmt"
	"maps"
	"strconv"
	"strings"

	"github.com/cloudgap/cloudgap/conformance/shape"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

// Problem is an input that cannot be carried over to the provider.
type Problem struct {
	// Path leads to the input in pulumi-aws's names.
	Path string
	// Reason says what is wrong with it.
	Reason string
}

// toProvider carries properties from pulumi-aws's names and forms to the bridge's. What the provider does not know is a
// problem, never dropped: a security group's rule that vanishes on the way would be a proof of nothing.
func (o *object) toProvider(path string, properties resource.PropertyMap) (resource.PropertyMap, []Problem) {
	result := resource.PropertyMap{}
	var problems []Problem
	for _, key := range properties.StableKeys() {
		name, value := string(key), properties[key]
		if name == kept && value.IsObject() {
			maps.Copy(result, value.ObjectValue())
			continue
		}
		if internal(name) {
			result[key] = value
			continue
		}
		at := name
		if path != "" {
			at = path + "." + name
		}
		p, ok := o.ours[name]
		if !ok {
			problems = append(problems, Problem{at, "the provider has no such property"})
			continue
		}
		if p.theirName != name && len(o.theirs[p.theirName]) > 1 && properties.HasValue(resource.PropertyKey(p.theirName)) {
			continue // Another name for a value that is here under the provider's own.
		}
		carried, found := p.toProvider(at, value, p.ours, p.theirs)
		problems = append(problems, found...)
		if !carried.IsNull() || value.IsNull() {
			result[resource.PropertyKey(p.theirName)] = carried
		}
	}
	return result, problems
}

// kept is where a state carries what the provider said and pulumi-aws has no place for: Terraform's timeouts, the name under
// which the bridge repeats the id, blocks that pulumi-aws shapes in another way. The provider wants its whole state back.
const kept = "__provider"

// internal tells the keys that belong to the bridge and the engine rather than to the resource's type.
func internal(name string) bool { return name == "id" || strings.HasPrefix(name, "__") }

func (p *property) toProvider(at string, v resource.PropertyValue, ours, theirs *shape.Type) (resource.PropertyValue, []Problem) {
	var problems []Problem
	carried := throughWrapping(v, func(v resource.PropertyValue) resource.PropertyValue {
		var result resource.PropertyValue
		result, problems = p.plainToProvider(at, v, ours, theirs)
		return result
	})
	return carried, problems
}

func (p *property) plainToProvider(at string, v resource.PropertyValue, ours, theirs *shape.Type) (resource.PropertyValue, []Problem) {
	switch {
	case v.IsNull() || ours.Kind == shape.Any || theirs.Kind == shape.Any:
		return v, nil
	case ours.Kind == shape.List && theirs.Kind != shape.List:
		return p.onlyElement(at, v, ours, theirs)
	case theirs.Kind == shape.List && ours.Kind != shape.List:
		elem, problems := p.toProvider(at, v, ours, theirs.Elem)
		return resource.NewArrayProperty([]resource.PropertyValue{elem}), problems
	case ours.Kind == shape.List && v.IsArray():
		var problems []Problem
		elements := make([]resource.PropertyValue, len(v.ArrayValue()))
		for i, element := range v.ArrayValue() {
			var found []Problem
			elements[i], found = p.toProvider(fmt.Sprintf("%s[%d]", at, i), element, ours.Elem, theirs.Elem)
			problems = append(problems, found...)
		}
		return resource.NewArrayProperty(elements), problems
	case ours.Kind == shape.Map && v.IsObject():
		var problems []Problem
		entries := resource.PropertyMap{}
		for _, key := range v.ObjectValue().StableKeys() {
			carried, found := p.toProvider(at+"."+string(key), v.ObjectValue()[key], ours.Elem, theirs.Elem)
			entries[key] = carried
			problems = append(problems, found...)
		}
		return resource.NewObjectProperty(entries), problems
	case ours.Kind == shape.Object && v.IsObject():
		fields, problems := p.nested.toProvider(at, v.ObjectValue())
		return resource.NewObjectProperty(fields), problems
	case theirs.Kind == shape.String && v.IsNumber():
		return resource.NewStringProperty(strconv.FormatFloat(v.NumberValue(), 'f', -1, 64)), nil
	case theirs.Kind == shape.String && v.IsBool():
		return resource.NewStringProperty(strconv.FormatBool(v.BoolValue())), nil
	default:
		return v, nil
	}
}

// onlyElement takes the element out of a list where the provider takes one object.
func (p *property) onlyElement(at string, v resource.PropertyValue, ours, theirs *shape.Type) (resource.PropertyValue, []Problem) {
	if !v.IsArray() {
		return v, []Problem{{at, fmt.Sprintf("a list is wanted, got %s", v.TypeString())}}
	}
	switch elements := v.ArrayValue(); len(elements) {
	case 0:
		return resource.NewNullProperty(), nil
	case 1:
		return p.toProvider(at+"[0]", elements[0], ours.Elem, theirs)
	default:
		return v, []Problem{{at, fmt.Sprintf("the provider takes at most one element, got %d", len(elements))}}
	}
}

// stateFromProvider carries a state back, and keeps what pulumi-aws has no place for.
func (o *object) stateFromProvider(properties resource.PropertyMap) resource.PropertyMap {
	result := o.fromProvider(properties)
	rest := resource.PropertyMap{}
	for key, value := range properties {
		if !internal(string(key)) && len(o.theirs[string(key)]) == 0 && !value.IsNull() {
			rest[key] = value
		}
	}
	if len(rest) > 0 {
		result[kept] = resource.NewObjectProperty(rest)
	}
	return result
}

// stateToProvider carries a state to the provider. Terraform writes a block that is not there as an empty list, and so a state
// must; inputs may leave it out.
func (o *object) stateToProvider(path string, properties resource.PropertyMap) (resource.PropertyMap, []Problem) {
	result, problems := o.toProvider(path, properties)
	o.fillBlocks(result)
	return result, problems
}

func (o *object) fillBlocks(theirs resource.PropertyMap) {
	for name, named := range o.theirs {
		p, key := named[0], resource.PropertyKey(name)
		value, there := theirs[key]
		switch {
		case !there && p.theirs.Kind == shape.List && p.nested != nil:
			theirs[key] = resource.NewArrayProperty(nil)
		case there && p.nested != nil:
			fillNested(p.nested, value)
		}
	}
}

func fillNested(o *object, value resource.PropertyValue) {
	switch {
	case value.IsSecret():
		fillNested(o, value.SecretValue().Element)
	case value.IsArray():
		for _, element := range value.ArrayValue() {
			fillNested(o, element)
		}
	case value.IsObject():
		o.fillBlocks(value.ObjectValue())
	}
}

// fromProvider carries properties back, as far as pulumi-aws has them.
func (o *object) fromProvider(properties resource.PropertyMap) resource.PropertyMap {
	result := resource.PropertyMap{}
	for key, value := range properties {
		if internal(string(key)) {
			result[key] = o.internalFromProvider(string(key), value)
			continue
		}
		for _, p := range o.theirs[string(key)] {
			carried := p.fromProvider(value, p.ours, p.theirs)
			if !carried.IsNull() || value.IsNull() {
				result[resource.PropertyKey(p.ourName)] = carried
			}
		}
	}
	return result
}

// internalFromProvider renames the entries of the list of properties that the bridge filled in by itself.
func (o *object) internalFromProvider(key string, value resource.PropertyValue) resource.PropertyValue {
	if key != "__defaults" || !value.IsArray() {
		return value
	}
	var names []resource.PropertyValue
	for _, name := range value.ArrayValue() {
		if named := o.theirs[name.StringValue()]; len(named) > 0 {
			name = resource.NewStringProperty(named[0].ourName)
		}
		names = append(names, name)
	}
	return resource.NewArrayProperty(names)
}

func (p *property) fromProvider(v resource.PropertyValue, ours, theirs *shape.Type) resource.PropertyValue {
	return throughWrapping(v, func(v resource.PropertyValue) resource.PropertyValue {
		return p.plainFromProvider(v, ours, theirs)
	})
}

func (p *property) plainFromProvider(v resource.PropertyValue, ours, theirs *shape.Type) resource.PropertyValue {
	switch {
	case v.IsNull() || ours.Kind == shape.Any || theirs.Kind == shape.Any:
		return v
	case ours.Kind == shape.List && theirs.Kind != shape.List:
		return resource.NewArrayProperty([]resource.PropertyValue{p.fromProvider(v, ours.Elem, theirs)})
	case theirs.Kind == shape.List && ours.Kind != shape.List:
		if !v.IsArray() || len(v.ArrayValue()) == 0 {
			return resource.NewNullProperty()
		}
		return p.fromProvider(v.ArrayValue()[0], ours, theirs.Elem)
	case ours.Kind == shape.List && v.IsArray():
		elements := make([]resource.PropertyValue, len(v.ArrayValue()))
		for i, element := range v.ArrayValue() {
			elements[i] = p.fromProvider(element, ours.Elem, theirs.Elem)
		}
		return resource.NewArrayProperty(elements)
	case ours.Kind == shape.Map && v.IsObject():
		entries := resource.PropertyMap{}
		for key, entry := range v.ObjectValue() {
			entries[key] = p.fromProvider(entry, ours.Elem, theirs.Elem)
		}
		return resource.NewObjectProperty(entries)
	case ours.Kind == shape.Object && v.IsObject():
		return resource.NewObjectProperty(p.nested.fromProvider(v.ObjectValue()))
	default:
		return textFromProvider(v, ours)
	}
}

// textFromProvider reads the number or boolean that pulumi-aws has out of the text that the provider has.
func textFromProvider(v resource.PropertyValue, ours *shape.Type) resource.PropertyValue {
	if !v.IsString() {
		return v
	}
	switch ours.Kind {
	case shape.Number:
		if number, err := strconv.ParseFloat(v.StringValue(), 64); err == nil {
			return resource.NewNumberProperty(number)
		}
	case shape.Boolean:
		if boolean, err := strconv.ParseBool(v.StringValue()); err == nil {
			return resource.NewBoolProperty(boolean)
		}
	}
	return v
}

// throughWrapping applies a change to the value inside a secret or an output, and leaves unknown values alone.
func throughWrapping(v resource.PropertyValue, change func(resource.PropertyValue) resource.PropertyValue) resource.PropertyValue {
	switch {
	case v.IsSecret():
		return resource.MakeSecret(throughWrapping(v.SecretValue().Element, change))
	case v.IsOutput():
		output := v.OutputValue()
		if output.Known {
			output.Element = throughWrapping(output.Element, change)
		}
		return resource.NewOutputProperty(output)
	case v.IsComputed():
		return v
	default:
		return change(v)
	}
}
