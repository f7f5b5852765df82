package isolation

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/property"

	"github.com/cloudgap/cloudgap/internal/jsondoc"
)

// ErrNoResources says that a state was read and is empty.
var ErrNoResources = errors.New("the deployment holds no resources, so there is nothing to judge")

// ReadState reads what `pulumi stack export` writes, or a checkpoint file of the local backend. Secrets that are encrypted
// become unknown values; export with --show-secrets to have them judged. An input that is empty, truncated, of another
// version, or without any resource (ErrNoResources) is an error, because a state that cannot be read must not look isolated.
func ReadState(r io.Reader) ([]Resource, error) {
	var doc struct {
		Version    int             `json:"version"`
		Deployment json.RawMessage `json:"deployment"`
		Checkpoint *struct {
			Latest json.RawMessage `json:"latest"`
		} `json:"checkpoint"`
	}
	if err := jsondoc.Read(r, &doc); err != nil {
		return nil, fmt.Errorf("read state: %w; give what `pulumi stack export` printed", err)
	}
	if doc.Version == 0 {
		return nil, errors.New("read state: it has no version, so it is no exported state; give what `pulumi stack export` printed")
	}
	if doc.Version < oldestState || doc.Version > newestState {
		return nil, fmt.Errorf("read state: version %d is not supported; export with a Pulumi CLI that writes version %d or %d",
			doc.Version, oldestState, newestState)
	}
	body := doc.Deployment
	if doc.Checkpoint != nil {
		body = doc.Checkpoint.Latest
	}
	if len(body) == 0 || string(body) == "null" {
		return nil, errors.New("read state: it holds no deployment; export it with `pulumi stack export`")
	}
	resources, err := readDeployment(body)
	if err != nil {
		return nil, fmt.Errorf("read state: %w", err)
	}
	return resources, nil
}

// readDeployment reads the resources of a deployment, and those that were being created when an update broke off, because
// they may exist.
func readDeployment(body []byte) ([]Resource, error) {
	var deployment struct {
		Resources []stateResource `json:"resources"`
		Pending   []struct {
			Resource stateResource `json:"resource"`
			Type     string        `json:"type"`
		} `json:"pending_operations"`
	}
	if err := jsondoc.Read(bytes.NewReader(body), &deployment); err != nil {
		return nil, fmt.Errorf("deployment: %w", err)
	}
	if len(deployment.Resources) == 0 {
		return nil, ErrNoResources
	}
	var resources []Resource
	for i, s := range deployment.Resources {
		res, err := s.resource()
		if err != nil {
			return nil, fmt.Errorf("resources[%d]: %w", i, err)
		}
		resources = append(resources, res)
	}
	for i, p := range deployment.Pending {
		res, err := p.Resource.resource()
		if err != nil {
			return nil, fmt.Errorf("pending_operations[%d]: %w", i, err)
		}
		if p.Type == "creating" || p.Type == "importing" {
			resources = append(resources, res)
		}
	}
	return resources, nil
}

// The versions of a deployment that have the form of version 3. Version 4 adds a list of features.
const (
	oldestState = 3
	newestState = 4
)

// stateResource is a resource in a state or a plan; only what the model needs.
type stateResource struct {
	URN                  string              `json:"urn"`
	Custom               bool                `json:"custom"`
	External             bool                `json:"external"`
	ID                   string              `json:"id"`
	Type                 string              `json:"type"`
	Inputs               map[string]any      `json:"inputs"`
	Outputs              map[string]any      `json:"outputs"`
	Parent               string              `json:"parent"`
	Dependencies         []string            `json:"dependencies"`
	Provider             string              `json:"provider"`
	PropertyDependencies map[string][]string `json:"propertyDependencies"`
	SourcePosition       string              `json:"sourcePosition"`
	Aliases              []string            `json:"aliases"`
	Protect              bool                `json:"protect"`
}

func (s stateResource) resource() (Resource, error) {
	if urnType(s.URN) == "" {
		return Resource{}, fmt.Errorf("%q is no URN", s.URN)
	}
	if s.Type == "" {
		s.Type = urnType(s.URN)
	}
	outputs := propertyMap(s.Outputs)
	if unknownMarks[s.ID] {
		s.ID = ""
	}
	if s.ID != "" && outputs.Get("id").IsNull() {
		outputs = outputs.Set("id", property.New(s.ID))
	}
	return Resource{
		URN: s.URN, Type: s.Type, Name: urnName(s.URN), Parent: s.Parent, Provider: s.Provider,
		Inputs: propertyMap(s.Inputs), Outputs: outputs, Dependencies: s.Dependencies,
		PropertyDependencies: s.PropertyDependencies, Position: parsePosition(s.SourcePosition),
		Custom: s.Custom, External: s.External, Aliases: s.Aliases, Protect: s.Protect,
	}, nil
}

// parsePosition reads the engine's form of a source position, "project:///file#line,column" or the same with a file URL.
func parsePosition(text string) Position {
	file, place, _ := strings.Cut(text, "#")
	if file == "" {
		return Position{}
	}
	if _, path, ok := strings.Cut(file, ":///"); ok {
		file = path
	}
	number, _, _ := strings.Cut(place, ",")
	line, err := strconv.Atoi(number)
	if err != nil {
		line = 0
	}
	return Position{File: file, Line: line}
}
