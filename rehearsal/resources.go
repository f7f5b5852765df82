package rehearsal

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"

	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/sig"
)

// SecretText stands for a secret value wherever properties are reported.
const SecretText = "[secret]"

// stackType is the type of a stack's root resource.
const stackType = "pulumi:pulumi:Stack"

// Resource is a resource of the stack's state.
type Resource struct {
	// URN, Type and ID identify it; a component has no ID.
	URN, Type, ID string
	// Parent is the parent's URN; empty for the stack.
	Parent string
	// Custom tells a resource with a provider from a component.
	Custom bool
	// Protected says that the engine refuses to delete it.
	Protected bool
	// Provider is the reference of the provider.
	Provider string
	// Inputs and Outputs are the properties, with SecretText for every secret.
	Inputs, Outputs map[string]any
	// Dependencies are the URNs that it depends on, PropertyDependencies those of each input.
	Dependencies         []string
	PropertyDependencies map[string][]string
}

// Export returns the stack's state in the form of `pulumi stack export`, secrets encrypted. It is read from the file backend, where
// it lies in that form but for its envelope: to ask the CLI takes a quarter of a second.
func (s *Session) Export(context.Context) (json.RawMessage, error) {
	content, err := os.ReadFile(s.dir.stack(s.project, s.options.Stack))
	if err != nil {
		return nil, fmt.Errorf("export the state: %w", err)
	}
	var file apitype.VersionedCheckpoint
	checkpoint := struct {
		Latest json.RawMessage `json:"latest"`
	}{Latest: json.RawMessage("null")}
	if err := errors.Join(json.Unmarshal(content, &file), json.Unmarshal(file.Checkpoint, &checkpoint)); err != nil {
		return nil, &CorruptError{Dir: s.dir.root, Err: fmt.Errorf("export the state: %w", err)}
	}
	exported, err := json.Marshal(apitype.UntypedDeployment{Version: file.Version, Features: file.Features, Deployment: checkpoint.Latest})
	if err != nil {
		return nil, fmt.Errorf("export the state: %w", err)
	}
	return exported, nil
}

// Resources returns the resources of the stack's state, in the order of their registration, the stack itself first.
func (s *Session) Resources(ctx context.Context) ([]Resource, error) {
	exported, err := s.Export(ctx)
	if err != nil {
		return nil, err
	}
	return ReadResources(exported)
}

// ReadResources reads the resources of a state as `pulumi stack export` prints it, with SecretText for every secret.
func ReadResources(exported json.RawMessage) ([]Resource, error) {
	var file apitype.UntypedDeployment
	if err := json.Unmarshal(exported, &file); err != nil {
		return nil, fmt.Errorf("read the exported state: %w", err)
	}
	var deployment apitype.DeploymentV3
	if err := json.Unmarshal(file.Deployment, &deployment); err != nil {
		return nil, fmt.Errorf("read the exported state: %w", err)
	}
	result := make([]Resource, 0, len(deployment.Resources))
	for _, r := range deployment.Resources {
		result = append(result, resourceOf(r))
	}
	return result, nil
}

func resourceOf(r apitype.ResourceV3) Resource {
	result := Resource{
		URN: string(r.URN), Type: string(r.Type), ID: string(r.ID), Parent: string(r.Parent), Custom: r.Custom, Protected: r.Protect, Provider: r.Provider,
		Inputs: hideSecrets(r.Inputs), Outputs: hideSecrets(r.Outputs),
	}
	for _, urn := range r.Dependencies {
		result.Dependencies = append(result.Dependencies, string(urn))
	}
	for property, urns := range r.PropertyDependencies {
		if result.PropertyDependencies == nil {
			result.PropertyDependencies = map[string][]string{}
		}
		for _, urn := range urns {
			result.PropertyDependencies[string(property)] = append(result.PropertyDependencies[string(property)], string(urn))
		}
	}
	return result
}

// hideSecrets returns a copy in which SecretText stands for every secret.
func hideSecrets(properties map[string]any) map[string]any {
	result := make(map[string]any, len(properties))
	for key, value := range properties {
		result[key] = hideSecret(value)
	}
	return result
}

func hideSecret(value any) any {
	switch value := value.(type) {
	case map[string]any:
		if value[sig.Key] == sig.Secret {
			return SecretText
		}
		return hideSecrets(value)
	case []any:
		result := make([]any, len(value))
		for i, e := range value {
			result[i] = hideSecret(e)
		}
		return result
	}
	return value
}

// outputsOf returns the outputs of the stack.
func outputsOf(resources []Resource) map[string]any {
	for _, r := range resources {
		if r.Type == stackType {
			return r.Outputs
		}
	}
	return map[string]any{}
}
