package main

import (
	"errors"
	"path/filepath"

	"github.com/cloudgap/cloudgap/gate"
	"github.com/cloudgap/cloudgap/internal/term"
	"github.com/cloudgap/cloudgap/rehearsal"
	"github.com/cloudgap/cloudgap/rehearsal/clouds"
	"github.com/cloudgap/cloudgap/stacks"
)

type rehearseCommand struct {
	stackArguments
	StateDir string `help:"Directory for the rehearsal's state. Default: .rehearsal/<stack> in the project." type:"path"`
	Fresh    bool   `help:"Forget what an earlier rehearsal left."`
	Destroy  bool   `help:"Destroy the stack at the end and check that nothing remains."`
	JSON     bool   `name:"json" help:"Print the result as JSON."`
}

// Run rehearses the stack and prints the result.
func (c *rehearseCommand) Run(env *environment) error {
	if _, err := c.check(); err != nil {
		return err
	}
	packs, err := isolationPack("")
	if err != nil {
		return err
	}
	settings, err := judgeFlags{}.settings(c.Project)
	if err != nil {
		return err
	}
	env.progress.Printf("%s stack %s: the real engine, simulated clouds, no credentials\n", env.progress.Styled(term.Bold, "rehearse"), c.Stack)
	report, err := rehearsal.Run(env.ctx, clouds.Attach(rehearsal.Options{
		ProjectDir:  c.Project,
		Stack:       c.Stack,
		StateDir:    c.StateDir,
		Program:     stacks.Deploy,
		PolicyPacks: packs,
		Progress:    (&progress{to: env.progress}).event,
		Fresh:       c.Fresh,
		Destroy:     c.Destroy,
	}))
	if err != nil {
		return err
	}
	if problem := gate.PackProblem(report.Packs); problem != "" {
		return errors.New(problem)
	}
	result, err := newSummary(report, settings.Network)
	if err != nil {
		return err
	}
	if c.JSON {
		return result.writeJSON(env.out)
	}
	result.write(env.out)
	return nil
}

// file is the stack's configuration file.
func (a stackArguments) file() string { return filepath.Join(a.Project, "Pulumi."+a.Stack+".yaml") }
