package stacks

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/santhosh-tekuri/jsonschema/v6/kind"
	"golang.org/x/text/language"
	"golang.org/x/text/message"

	"github.com/cloudgap/cloudgap/internal/problems"
)

// schemaJSON describes a whole Pulumi.<stack>.yaml, for editors; the spec is its definition "Spec". It is generated from
// the Go types by the package's test with -update.
//
//go:embed stack.schema.json
var schemaJSON []byte

const (
	schemaURL = "https://github.com/cloudgap/cloudgap/stacks/stack.schema.json"
	specURL   = schemaURL + "#/$defs/Spec"
)

var specSchema = sync.OnceValues(func() (*jsonschema.Schema, error) {
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(schemaJSON))
	if err != nil {
		return nil, fmt.Errorf("read the schema of the spec: %w", err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource(schemaURL, document); err != nil {
		return nil, fmt.Errorf("add the schema of the spec: %w", err)
	}
	return compiler.Compile(specURL)
})

// checkSchema reports everything in which a decoded document differs from the schema of the spec.
func checkSchema(document any) (problems.List, error) {
	var found problems.List
	schema, err := specSchema()
	if err != nil {
		return found, err
	}
	err = schema.Validate(document)
	if err == nil {
		return found, nil
	}
	invalid, ok := err.(*jsonschema.ValidationError)
	if !ok {
		return found, fmt.Errorf("validate the spec: %w", err)
	}
	collect(&found, document, invalid)
	return found, nil
}

// collect turns the leaves of a validation error into problems, in the order of their paths.
func collect(found *problems.List, document any, err *jsonschema.ValidationError) {
	leaves := leavesOf(err)
	slices.SortStableFunc(leaves, func(a, b *jsonschema.ValidationError) int {
		return strings.Compare(pathOf(a.InstanceLocation), pathOf(b.InstanceLocation))
	})
	for _, leaf := range leaves {
		got := valueAt(document, leaf.InstanceLocation)
		path := pathOf(leaf.InstanceLocation)
		switch k := leaf.ErrorKind.(type) {
		case *kind.AdditionalProperties:
			slices.Sort(k.Properties)
			for _, key := range k.Properties {
				found.Add(join(path, key), "is not a known key", valueAt(got, []string{key}), "remove it, or correct its name against stacks/stack.schema.json")
			}
		case *kind.Required:
			slices.Sort(k.Missing)
			for _, key := range k.Missing {
				found.Add(join(path, key), "is required", problems.Missing, "set it")
			}
		case *kind.Type:
			found.Add(path, "has the wrong type", got, "give "+strings.Join(k.Want, " or ")+quotes(got, k.Want))
		case *kind.Enum:
			found.Add(path, "is not one of the choices", got, fmt.Sprintf("give one of %v", k.Want))
		case *kind.Pattern:
			found.Add(path, "has the wrong form", got, "match "+k.Want)
		default:
			text := leaf.ErrorKind.LocalizedString(message.NewPrinter(language.English))
			found.Add(path, "is out of bounds ("+text+")", got, "stay within the bounds of stacks/stack.schema.json")
		}
	}
}

// quotes reminds of what YAML takes for a number or a truth value, such as the version 1.34.
func quotes(got any, want []string) string {
	switch got.(type) {
	case json.Number, bool:
		if slices.Contains(want, "string") {
			return ", in quotes"
		}
	}
	return ""
}

func leavesOf(err *jsonschema.ValidationError) []*jsonschema.ValidationError {
	if len(err.Causes) == 0 {
		return []*jsonschema.ValidationError{err}
	}
	var leaves []*jsonschema.ValidationError
	for _, cause := range err.Causes {
		leaves = append(leaves, leavesOf(cause)...)
	}
	return leaves
}

func pathOf(location []string) string {
	path := ""
	for _, key := range location {
		path = join(path, key)
	}
	return path
}

// join appends a key or an index to a path, as a reader of the YAML file would write it.
func join(path, key string) string {
	switch {
	case isIndex(key):
		return path + "[" + key + "]"
	case path == "":
		return key
	default:
		return path + "." + key
	}
}

func isIndex(key string) bool {
	return key != "" && strings.Trim(key, "0123456789") == ""
}

// valueAt finds the value at a location in a decoded JSON document, or problems.Missing.
func valueAt(document any, location []string) any {
	value := document
	for _, key := range location {
		switch v := value.(type) {
		case map[string]any:
			value = v[key]
		case []any:
			var i int
			if _, err := fmt.Sscan(key, &i); err != nil || i >= len(v) {
				return problems.Missing
			}
			value = v[i]
		default:
			return problems.Missing
		}
	}
	return value
}
