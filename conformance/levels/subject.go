package levels

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"sigs.k8s.io/yaml"

	"github.com/cloudgap/cloudgap/conformance/programs"
	"github.com/cloudgap/cloudgap/rehearsal"
	"github.com/cloudgap/cloudgap/stacks"
)

// Subject is a program that the levels run.
type Subject struct {
	// Name tells it in results, Stack is the name of its stack.
	Name, Stack string
	// write puts Pulumi.yaml and the stack's settings into a folder, in one of the forms.
	write func(dir string, as form) error
	// program is what runs; a stack of the repository reads the change from its settings. Nil runs the program of projectDir
	// with its language host, at the plan level only.
	program    func(as form) pulumi.RunFunc
	projectDir string
	// updates is how many resources the change updates in place.
	updates int
	// tag and value are on every VPC of a subject with a program, by which the account's reading finds them.
	tag, value string
}

// form is how a subject is run.
type form string

const (
	// committed is a stack as it stands in the repository, for planning.
	committed form = "committed"
	// deletable lifts the protection that would keep a test from deleting what it made.
	deletable form = "deletable"
	// changed is deletable with the update's change.
	changed form = "changed"
)

// Subjects lists everything that the levels run: the repository's stacks, its examples, then the small programs.
func Subjects(root string, only []string) ([]Subject, error) {
	var all []Subject
	for _, stack := range []string{"dev", "prod"} {
		all = append(all, stackSubject(root, stack))
	}
	examples, err := exampleSubjects(root)
	if err != nil {
		return nil, err
	}
	all = append(all, examples...)
	for _, program := range programs.All() {
		all = append(all, programSubject(program))
	}
	if len(only) == 0 {
		return all, nil
	}
	var chosen []Subject
	for _, name := range only {
		i := slices.IndexFunc(all, func(s Subject) bool { return s.Name == name })
		if i < 0 {
			return nil, fmt.Errorf("there is no subject %q; the subjects are %v", name, slices.Collect(namesOf(all)))
		}
		chosen = append(chosen, all[i])
	}
	return chosen, nil
}

func namesOf(subjects []Subject) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for _, s := range subjects {
			if !yield(s.Name) {
				return
			}
		}
	}
}

// exampleSubjects are the programs under examples, each in a process of its own as with a user.
func exampleSubjects(root string) ([]Subject, error) {
	projects, err := filepath.Glob(filepath.Join(root, "examples", "*", "Pulumi.yaml"))
	if err != nil || len(projects) == 0 {
		return nil, fmt.Errorf("no example found under %s: %w", root, orNothing(err))
	}
	var examples []Subject
	for _, project := range projects {
		dir := filepath.Dir(project)
		examples = append(examples, Subject{Name: filepath.Base(dir), Stack: "dev", projectDir: dir})
	}
	return examples, nil
}

// stackSubject is a stack of the repository. Its change keeps the flow logs for another time: one update of one log group.
func stackSubject(root, stack string) Subject {
	return Subject{
		Name: stack, Stack: stack, updates: 1, tag: "environment", value: stack,
		program: func(form) pulumi.RunFunc { return stacks.Deploy },
		write: func(dir string, as form) error {
			for _, file := range []string{"Pulumi.yaml", rehearsal.PolicyConfigFile} {
				text, err := os.ReadFile(filepath.Join(root, file))
				if err != nil {
					return err
				}
				if err := os.WriteFile(filepath.Join(dir, file), text, 0o600); err != nil {
					return err
				}
			}
			name := "Pulumi." + stack + ".yaml"
			text, err := os.ReadFile(filepath.Join(root, name))
			if err != nil {
				return err
			}
			settings := map[string]any{}
			if err := yaml.Unmarshal(text, &settings); err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
			if err := adapt(settings, as); err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
			return writeYAML(filepath.Join(dir, name), settings)
		},
	}
}

// adapt gives the settings a form: without any protection from deletion, and with flow logs that are kept for another time.
func adapt(settings map[string]any, as form) error {
	if as == committed {
		return nil
	}
	config, _ := settings["config"].(map[string]any)
	spec, _ := config[stacks.SpecKey].(map[string]any)
	network, ok := spec["network"].(map[string]any)
	if !ok {
		return fmt.Errorf("%s.network is missing", stacks.SpecKey)
	}
	unprotect(spec)
	if as == changed {
		network["flowLogRetentionDays"] = 731
	}
	return nil
}

// protections are the settings that keep a part of a stack from being deleted.
var protections = []string{"mutationProtection", "protect"}

// unprotect takes the protection off every part of a spec.
func unprotect(part any) {
	switch part := part.(type) {
	case map[string]any:
		for key, value := range part {
			if slices.Contains(protections, key) {
				part[key] = false
			}
			unprotect(value)
		}
	case []any:
		for _, element := range part {
			unprotect(element)
		}
	}
}

func programSubject(program programs.Program) Subject {
	tag, value := programs.Tag()
	return Subject{
		Name: program.Name, Stack: program.Name, updates: program.Updates, tag: tag, value: value,
		program: func(as form) pulumi.RunFunc {
			return func(ctx *pulumi.Context) error { return program.Run(ctx, as == changed) }
		},
		write: func(dir string, _ form) error {
			if err := writeYAML(filepath.Join(dir, "Pulumi.yaml"), map[string]any{"name": "conformance", "runtime": "go"}); err != nil {
				return err
			}
			return writeYAML(filepath.Join(dir, "Pulumi."+program.Name+".yaml"), map[string]any{"config": map[string]any{stacks.RegionKey: region}})
		},
	}
}

// region is where every subject runs; the stacks of the repository name the same.
const region = "eu-central-1"

func writeYAML(path string, content map[string]any) error {
	text, err := yaml.Marshal(maps.Clone(content))
	if err != nil {
		return err
	}
	return os.WriteFile(path, text, 0o600)
}
