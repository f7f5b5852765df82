// Package casefile reads the cases of the policy rules: small stacks in the notation of Pulumi YAML, with the verdict that
// is expected of them.
//
// A reference such as ${vpc.id} is known once the stack is deployed and unknown in a preview, so that one case stands for
// all shapes in which the engine may show the same stack. ${unknown} is not known in any shape and depends on nothing.
package casefile

import (
	"fmt"
	"os"

	"sigs.k8s.io/yaml"
)

// File holds the cases of one rule.
type File struct {
	// Good cases must pass in every shape.
	Good []Case `json:"good"`
	// Bad cases must violate in every shape.
	Bad []Case `json:"bad"`
	// Unknown cases have a deciding value that nobody can know; they violate, unless Passes says otherwise.
	Unknown []Case `json:"unknown"`
	// Omitted cases leave the deciding property out; they pass or violate as the default of the service demands.
	Omitted []Case `json:"omitted"`
}

// Case is one stack with the verdict of the rule on it.
type Case struct {
	// Name says what is special about the case.
	Name string `json:"name"`
	// Offender is the logical name of the resource that the violation must be reported on; empty accepts any.
	Offender string `json:"offender,omitempty"`
	// Passes turns the expectation of an unknown or omitted case into a pass.
	Passes bool `json:"passes,omitempty"`
	// NeedsInputs says that the case differs from a harmless one only in what the author wrote, because the provider
	// answers the same property for every resource: without inputs it is not judged.
	NeedsInputs bool `json:"needsInputs,omitempty"`
	// Config is the configuration of the pack, by rule and key.
	Config map[string]map[string]any `json:"config,omitempty"`
	// Resources are the resources by logical name.
	Resources map[string]Resource `json:"resources"`
}

// Resource is a resource in the notation of Pulumi YAML.
type Resource struct {
	Type       string         `json:"type"`
	Properties map[string]any `json:"properties,omitempty"`
	Options    Options        `json:"options,omitzero"`
}

// Options are the resource options that matter to a rule.
type Options struct {
	// Parent is the logical name of the parent.
	Parent string `json:"parent,omitempty"`
	// Provider is the logical name of the provider resource.
	Provider string `json:"provider,omitempty"`
	// IgnoreChanges are the property paths whose changes the engine does not apply.
	IgnoreChanges []string `json:"ignoreChanges,omitempty"`
	// Protect makes the engine refuse to delete or replace the resource.
	Protect bool `json:"protect,omitempty"`
	// Aliases are the URNs that the resource had before.
	Aliases []string `json:"aliases,omitempty"`
}

// Read reads the cases of a file; a key that it does not know is an error.
func Read(path string) (File, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return File{}, fmt.Errorf("read cases: %w", err)
	}
	var f File
	if err := yaml.UnmarshalStrict(content, &f); err != nil {
		return File{}, fmt.Errorf("parse cases %s: %w", path, err)
	}
	return f, nil
}
