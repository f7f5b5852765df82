package awsproxy

import (
	"github.com/cloudgap/cloudgap/conformance/shape"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

// pathFromProvider carries a property path of the bridge, such as "ingresses[0].fromPort", back to pulumi-aws's names. A path
// that cannot be read, or that leads to something pulumi-aws does not have, comes back as it was: it is for people to read.
func (o *object) pathFromProvider(text string) string {
	path, err := resource.ParsePropertyPath(text)
	if err != nil || o == nil {
		return text
	}
	return o.carryPath(path, func(o *object, name string) (*property, string, *shape.Type, *shape.Type) {
		named := o.theirs[name]
		if len(named) == 0 {
			return nil, "", nil, nil
		}
		return named[0], named[0].ourName, named[0].theirs, named[0].ours
	}).String()
}

// pathToProvider carries a property path of pulumi-aws, as in ignoreChanges, to the bridge's names.
func (o *object) pathToProvider(text string) string {
	path, err := resource.ParsePropertyPath(text)
	if err != nil || o == nil {
		return text
	}
	return o.carryPath(path, func(o *object, name string) (*property, string, *shape.Type, *shape.Type) {
		p, ok := o.ours[name]
		if !ok {
			return nil, "", nil, nil
		}
		return p, p.theirName, p.ours, p.theirs
	}).String()
}

// carryPath walks a path through the forms of both sides. The lookup finds a property by its name on the side where the path
// comes from and gives its name on the other, and the two forms in that order.
func (o *object) carryPath(
	path resource.PropertyPath,
	lookup func(o *object, name string) (*property, string, *shape.Type, *shape.Type),
) resource.PropertyPath {
	var carried resource.PropertyPath
	at := o
	for len(path) > 0 {
		name, ok := path[0].(string)
		if !ok || at == nil {
			return append(carried, path...)
		}
		p, otherName, from, to := lookup(at, name)
		if p == nil {
			return append(carried, path...)
		}
		carried, path, at = append(carried, otherName), path[1:], p.nested
		carried, path = carryIndexes(carried, path, from, to)
	}
	return carried
}

// carryIndexes takes the steps into lists and maps that lead from a property to the object inside it, adding or dropping an
// index where one side has a list and the other its only element.
func carryIndexes(carried, path resource.PropertyPath, from, to *shape.Type) (resource.PropertyPath, resource.PropertyPath) {
	for len(path) > 0 {
		switch {
		case from.Kind == shape.List && to.Kind == shape.List, from.Kind == shape.Map && to.Kind == shape.Map:
			carried, path = append(carried, path[0]), path[1:]
			from, to = from.Elem, to.Elem
		case from.Kind == shape.List:
			path, from = path[1:], from.Elem
		case to.Kind == shape.List:
			carried, to = append(carried, 0), to.Elem
		default:
			return carried, path
		}
	}
	return carried, path
}
