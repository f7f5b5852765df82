package rehearsal

import (
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"sigs.k8s.io/yaml"
)

// StandIn is what a program gets for an encrypted configuration value, since a rehearsal never sees the key. Give the value that a
// program needs with Options.Config.
const StandIn = "rehearsal-stand-in"

// settings are the copies of Pulumi.yaml and Pulumi.<stack>.yaml that the engine works with.
type settings struct {
	project string
	// notices tell what of the originals is not in the copies.
	notices []string
}

// copySettings writes the copies into the work folder.
func copySettings(o Options, work string) (settings, error) {
	var s settings
	project, err := readYAML(filepath.Join(o.ProjectDir, "Pulumi.yaml"))
	if errors.Is(err, fs.ErrNotExist) {
		return s, fmt.Errorf("there is no Pulumi.yaml in %s; name the directory of the project, or add the file with a name and a runtime", o.ProjectDir)
	}
	if err != nil {
		return s, err
	}
	s.project, _ = project["name"].(string)
	if s.project == "" {
		return s, fmt.Errorf("%s: the project has no name; add one, such as `name: cloudgap`", filepath.Join(o.ProjectDir, "Pulumi.yaml"))
	}
	configDir, _ := project["stackConfigDir"].(string)
	original := filepath.Join(o.ProjectDir, configDir, "Pulumi."+o.Stack+".yaml")
	stack, err := readYAML(original)
	if errors.Is(err, fs.ErrNotExist) {
		return s, fmt.Errorf("there is no stack %q: %s does not exist; the stacks are %s", o.Stack, original, strings.Join(stacksIn(filepath.Dir(original)), ", "))
	}
	if err != nil {
		return s, err
	}
	if err := adaptProject(project, o); err != nil {
		return s, err
	}
	s.notices = adaptStack(stack, o.Config)
	if err := writeYAML(filepath.Join(work, "Pulumi.yaml"), project); err != nil {
		return s, err
	}
	return s, writeYAML(filepath.Join(work, "Pulumi."+o.Stack+".yaml"), stack)
}

// adaptProject makes the copied project independent of the user's backend and of where it lies.
func adaptProject(project map[string]any, o Options) error {
	delete(project, "backend")
	delete(project, "stackConfigDir")
	if o.Program != nil {
		for _, key := range []string{"main", "plugins", "packages", "options"} {
			delete(project, key)
		}
		project["runtime"] = "go"
		return nil
	}
	main, _ := project["main"].(string)
	if !filepath.IsAbs(main) {
		main = filepath.Join(o.ProjectDir, main)
	}
	project["main"] = main
	runtime, ok := project["runtime"].(map[string]any)
	if !ok {
		return nil
	}
	options, ok := runtime["options"].(map[string]any)
	if !ok {
		return nil
	}
	for _, key := range pathOptions {
		if path, ok := options[key].(string); ok && path != "" && !filepath.IsAbs(path) {
			options[key] = filepath.Join(o.ProjectDir, path)
		}
	}
	return nil
}

// pathOptions are the options of language runtimes that are paths within the project.
var pathOptions = []string{"virtualenv", "binary", "buildTarget", "tsconfig"}

// adaptStack replaces what only the owner of the stack can decrypt, and lays the given configuration over it.
func adaptStack(stack map[string]any, config map[string]string) (notices []string) {
	delete(stack, "encryptionsalt")
	stack["secretsprovider"], stack["encryptedkey"] = keyServiceURL, base64.StdEncoding.EncodeToString([]byte(wrappedKey))
	if _, ok := stack["environment"]; ok {
		delete(stack, "environment")
		notices = append(notices, "the stack's Pulumi ESC environments are not opened; the values from them are missing")
	}
	values, _ := stack["config"].(map[string]any)
	if values == nil {
		values = map[string]any{}
	}
	for _, key := range slices.Sorted(maps.Keys(values)) {
		replaced, secret := withoutSecrets(values[key])
		values[key] = replaced
		if _, given := config[key]; secret && !given {
			notices = append(notices, fmt.Sprintf("configuration %s is encrypted; the program gets %q instead", key, StandIn))
		}
	}
	for key, value := range config {
		values[key] = value
	}
	stack["config"] = values
	return notices
}

// withoutSecrets replaces every encrypted value within a configuration value.
func withoutSecrets(value any) (replaced any, secret bool) {
	switch value := value.(type) {
	case map[string]any:
		if _, ok := value["secure"].(string); ok && len(value) == 1 {
			return StandIn, true
		}
		for key, inner := range value {
			other, found := withoutSecrets(inner)
			value[key], secret = other, secret || found
		}
	case []any:
		for i, inner := range value {
			other, found := withoutSecrets(inner)
			value[i], secret = other, secret || found
		}
	}
	return value, secret
}

func stacksIn(dir string) []string {
	files, err := filepath.Glob(filepath.Join(dir, "Pulumi.*.yaml"))
	if err != nil || len(files) == 0 {
		return []string{"none"}
	}
	var names []string
	for _, file := range files {
		names = append(names, strings.TrimSuffix(strings.TrimPrefix(filepath.Base(file), "Pulumi."), ".yaml"))
	}
	return names
}

func readYAML(path string) (map[string]any, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read the settings: %w", err)
	}
	result := map[string]any{}
	if err := yaml.Unmarshal(content, &result); err != nil {
		return nil, fmt.Errorf("%s is not valid YAML: %w", path, err)
	}
	if result == nil {
		result = map[string]any{}
	}
	return result, nil
}

func writeYAML(path string, content map[string]any) error {
	encoded, err := yaml.Marshal(content)
	if err != nil {
		return fmt.Errorf("encode %s: %w", path, err)
	}
	if err := os.WriteFile(path, encoded, 0o600); err != nil {
		return fmt.Errorf("copy the settings: %w", err)
	}
	return nil
}
