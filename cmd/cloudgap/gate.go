package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/cloudgap/cloudgap/gate"
	"github.com/cloudgap/cloudgap/internal/term"
	"github.com/cloudgap/cloudgap/policy/rules"
	"github.com/cloudgap/cloudgap/rehearsal"
	"github.com/cloudgap/cloudgap/rehearsal/clouds"
	"github.com/cloudgap/cloudgap/stacks"
)

type gateCommand struct {
	Stacks []string `arg:"" optional:"" help:"Stacks of the change: the part between Pulumi. and .yaml of a file in the project."`

	Project string `help:"Directory with Pulumi.yaml and the stack files of cloudgap's own program." default:"." type:"existingdir"`
	Program string `help:"Directory of any other Pulumi program. Its language host must be installed; the simulated clouds are attached." type:"existingdir" xor:"source"`
	Plan    string `help:"File with what pulumi preview --json --show-sames printed; judged without an engine." type:"existingfile" xor:"source"`
	State   string `help:"File with what pulumi stack export printed; judged without an engine." type:"existingfile" xor:"source"`

	Up bool `help:"Also create each stack in the simulated cloud, with the pack, after a clean preview."`

	Base      string `help:"Checkout of the base branch to compare with; a checkout of cloudgap is planned by its own code, which needs Go." type:"existingdir" xor:"base"`
	BasePlan  string `help:"Plan file of the base branch to compare with." type:"existingfile" xor:"base"`
	WritePlan string `help:"Write a plan file for a later --base-plan." placeholder:"FILE" type:"path"`

	judgeFlags
	reportFlags
}

// Run judges the stacks and writes the reports.
func (c *gateCommand) Run(env *environment) error {
	if err := c.check(); err != nil {
		return err
	}
	project := c.dir()
	if c.Plan != "" || c.State != "" {
		project = ""
	}
	settings, err := c.settings(project)
	if err != nil {
		return err
	}
	base, err := c.readBasePlan()
	if err != nil {
		return err
	}
	verdict, err := c.judge(env, settings)
	if err != nil {
		return err
	}
	if err := c.compare(env, settings, base, verdict.Stacks); err != nil {
		return err
	}
	outcome := c.report(env, verdict)
	if err := c.writePlan(verdict.Stacks); err != nil {
		return err
	}
	return outcome
}

// check finds mistakes in the usage and in the stacks' configuration before an engine starts.
func (c *gateCommand) check() error {
	switch {
	case c.Plan != "" || c.State != "":
		if len(c.Stacks) > 0 || c.Up || c.Base != "" {
			return errors.New("--plan and --state judge a file: they take no stack, --up or --base; compare with --base-plan")
		}
		return nil
	case len(c.Stacks) == 0:
		return fmt.Errorf("stack: none is named; %s", stackAdvice(c.dir(), "name one or more of"))
	case c.Program != "":
		return checkLanguageHost(c.Program)
	}
	for _, stack := range c.Stacks {
		if _, err := (stackArguments{Stack: stack, Project: c.Project}).check(); err != nil {
			return err
		}
	}
	return nil
}

// dir is the directory of the program that is judged.
func (c *gateCommand) dir() string {
	if c.Program != "" {
		return c.Program
	}
	return c.Project
}

func (c *gateCommand) judge(env *environment, settings rules.Settings) (gate.Verdict, error) {
	if c.Plan != "" {
		return judgeFile(c.Plan, gate.JudgePlan, settings)
	}
	if c.State != "" {
		return judgeFile(c.State, gate.JudgeState, settings)
	}
	sources, err := gate.FindSources(c.dir())
	if err != nil {
		return gate.Verdict{}, err
	}
	var verdict gate.Verdict
	for _, name := range c.Stacks {
		env.progress.Printf("%s stack %s: the real engine, simulated clouds, no credentials\n", env.progress.Styled(term.Bold, "gate"), name)
		stack, err := c.rehearse(env, name, settings, sources)
		if err != nil {
			return gate.Verdict{}, err
		}
		verdict.Stacks = append(verdict.Stacks, stack)
	}
	return verdict, nil
}

func (c *gateCommand) rehearse(env *environment, name string, settings rules.Settings, sources gate.Sources) (stack gate.Stack, err error) {
	options, clean, err := c.options(env, c.dir(), name)
	if err != nil {
		return gate.Stack{}, err
	}
	defer func() { err = errors.Join(err, clean()) }()
	if options.PolicyPacks, err = isolationPack(c.PolicyConfig); err != nil {
		return gate.Stack{}, err
	}
	return gate.Rehearse(env.ctx, gate.Rehearsal{
		Options: options, Settings: settings, Up: c.Up, Sources: sources,
		File: sources.Relative(filepath.Join(c.dir(), "Pulumi."+name+".yaml")),
	})
}

// options are the options of a rehearsal from nothing, so that a verdict does not depend on earlier ones. The caller cleans
// up what it leaves.
func (c *gateCommand) options(env *environment, dir, stack string) (options rehearsal.Options, clean func() error, err error) {
	state, err := os.MkdirTemp("", "cloudgap-gate-")
	if err != nil {
		return rehearsal.Options{}, nil, fmt.Errorf("make a directory for the rehearsal: %w", err)
	}
	options = clouds.Attach(rehearsal.Options{
		ProjectDir: dir, Stack: stack, StateDir: state, Progress: (&progress{to: env.progress}).event,
	})
	if c.Program == "" {
		options.Program = stacks.Deploy
	}
	return options, func() error { return os.RemoveAll(state) }, nil
}

func (c *gateCommand) writePlan(judged []gate.Stack) error {
	if c.WritePlan == "" {
		return nil
	}
	var snapshots []gate.Snapshot
	for _, s := range judged {
		if s.Outcome() == gate.Unjudged {
			return fmt.Errorf("--write-plan: stack %s was not judged, so that its plan is not complete: %s", s.Name, s.Problem)
		}
		snapshots = append(snapshots, s.Snapshot)
	}
	data, err := gate.WritePlan(snapshots)
	if err != nil {
		return err
	}
	return writeReport(c.WritePlan, data)
}

// plan takes the snapshots of the stacks that the program in dir has.
func (c *gateCommand) plan(ctx context.Context, env *environment, dir string, settings rules.Settings) (snapshots []gate.Snapshot, err error) {
	there, err := stacks.Stacks(dir)
	if err != nil {
		return nil, err
	}
	for _, name := range c.Stacks {
		if !slices.Contains(there, name) {
			continue
		}
		snapshot, err := c.planStack(ctx, env, dir, name, settings)
		if err != nil {
			return nil, fmt.Errorf("plan stack %s of the base: %w", name, err)
		}
		snapshots = append(snapshots, snapshot)
	}
	return snapshots, nil
}

func (c *gateCommand) planStack(ctx context.Context, env *environment, dir, name string, settings rules.Settings) (snapshot gate.Snapshot, err error) {
	options, clean, err := c.options(env, dir, name)
	if err != nil {
		return gate.Snapshot{}, err
	}
	defer func() { err = errors.Join(err, clean()) }()
	return gate.Plan(ctx, options, settings)
}
