package shape

import (
	"encoding/json"
	"fmt"
	"strings"
)

// bridgeSchema is the part of a Pulumi package schema that tells forms.
type bridgeSchema struct {
	Resources map[string]struct {
		Properties      map[string]bridgeType `json:"properties"`
		InputProperties map[string]bridgeType `json:"inputProperties"`
	} `json:"resources"`
	Functions map[string]struct {
		Inputs  bridgeObject `json:"inputs"`
		Outputs bridgeObject `json:"outputs"`
	} `json:"functions"`
	Types map[string]bridgeObject `json:"types"`
}

type bridgeObject struct {
	Properties map[string]bridgeType `json:"properties"`
}

type bridgeType struct {
	Type                 string      `json:"type"`
	Ref                  string      `json:"$ref"`
	Items                *bridgeType `json:"items"`
	AdditionalProperties *bridgeType `json:"additionalProperties"`
}

// Bridge is the schema that pulumi-terraform-bridge derived from a provider binary.
type Bridge struct {
	schema bridgeSchema
}

// ParseBridge reads a Pulumi package schema as the bridge's GetSchema answers it.
func ParseBridge(text []byte) (*Bridge, error) {
	var b Bridge
	if err := json.Unmarshal(text, &b.schema); err != nil {
		return nil, fmt.Errorf("read the bridge's schema: %w", err)
	}
	return &b, nil
}

// Resource returns the form of a resource type by the bridge's own token, such as "aws:index/vpc:Vpc"; ok is false for a
// token that the provider does not have.
func (b *Bridge) Resource(token string) (form Resource, ok bool, err error) {
	r, ok := b.schema.Resources[token]
	if !ok {
		return Resource{}, false, nil
	}
	if form.Inputs, err = b.fields(r.InputProperties, 0); err != nil {
		return Resource{}, true, fmt.Errorf("inputs of %s: %w", token, err)
	}
	if form.Outputs, err = b.fields(r.Properties, 0); err != nil {
		return Resource{}, true, fmt.Errorf("outputs of %s: %w", token, err)
	}
	return form, true, nil
}

// Function returns the form of a data source by the bridge's own token, such as "aws:index/getVpc:getVpc".
func (b *Bridge) Function(token string) (form Resource, ok bool, err error) {
	f, ok := b.schema.Functions[token]
	if !ok {
		return Resource{}, false, nil
	}
	if form.Inputs, err = b.fields(f.Inputs.Properties, 0); err != nil {
		return Resource{}, true, fmt.Errorf("inputs of %s: %w", token, err)
	}
	if form.Outputs, err = b.fields(f.Outputs.Properties, 0); err != nil {
		return Resource{}, true, fmt.Errorf("outputs of %s: %w", token, err)
	}
	return form, true, nil
}

// deepest is beyond any nesting in the AWS provider; it ends a schema that refers to itself.
const deepest = 20

func (b *Bridge) fields(properties map[string]bridgeType, depth int) (Fields, error) {
	if depth > deepest {
		return nil, fmt.Errorf("nested deeper than %d levels", deepest)
	}
	fields := Fields{}
	for name, property := range properties {
		t, err := b.typeOf(property, depth)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		fields[name] = t
	}
	return fields, nil
}

func (b *Bridge) typeOf(t bridgeType, depth int) (*Type, error) {
	if t.Ref != "" {
		return b.reference(t.Ref, depth)
	}
	switch t.Type {
	case "string":
		return &Type{Kind: String}, nil
	case "number", "integer":
		return &Type{Kind: Number}, nil
	case "boolean":
		return &Type{Kind: Boolean}, nil
	case "array":
		return b.element(List, t.Items, depth)
	case "object":
		return b.element(Map, t.AdditionalProperties, depth)
	default:
		return nil, fmt.Errorf("type %q is not known", t.Type)
	}
}

func (b *Bridge) element(kind Kind, elem *bridgeType, depth int) (*Type, error) {
	if elem == nil {
		return nil, fmt.Errorf("%s without an element type", kind)
	}
	t, err := b.typeOf(*elem, depth)
	if err != nil {
		return nil, err
	}
	return &Type{Kind: kind, Elem: t}, nil
}

func (b *Bridge) reference(ref string, depth int) (*Type, error) {
	if ref == "pulumi.json#/Any" {
		return &Type{Kind: Any}, nil
	}
	object, ok := b.schema.Types[strings.TrimPrefix(ref, "#/types/")]
	if !ok {
		return nil, fmt.Errorf("reference %q leads nowhere", ref)
	}
	fields, err := b.fields(object.Properties, depth+1)
	if err != nil {
		return nil, err
	}
	return &Type{Kind: Object, Fields: fields}, nil
}
