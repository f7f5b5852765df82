package awsproxy

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"sync"

	"github.com/cloudgap/cloudgap/conformance/shape"
)

// The forms of both sides, recorded by the tests of this package (-update) from the sources of pulumi-aws 6.83.2 and from
// terraform-provider-aws 5.100.0 by way of pulumi-terraform-bridge 3.100.0.
var (
	//go:embed forms/pulumi-aws.json
	oursText []byte
	//go:embed forms/terraform-provider-aws.json
	theirsText []byte
)

type recorded map[string]shape.Resource

// translations holds the compiled table, made once.
var translations = sync.OnceValues(func() (map[string]*translation, error) {
	var ours, theirs recorded
	if err := json.Unmarshal(oursText, &ours); err != nil {
		return nil, fmt.Errorf("read the recorded forms of pulumi-aws: %w", err)
	}
	if err := json.Unmarshal(theirsText, &theirs); err != nil {
		return nil, fmt.Errorf("read the recorded forms of the provider: %w", err)
	}
	compiled := map[string]*translation{}
	for token, terraform := range resourceTypes {
		compiled[token] = newTranslation(token, bridgeResource(terraform), ours[token], theirs[bridgeResource(terraform)])
	}
	for token, terraform := range dataSources {
		compiled[token] = newTranslation(token, bridgeFunction(terraform), ours[token], theirs[bridgeFunction(terraform)])
	}
	return compiled, nil
})

// translation carries the properties of one resource type or function from pulumi-aws to the bridge and back.
type translation struct {
	// token is pulumi-aws's, bridge is the dynamic provider's.
	token, bridge   string
	inputs, outputs *object
	// uncarried are the provider's lists of blocks for which pulumi-aws has no place.
	uncarried []string
	// same is set for a backend that speaks pulumi-aws itself: everything passes as it is.
	same bool
}

func newTranslation(token, bridge string, ours, theirs shape.Resource) *translation {
	t := &translation{
		token:   token,
		bridge:  bridge,
		inputs:  newObject("", ours.Inputs, theirs.Inputs, renames[token], oursAlone[token]),
		outputs: newObject("", ours.Outputs, theirs.Outputs, renames[token], oursAlone[token]),
	}
	for _, name := range sortedKeys(theirs.Outputs) {
		if form := theirs.Outputs[name]; len(t.outputs.theirs[name]) == 0 && form.Kind == shape.List && form.Elem.Kind == shape.Object {
			t.uncarried = append(t.uncarried, name)
		}
	}
	return t
}

// object pairs the properties of our form with those of the provider's.
type object struct {
	ours map[string]*property
	// theirs has more than one property where pulumi-aws offers a value under two names.
	theirs map[string][]*property
}

// property is one property on both sides.
type property struct {
	ourName, theirName string
	ours, theirs       *shape.Type
	// nested is the translation of the object inside, of whatever depth of lists and maps; nil for other values.
	nested *object
}

func newObject(path string, ours, theirs shape.Fields, names, alone map[string]string) *object {
	o := &object{ours: map[string]*property{}, theirs: map[string][]*property{}}
	for _, name := range sortedKeys(ours) {
		form := ours[name]
		at := name
		if path != "" {
			at = path + "." + name
		}
		if _, left := alone[at]; left {
			continue
		}
		theirName := name
		if renamed, ok := names[at]; ok {
			theirName = renamed
		}
		theirForm, ok := theirs[theirName]
		if !ok {
			continue
		}
		p := &property{ourName: name, theirName: theirName, ours: form, theirs: theirForm}
		ourFields, inside := fieldsInside(at, form)
		theirFields, _ := fieldsInside("", theirForm)
		if ourFields != nil && theirFields != nil {
			p.nested = newObject(inside, ourFields, theirFields, names, alone)
		}
		o.ours[name] = p
		o.theirs[theirName] = append(o.theirs[theirName], p)
	}
	return o
}

// fieldsInside finds the object within lists and maps, and the path that leads to it.
func fieldsInside(path string, form *shape.Type) (shape.Fields, string) {
	for form != nil {
		switch form.Kind {
		case shape.Object:
			return form.Fields, path
		case shape.List:
			path += "[]"
		case shape.Map:
			path += "{}"
		default:
			return nil, ""
		}
		form = form.Elem
	}
	return nil, ""
}

// unexplained lists what the two forms of one resource type or function have in common only by name, or not at all, and what no
// table entry accounts for. Properties that only the provider has are left out: nothing of ours can be lost in them.
func (t *translation) unexplained(ours shape.Resource) []string {
	var found []string
	for _, side := range []struct {
		name   string
		fields shape.Fields
		object *object
	}{{"input", ours.Inputs, t.inputs}, {"output", ours.Outputs, t.outputs}} {
		for _, line := range unmatched("", side.fields, side.object) {
			if _, known := oursAlone[t.token][line.path]; !known {
				found = append(found, fmt.Sprintf("%s: %s %s: %s", t.token, side.name, line.path, line.what))
			}
		}
	}
	return found
}

type mismatch struct{ path, what string }

func unmatched(path string, ours shape.Fields, o *object) []mismatch {
	var found []mismatch
	for _, name := range sortedKeys(ours) {
		at := name
		if path != "" {
			at = path + "." + name
		}
		p, ok := o.ours[name]
		if !ok {
			found = append(found, mismatch{at, "the provider does not have it"})
			continue
		}
		if !convertible(p.ours, p.theirs) {
			found = append(found, mismatch{at, fmt.Sprintf("%s here, %s in the provider", p.ours.Kind, p.theirs.Kind)})
		}
		if p.nested != nil {
			fields, inside := fieldsInside(at, p.ours)
			found = append(found, unmatched(inside, fields, p.nested)...)
		}
	}
	return found
}

// convertible tells whether a value of one form can be carried over as the other: the same form, a list of at most one
// element against that element, or a number or boolean against its text.
func convertible(ours, theirs *shape.Type) bool {
	if ours.Kind == shape.Any || theirs.Kind == shape.Any {
		return true
	}
	if ours.Kind == theirs.Kind {
		return ours.Elem == nil || convertible(ours.Elem, theirs.Elem)
	}
	switch {
	case ours.Kind == shape.List:
		return convertible(ours.Elem, theirs)
	case theirs.Kind == shape.List:
		return convertible(ours, theirs.Elem)
	}
	return isText(ours.Kind, theirs.Kind) || isText(theirs.Kind, ours.Kind)
}

func isText(a, b shape.Kind) bool {
	return a == shape.String && (b == shape.Number || b == shape.Boolean)
}
