package main

import (
	"fmt"
	"os"

	"github.com/cloudgap/cloudgap/gate"
	"github.com/cloudgap/cloudgap/policy/rules"
)

type verifyCommand struct {
	File string `arg:"" help:"What pulumi stack export printed; secrets are judged only with --show-secrets." type:"existingfile"`

	judgeFlags
	reportFlags
}

// Run judges a deployed stack by its export and prints where the traffic of each subnet can go.
func (c *verifyCommand) Run(env *environment) error {
	settings, err := c.settings("")
	if err != nil {
		return err
	}
	verdict, err := judgeFile(c.File, gate.JudgeState, settings)
	if err != nil {
		return err
	}
	if !c.JSON {
		writeIsolation(env.out, verdict)
	}
	return c.report(env, verdict)
}

// judgeFile judges what a program elsewhere exported.
func judgeFile(
	file string, judge func(string, []byte, rules.Settings, gate.Sources) gate.Stack, settings rules.Settings,
) (gate.Verdict, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return gate.Verdict{}, fmt.Errorf("read what is to be judged: %w", err)
	}
	sources, err := gate.FindSources(".")
	if err != nil {
		return gate.Verdict{}, err
	}
	return gate.Verdict{Stacks: []gate.Stack{judge(sources.Relative(file), data, settings, sources)}}, nil
}
