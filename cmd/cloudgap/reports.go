package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/cloudgap/cloudgap/gate"
	"github.com/cloudgap/cloudgap/policy/rules"
	"github.com/cloudgap/cloudgap/rehearsal"
)

// judgeFlags say how to judge.
type judgeFlags struct {
	PolicyConfig string `help:"JSON file with the policy pack's configuration: private ranges, trusted things, waivers. Default: policy-config.json of the project; none where only a file is judged." placeholder:"FILE" type:"existingfile"`
}

// settings reads the configuration of the pack and refuses one that would disarm it. Without the flag it is the one that a
// rehearsal takes from the directory of the project; none for what is judged without a project.
func (f judgeFlags) settings(project string) (rules.Settings, error) {
	file := f.PolicyConfig
	if file == "" && project != "" {
		file = filepath.Join(project, rehearsal.PolicyConfigFile)
	}
	if file == "" {
		return rules.Settings{}, nil
	}
	data, err := os.ReadFile(file)
	if f.PolicyConfig == "" && errors.Is(err, fs.ErrNotExist) {
		return rules.Settings{}, nil
	}
	if err != nil {
		return rules.Settings{}, fmt.Errorf("read the policy configuration: %w", err)
	}
	settings, err := gate.ParseSettings(data)
	if err != nil {
		return rules.Settings{}, fmt.Errorf("%s: %w", file, err)
	}
	return settings, nil
}

// reportFlags say which reports to write.
type reportFlags struct {
	SARIF       string `name:"sarif" help:"Write SARIF 2.1.0, for code scanning." placeholder:"FILE" type:"path"`
	JUnit       string `name:"junit" help:"Write JUnit XML." placeholder:"FILE" type:"path"`
	Markdown    string `help:"Write a Markdown summary; /dev/stdout and $GITHUB_STEP_SUMMARY are files too." placeholder:"FILE" type:"path"`
	Annotations bool   `help:"Print GitHub workflow commands that annotate the changed files." xor:"stdout"`
	JSON        bool   `name:"json" help:"Print the verdict as JSON." xor:"stdout"`
}

// report prints the verdict, writes every report and ends with the exit code of the verdict.
func (f reportFlags) report(env *environment, verdict gate.Verdict) error {
	if f.JSON {
		data, err := json.MarshalIndent(verdict, "", "  ")
		if err != nil {
			return fmt.Errorf("encode the verdict: %w", err)
		}
		env.out.Printf("%s\n", data)
	} else {
		writeVerdict(env.out, verdict)
	}
	if f.Annotations {
		env.out.Printf("%s", gate.Annotations(verdict))
	}
	for _, r := range []struct {
		file  string
		write func(gate.Verdict) ([]byte, error)
	}{
		{f.SARIF, gate.SARIF},
		{f.JUnit, gate.JUnit},
		{f.Markdown, func(v gate.Verdict) ([]byte, error) { return []byte(gate.Markdown(v)), nil }},
	} {
		if r.file == "" {
			continue
		}
		data, err := r.write(verdict)
		if err != nil {
			return err
		}
		if err := writeReport(r.file, data); err != nil {
			return err
		}
	}
	if outcome := verdict.Outcome(); outcome != gate.Clean {
		return outcomeError(outcome)
	}
	return nil
}

func writeReport(file string, data []byte) error {
	if err := os.WriteFile(file, data, 0o644); err != nil { //nolint:gosec // a report is for others to read
		return fmt.Errorf("write a report: %w; name a file in a directory that exists and can be written", err)
	}
	return nil
}

// outcomeError ends a command with the exit code of a verdict that has been printed.
type outcomeError gate.Outcome

// Error names the outcome.
func (e outcomeError) Error() string { return string(e) }

func (e outcomeError) exitCode() int {
	if gate.Outcome(e) == gate.Violated {
		return exitFailed
	}
	return exitUnjudged
}
