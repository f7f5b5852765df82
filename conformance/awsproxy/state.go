package awsproxy

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/cloudgap/cloudgap/conformance/shape"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

// AsProvided makes a state that somebody else wrote, the simulation say, one that the provider behind the bridge can plan from:
// with the id that Terraform keeps among the properties, without which every plan is one of a new object; with zero values for
// what blocks do not say; marked as one of the newest form; and without what the proxy does not carry, which is empty.
func AsProvided(token, id string, state resource.PropertyMap) (resource.PropertyMap, error) {
	table, err := translations()
	if err != nil {
		return nil, err
	}
	t, ok := table[token]
	if !ok {
		return nil, fmt.Errorf("resource type %s is not in the conformance proxy's table", token)
	}
	completed, rest := resource.PropertyMap{formOfState: newestForm}, resource.PropertyMap{}
	for key, value := range state {
		if OursAlone(token, string(key)) {
			continue
		}
		if p, ok := t.outputs.ours[string(key)]; ok && p.nested != nil && !framework[token] {
			value = p.nested.zeroed(value)
		}
		completed[key] = value
	}
	for _, name := range t.uncarried {
		rest[resource.PropertyKey(name)] = resource.NewArrayProperty(nil)
	}
	rest[resource.PropertyKey(t.idName())] = resource.NewStringProperty(id)
	completed[kept] = resource.NewObjectProperty(rest)
	return completed, nil
}

// formOfState is where the bridge keeps the version of the form in which the provider wrote a state. A state of an older one it has
// migrated, and on the way takes each empty list for none; that none is newer than the newest is certain of a high number.
const formOfState = "__meta"

var newestForm = resource.NewStringProperty(`{"schema_version":"1000"}`)

// framework are types that Terraform's newer framework serves, as far as that makes a difference: it tells zero values from none, and
// the part of the bridge that pulumi-aws has for it keeps a name that a program gave and gives no more.
var framework = map[string]bool{
	"aws:route53/profilesAssociation:ProfilesAssociation":                  true,
	"aws:route53/profilesProfile:ProfilesProfile":                          true,
	"aws:route53/profilesResourceAssociation:ProfilesResourceAssociation":  true,
	"aws:s3/bucketLifecycleConfigurationV2:BucketLifecycleConfigurationV2": true,
	"aws:vpclattice/resourceConfiguration:ResourceConfiguration":           true,
	"aws:vpclattice/resourceGateway:ResourceGateway":                       true,
}

// zeroed fills the objects within a value, of whatever depth of lists and maps, with zero values for the scalars that they lack.
func (o *object) zeroed(value resource.PropertyValue) resource.PropertyValue {
	switch {
	case value.IsArray():
		elements := make([]resource.PropertyValue, len(value.ArrayValue()))
		for i, element := range value.ArrayValue() {
			elements[i] = o.zeroed(element)
		}
		return resource.NewArrayProperty(elements)
	case value.IsObject():
		filled := value.ObjectValue().Copy()
		for name, p := range o.ours {
			key := resource.PropertyKey(name)
			zero, scalar := zeroOf(p.ours)
			scalar = scalar && p.ours.Kind == p.theirs.Kind
			switch {
			case !filled.HasValue(key) && scalar:
				filled[key] = zero
			case filled.HasValue(key) && p.nested != nil:
				filled[key] = p.nested.zeroed(filled[key])
			}
		}
		return resource.NewObjectProperty(filled)
	}
	return value
}

func zeroOf(form *shape.Type) (zero resource.PropertyValue, scalar bool) {
	switch form.Kind {
	case shape.String:
		return resource.NewStringProperty(""), true
	case shape.Number:
		return resource.NewNumberProperty(0), true
	case shape.Boolean:
		return resource.NewBoolProperty(false), true
	}
	return resource.NewNullProperty(), false
}

// idName is what the bridge calls Terraform's id, which as "id" would be Pulumi's own: the type's name and "Id", with the
// provider's name in front where the type has a property of that name.
func (t *translation) idName() string {
	name := t.bridge[strings.LastIndex(t.bridge, ":")+1:] + "Id"
	short := string(unicode.ToLower(rune(name[0]))) + name[1:]
	if len(t.outputs.theirs[short]) > 0 {
		return "aws" + name
	}
	return short
}
