package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"

	"sigs.k8s.io/yaml"
)

// checkLanguageHost finds out whether the language host that a program asks for is installed: on the PATH or beside the
// Pulumi CLI, where the engine looks for it. The engine itself would say so only after it has started everything else.
func checkLanguageHost(dir string) error {
	file := filepath.Join(dir, "Pulumi.yaml")
	data, err := os.ReadFile(file)
	if err != nil {
		return fmt.Errorf("read the program's project: %w", err)
	}
	var project struct {
		Runtime json.RawMessage `json:"runtime"`
	}
	if err := yaml.Unmarshal(data, &project); err != nil {
		return fmt.Errorf("%s: is not valid YAML: %w", file, err)
	}
	runtime := runtimeName(project.Runtime)
	if runtime == "" {
		return fmt.Errorf("%s: runtime: is not given; name the language of the program", file)
	}
	host := "pulumi-language-" + runtime
	if _, err := exec.LookPath(host); err == nil {
		return nil
	}
	if cli, err := exec.LookPath(pulumiCommand()); err == nil {
		if _, err := os.Stat(filepath.Join(filepath.Dir(cli), host)); err == nil {
			return nil
		}
	}
	return fmt.Errorf("%s: the language host %s of runtime %q is not installed; install Pulumi with it, or judge what "+
		"`pulumi preview --json --show-sames` prints elsewhere with --plan", file, host, runtime)
}

// pulumiCommand is the Pulumi CLI that a rehearsal uses.
func pulumiCommand() string {
	if path := os.Getenv("CLOUDGAP_PULUMI"); path != "" {
		return path
	}
	return "pulumi"
}

// runtimeName reads both forms of a runtime: its name, and an object with a name and options.
func runtimeName(raw json.RawMessage) string {
	var name string
	if json.Unmarshal(raw, &name) == nil {
		return name
	}
	var object struct {
		Name string `json:"name"`
	}
	if json.Unmarshal(raw, &object) == nil {
		return object.Name
	}
	return ""
}
