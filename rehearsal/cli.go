package rehearsal

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/blang/semver"
)

// cliVariable is the environment variable that names the Pulumi command.
const cliVariable = "CLOUDGAP_PULUMI"

// minimumCLI is the first version that takes an executable file as a policy pack.
var minimumCLI = semver.MustParse("3.255.0")

// interruptGrace is how long an interrupted engine may take to finish the calls under way.
const interruptGrace = 30 * time.Second

// command runs the Pulumi CLI for the Automation API, in the place of its own runner: with an environment that holds nothing of
// the user's Pulumi and cloud settings, and interrupted once when the context ends.
type command struct {
	path    string
	version semver.Version
	env     []string
	lock    *os.File
	// dir holds what the engine writes, and free tells how much space is left there.
	dir  string
	free func(string) (uint64, error)
}

// findCLI looks for the Pulumi command: the one that is named, then one beside this program, then the one on the PATH.
func findCLI(option string) (string, error) {
	path := option
	if path == "" {
		path = os.Getenv(cliVariable)
	}
	if path == "" {
		path = besideProgram("pulumi")
	}
	found, err := exec.LookPath(path)
	if err != nil {
		return "", fmt.Errorf("find the Pulumi CLI: %w; build the pinned one with `make tools` and set %s to its path, or install Pulumi %s or newer", err, cliVariable, minimumCLI)
	}
	return filepath.Abs(found)
}

// besideProgram is the path of a program in the folder of this one, or its bare name where there is none.
func besideProgram(name string) string {
	self, err := os.Executable()
	if err != nil {
		return name
	}
	path := filepath.Join(filepath.Dir(self), name)
	if _, err := os.Stat(path); err != nil {
		return name
	}
	return path
}

// newCommand completes a command with the CLI and checks its version. option names it, or is empty.
func newCommand(ctx context.Context, option string, c command) (*command, error) {
	path, err := findCLI(option)
	if err != nil {
		return nil, err
	}
	c.path, c.env = path, searching(c.env, filepath.Dir(path))
	if c.version, err = c.askVersion(ctx); err != nil {
		return nil, err
	}
	if c.version.LT(minimumCLI) {
		return nil, fmt.Errorf("%s is version %s and at least %s is needed, which takes executable policy packs; build the pinned one with `make tools` or update Pulumi", path, c.version, minimumCLI)
	}
	return &c, nil
}

// program is an executable file as it is at the moment.
type program struct {
	path     string
	size     int64
	modified time.Time
}

// versions are the versions of the programs that this process has asked. The answer takes an eighth of a second.
var versions sync.Map

// askVersion asks the CLI for its version, or remembers it.
func (c *command) askVersion(ctx context.Context) (semver.Version, error) {
	info, err := os.Stat(c.path)
	if err != nil {
		return semver.Version{}, fmt.Errorf("find the Pulumi CLI: %w", err)
	}
	key := program{c.path, info.Size(), info.ModTime()}
	if known, ok := versions.Load(key); ok {
		return known.(semver.Version), nil
	}
	out, stderr, _, err := c.Run(ctx, ".", nil, nil, nil, nil, "version")
	if err != nil {
		return semver.Version{}, fmt.Errorf("ask %s for its version: %w: %s; is it the Pulumi CLI? Build the pinned one with `make tools`, and set %s to its path",
			c.path, err, strings.TrimSpace(stderr), cliVariable)
	}
	version, err := semver.ParseTolerant(strings.TrimSpace(out))
	if err != nil {
		return version, fmt.Errorf("ask %s for its version: %q is none; build the pinned one with `make tools`", c.path, strings.TrimSpace(out))
	}
	versions.Store(key, version)
	return version, nil
}

// searching returns an environment in which programs are looked for in dir as well, after the folders of its PATH: language
// hosts that were installed with the CLI lie beside it.
func searching(env []string, dir string) []string {
	result := slices.Clone(env)
	for i, entry := range result {
		if strings.HasPrefix(entry, "PATH=") {
			result[i] = entry + string(os.PathListSeparator) + dir
			return result
		}
	}
	return append(result, "PATH="+dir)
}

// Version implements auto.PulumiCommand.
func (c *command) Version() semver.Version { return c.version }

// unasked are requests of the Automation API that would take a quarter of a second each. After each operation it asks for outputs
// and history: a rehearsal takes outputs from the exported state and has no use for the history. Before the first it selects the
// stack, which a session has found to exist and which every command names.
var unasked = map[string]string{"output": "{}", "history": "[]", "select": "\n"}

// Run implements auto.PulumiCommand.
func (c *command) Run(ctx context.Context, dir string, stdin io.Reader, stdouts, stderrs []io.Writer, env []string, args ...string) (string, string, int, error) {
	if len(args) > 1 && args[0] == "stack" && unasked[args[1]] != "" {
		return unasked[args[1]], "", 0, nil
	}
	ctx, stopWatch := withSpace(ctx, c.dir, c.free)
	defer stopWatch()
	cmd := exec.CommandContext(ctx, c.path, append([]string{"--non-interactive"}, withPreviewAsJSON(ctx, args)...)...)
	cmd.Dir = dir
	cmd.Env = slices.Concat(c.env, env, []string{"PULUMI_AUTOMATION_API=true"})
	cmd.Stdin = stdin
	var stdout, stderr bytes.Buffer
	cmd.Stdout = io.MultiWriter(append(slices.Clone(stdouts), &stdout)...)
	cmd.Stderr = io.MultiWriter(append(slices.Clone(stderrs), &stderr)...)
	if c.lock != nil {
		cmd.ExtraFiles = []*os.File{c.lock}
	}
	ownGroup(cmd)
	cmd.Cancel = func() error {
		if context.Cause(ctx) == errFullDisk {
			cmd.WaitDelay = fullDiskGrace
		}
		return interrupt(cmd)
	}
	cmd.WaitDelay = interruptGrace
	err := cmd.Run()
	if killErr := killGroup(cmd); killErr != nil && err == nil {
		err = fmt.Errorf("end the processes of the engine: %w", killErr)
	}
	if context.Cause(ctx) == errFullDisk {
		err = errors.Join(errFullDisk, err)
	}
	code := -1
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		code = exit.ExitCode()
	} else if err == nil {
		code = 0
	}
	return stdout.String(), stderr.String(), code, err
}

// foreign starts the names of environment variables that must not reach the engine: the user's Pulumi settings and credentials.
var foreign = []string{"PULUMI_", "AWS_", "CLOUDFLARE_", "CF_", "KUBECONFIG", "KUBE_", "VAULT_"}

// environment returns this process's environment without anything of the user's Pulumi or clouds, with the given settings.
func environment(settings map[string]string) []string {
	result := slices.DeleteFunc(os.Environ(), func(entry string) bool {
		name, _, _ := strings.Cut(entry, "=")
		if _, given := settings[name]; given {
			return true
		}
		return slices.ContainsFunc(foreign, func(prefix string) bool { return strings.HasPrefix(entry, prefix) })
	})
	for name, value := range settings {
		result = append(result, name+"="+value)
	}
	slices.Sort(result)
	return result
}
