package rehearsal

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/cloudgap/cloudgap/internal/problems"
	"github.com/cloudgap/cloudgap/rehearsal/cloud"
	"github.com/cloudgap/cloudgap/rehearsal/provider"
)

// Options say what to rehearse and how.
type Options struct {
	// ProjectDir holds Pulumi.yaml and Pulumi.<stack>.yaml. Both are copied, never written.
	ProjectDir string
	// Stack is the stack's name, without organisation or project.
	Stack string
	// Program is the program to run, in this process. Nil runs the program of ProjectDir with its language host, which must be
	// installed.
	Program pulumi.RunFunc
	// StateDir is where everything that the rehearsal keeps goes. Default: .rehearsal/<stack> within ProjectDir.
	StateDir string
	// PulumiCLI is the path of the Pulumi command. Default: the environment variable CLOUDGAP_PULUMI, then pulumi in the folder of
	// this program, then pulumi on the PATH.
	// It must be 3.255 or newer.
	PulumiCLI string
	// Packages are the simulated packages. The packages aws, cloudflare, eks and kubernetes are attached in any case: those not
	// given refuse every type by name.
	Packages []cloud.Package
	// Attach puts provider servers that run already in the place of simulated packages: from the package's name to the port on the
	// loopback interface. The simulated cloud knows nothing of their resources. Default: none.
	Attach map[string]int
	// Components are the remote components that can be constructed, by type token.
	Components map[string]provider.Component
	// PolicyPacks are applied in the preview and the first up.
	PolicyPacks []PolicyPack
	// Faults make calls to the simulated cloud fail. Default: none.
	Faults *cloud.Faults
	// PreviewShape says how computed outputs look in a preview. Default: as unknown values.
	PreviewShape cloud.PreviewShape
	// Progress is told what happens while it happens, one event after the other. Default: nobody is.
	Progress func(Event)
	// Config overrides or adds configuration values, by full key ("aws:region").
	Config map[string]string
	// Fresh forgets what an earlier rehearsal left in StateDir.
	Fresh bool
	// Destroy ends Run by destroying the stack; afterwards the simulated cloud must be empty.
	Destroy bool
	// Parallel is the number of resources that the engine works on at a time. Default: the engine's own.
	Parallel int
	// Checkpoints makes the engine write its state after every change, as it does for a real account, so that an engine that is
	// killed by force forgets at most what it was doing. With hundreds of resources most of the time goes into that. Default: the
	// state is written once, when an operation ends, fails or is interrupted.
	Checkpoints bool

	// cancelled is called when the engine asks the providers to end the calls under way; tests wait for it.
	cancelled func()
	// free tells how many bytes are left on the disk that holds a directory; tests fill it up.
	free func(dir string) (uint64, error)
}

// PolicyPack is a policy pack to apply.
type PolicyPack struct {
	// Path is an executable file, or a directory with a PulumiPolicy.yaml.
	Path string
	// Env is added to the environment of the engine and thus of the pack.
	Env map[string]string
	// Name and Version are asserted when given: a run without this very pack fails.
	Name, Version string
	// ConfigFile is a JSON file with the pack's configuration. Default: PolicyConfigFile in ProjectDir, where there is one.
	ConfigFile string
}

// PolicyConfigFile is the file of a project that configures the policy packs: what a team declares about its network.
const PolicyConfigFile = "policy-config.json"

// Event tells about progress.
type Event struct {
	// Kind says what happened.
	Kind EventKind
	// Step is the step during which it happened.
	Step Step
	// Operation is the engine's operation on the resource: "create", "update", "same", "delete", "replace", ...
	Operation string
	// URN and Type are the resource's, for events about one.
	URN, Type string
	// Message is a diagnostic's or violation's text, without colour codes.
	Message string
	// Severity is a diagnostic's severity: "info", "info#err", "warning" or "error".
	Severity string
	// Elapsed is how long a finished step took.
	Elapsed time.Duration
	// Err is why a finished step failed, or nil.
	Err error
}

// EventKind says what an Event is about.
type EventKind string

// The kinds of events.
const (
	StepStarted      EventKind = "step started"
	StepFinished     EventKind = "step finished"
	ResourceStarted  EventKind = "resource started"
	ResourceFinished EventKind = "resource finished"
	ResourceFailed   EventKind = "resource failed"
	Diagnostic       EventKind = "diagnostic"
	Violated         EventKind = "violated"
)

// Step is one step of a rehearsal.
type Step string

// The steps of Run, in their order.
const (
	StepPrepare Step = "prepare"
	StepPreview Step = "preview"
	StepUp      Step = "up"
	StepUpAgain Step = "up again"
	StepRefresh Step = "refresh"
	StepDestroy Step = "destroy"
)

var stackName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_.-]{0,99}$`)

// resolve fills in defaults, makes paths absolute, and reports everything that is wrong at once.
func (o Options) resolve() (Options, error) {
	var wrong problems.List
	if !stackName.MatchString(o.Stack) {
		wrong.Add("Stack", "is not a stack name", o.Stack, "give a name of letters, digits, '-', '_' and '.', such as dev")
	}
	if o.ProjectDir == "" {
		o.ProjectDir = "."
	}
	if o.free == nil {
		o.free = freeSpace
	}
	if o.StateDir == "" {
		o.StateDir = filepath.Join(o.ProjectDir, stateFolder, o.Stack)
	}
	for _, path := range []*string{&o.ProjectDir, &o.StateDir} {
		absolute, err := filepath.Abs(*path)
		if err != nil {
			return o, fmt.Errorf("make %q absolute: %w", *path, err)
		}
		*path = absolute
	}
	o.PolicyPacks = append([]PolicyPack(nil), o.PolicyPacks...)
	for i := range o.PolicyPacks {
		pack := &o.PolicyPacks[i]
		absolute, err := filepath.Abs(pack.Path)
		if err != nil {
			return o, fmt.Errorf("make %q absolute: %w", pack.Path, err)
		}
		if _, err := os.Stat(absolute); pack.Path == "" || err != nil {
			wrong.Add(fmt.Sprintf("PolicyPacks[%d].Path", i), "there is no such file or directory", pack.Path, "build the pack, or correct the path")
		}
		pack.Path = absolute
		if own := filepath.Join(o.ProjectDir, PolicyConfigFile); pack.ConfigFile == "" && isFile(own) {
			pack.ConfigFile = own
		}
		if pack.ConfigFile != "" {
			if pack.ConfigFile, err = filepath.Abs(pack.ConfigFile); err != nil {
				return o, fmt.Errorf("make %q absolute: %w", pack.ConfigFile, err)
			}
		}
	}
	return o, wrong.Err("rehearsal: invalid Options")
}

func isFile(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}

// attached are the packages that are simulated even when nothing is known of them, so that a resource of one is refused by name
// instead of by a failing plugin download. The versions are those of the SDKs that the components use; the engine compares.
var attached = []cloud.Package{
	{Name: "aws"}, {Name: "cloudflare", Version: "5.49.1"}, {Name: "eks", Version: "3.9.1"}, {Name: "kubernetes", Version: "4.24.0"},
}

// packages adds an empty package for each one that must be attached.
func (o Options) packages() []cloud.Package {
	result := append([]cloud.Package(nil), o.Packages...)
	given := map[string]bool{}
	for _, p := range result {
		given[p.Name] = true
	}
	for _, p := range attached {
		if !given[p.Name] {
			result = append(result, p)
		}
	}
	return slices.DeleteFunc(result, func(p cloud.Package) bool { _, elsewhere := o.Attach[p.Name]; return elsewhere })
}
