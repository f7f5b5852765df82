package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"github.com/cloudgap/cloudgap/gate"
	"github.com/cloudgap/cloudgap/internal/term"
	"github.com/cloudgap/cloudgap/policy/rules"
	"github.com/cloudgap/cloudgap/stacks"
)

// readBasePlan reads the plan file of the base, if one is given, before anything is judged.
func (c *gateCommand) readBasePlan() ([]gate.Snapshot, error) {
	if c.BasePlan == "" {
		return nil, nil
	}
	data, err := os.ReadFile(c.BasePlan)
	if err != nil {
		return nil, fmt.Errorf("read the plan of the base: %w", err)
	}
	base, err := gate.ReadPlanFile(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", c.BasePlan, err)
	}
	return base, nil
}

// compare adds the difference from the base to the stacks. A base that cannot be planned is no error, because the verdict on
// the change does not depend on it: every report says that nothing was compared, and why.
func (c *gateCommand) compare(env *environment, settings rules.Settings, base []gate.Snapshot, judged []gate.Stack) error {
	if c.Base != "" {
		env.progress.Printf("%s the base branch\n", env.progress.Styled(term.Bold, "plan"))
		var err error
		base, err = c.planBase(env, settings)
		if env.ctx.Err() != nil {
			return env.ctx.Err()
		}
		if err != nil {
			for i := range judged {
				judged[i].Difference = &gate.Difference{Problem: err.Error()}
			}
			return nil
		}
	}
	if c.Base != "" || c.BasePlan != "" {
		gate.CompareAll(base, judged)
	}
	return nil
}

// toolInCheckout is where a checkout of cloudgap has its own tool.
const toolInCheckout = "cmd/cloudgap"

// planBase plans the stacks of the base. The program of cloudgap is compiled into this tool, so that a checkout of cloudgap
// has to be planned by the tool of that checkout; otherwise a change of the code would not show.
func (c *gateCommand) planBase(env *environment, settings rules.Settings) ([]gate.Snapshot, error) {
	if c.Program != "" {
		if err := checkLanguageHost(c.Base); err != nil {
			return nil, err
		}
		return c.plan(env.ctx, env, c.Base, settings)
	}
	if _, err := os.Stat(filepath.Join(c.Base, filepath.FromSlash(toolInCheckout))); err != nil {
		if _, err := os.Stat(filepath.Join(c.Base, "Pulumi.yaml")); err != nil {
			return nil, fmt.Errorf("look for the project of the base: %w; name its directory in a checkout of the base branch with --base", err)
		}
		return c.plan(env.ctx, env, c.Base, settings)
	}
	return c.planByOwnTool(env)
}

// planByOwnTool builds the tool of the base and lets it write the plan file.
func (c *gateCommand) planByOwnTool(env *environment) (snapshots []gate.Snapshot, err error) {
	names, err := stacks.Stacks(c.Base)
	if err != nil {
		return nil, err
	}
	names = slices.DeleteFunc(slices.Clone(c.Stacks), func(name string) bool { return !slices.Contains(names, name) })
	if len(names) == 0 {
		return nil, nil
	}
	dir, err := os.MkdirTemp("", "cloudgap-base-")
	if err != nil {
		return nil, fmt.Errorf("make a directory for the base's tool: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	tool, plan := filepath.Join(dir, "cloudgap"), filepath.Join(dir, "plan.json")
	build := exec.CommandContext(env.ctx, "go", "build", "-trimpath", "-buildvcs=false", "-o", tool, "./"+toolInCheckout)
	build.Dir = c.Base
	if output, err := build.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("build the tool of the base: %w: %s", err, lastLines(string(output)))
	}
	args := slices.Concat([]string{"gate"}, names, []string{"--project", ".", "--write-plan", plan})
	if c.PolicyConfig != "" {
		args = append(args, "--policy-config", c.PolicyConfig)
	}
	run := exec.CommandContext(env.ctx, tool, args...)
	run.Dir = c.Base
	output, runErr := run.CombinedOutput()
	// A base that violates the policy has a plan all the same.
	data, err := os.ReadFile(plan)
	if err != nil {
		return nil, fmt.Errorf("the tool of the base wrote no plan: %w: %s", errors.Join(runErr, err), lastLines(string(output)))
	}
	return gate.ReadPlanFile(data)
}

// lastLines is the end of a program's output, where it says what went wrong.
func lastLines(output string) string {
	const kept = 5
	lines := strings.Split(strings.TrimSpace(output), "\n")
	return strings.Join(lines[max(0, len(lines)-kept):], "\n")
}
