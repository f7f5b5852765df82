package stacks

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"sigs.k8s.io/yaml"

	"github.com/cloudgap/cloudgap/internal/problems"
)

// Configuration keys of a stack.
const (
	// RegionKey is the AWS provider's own setting; the components take the region from there.
	RegionKey = "aws:region"
	// SpecKey holds the Spec.
	SpecKey = "cloudgap:spec"
)

// Environment is a validated spec with the region that it is deployed to.
type Environment struct {
	Spec
	// Region is the AWS region.
	Region string
}

// Load reads and validates the environment of the running stack. The error lists every problem.
func Load(ctx *pulumi.Context) (*Environment, error) {
	region := config.Get(ctx, RegionKey)
	raw := config.Get(ctx, SpecKey)
	return parse("Pulumi."+ctx.Stack()+".yaml", region, []byte(raw), problems.List{})
}

// LoadFile reads and validates the environment of a stack file without an engine, so that a mistake shows before anything
// starts. An encrypted spec cannot be read this way.
func LoadFile(path string) (*Environment, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read the stack's configuration: %w", err)
	}
	var file struct {
		Config map[string]json.RawMessage `json:"config"`
	}
	var wrongType *json.UnmarshalTypeError
	if err := yaml.Unmarshal(data, &file); errors.As(err, &wrongType) {
		return nil, fmt.Errorf("%s: %s: has the wrong type, got %s; write keys and values", filepath.Base(path), cmp.Or(wrongType.Field, "the whole file"), wrongType.Value)
	} else if err != nil {
		return nil, fmt.Errorf("%s: is not valid YAML: %s; correct the line", filepath.Base(path), strings.TrimPrefix(err.Error(), "error converting YAML to JSON: yaml: "))
	}
	var region string
	if raw, ok := file.Config[RegionKey]; ok {
		if err := json.Unmarshal(raw, &region); err != nil {
			return nil, fmt.Errorf("%s: %s: has the wrong type, got %s; give the name of a region", filepath.Base(path), RegionKey, raw)
		}
	}
	return parse(filepath.Base(path), region, file.Config[SpecKey], unknownKeys(file.Config))
}

// keys are the settings of ours in a stack file.
var keys = []string{SpecKey, LogpushTokensKey, Rke2SeedKey}

// unknownKeys finds settings of ours that nothing reads. Only the file shows them: the engine gives a program what it asks for. Values are
// not shown, since one may be a secret.
func unknownKeys(config map[string]json.RawMessage) (found problems.List) {
	for _, key := range slices.Sorted(maps.Keys(config)) {
		if name, ours := strings.CutPrefix(key, "cloudgap:"); ours && !slices.Contains(keys, key) {
			found.Add(key, "is not a known key", name, "remove it, or name it one of "+strings.Join(keys, ", "))
		}
	}
	return found
}

// Stacks lists the names of the stacks that have a configuration file in dir, sorted.
func Stacks(dir string) ([]string, error) {
	files, err := filepath.Glob(filepath.Join(dir, "Pulumi.*.yaml"))
	if err != nil {
		return nil, fmt.Errorf("list the stacks: %w", err)
	}
	var names []string
	for _, file := range files {
		name := strings.TrimSuffix(strings.TrimPrefix(filepath.Base(file), "Pulumi."), ".yaml")
		if name != "" {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names, nil
}

// parse reads a spec. all are the problems found so far.
func parse(file, region string, raw []byte, all problems.List) (*Environment, error) {
	if region == "" {
		all.Add(RegionKey, "is required", problems.Missing, "set it to an AWS region such as eu-central-1")
	}
	environment := &Environment{Region: region}
	if len(bytes.TrimSpace(raw)) == 0 {
		all.Add(SpecKey, "is required", problems.Missing, "describe the environment there; Pulumi.dev.yaml is an example")
		return nil, all.Err(file + " is invalid")
	}
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(raw))
	if err != nil {
		return nil, fmt.Errorf("%s: %s: is not valid JSON: %w; correct it", file, SpecKey, err)
	}
	found, err := checkSchema(document)
	if err != nil {
		return nil, err
	}
	all.Merge(SpecKey, found)
	if all.Empty() {
		if err := json.Unmarshal(raw, &environment.Spec); err != nil {
			return nil, fmt.Errorf("%s: decode %s: %w", file, SpecKey, err)
		}
	}
	if err := all.Err(file + " is invalid"); err != nil {
		return nil, err
	}
	if err := environment.validate(); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return environment, nil
}
