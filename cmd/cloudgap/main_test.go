package main

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	// The engine gives its environment to the language host as well, which is no pack.
	if os.Getenv(servePack) != "" && filepath.Base(os.Args[0]) != trialHost {
		main()
		return
	}
	testscript.Main(m, map[string]func(){"cloudgap": main, trialHost: serveTrialLanguage})
}

// TestScripts runs the tool as a user does. A script has, besides testscript's own commands:
//
//	exits CODE COMMAND...   runs a command that must end with the exit code
func TestScripts(t *testing.T) {
	t.Parallel()
	repository, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	cli := os.Getenv("CLOUDGAP_PULUMI")
	if cli == "" {
		cli = filepath.Join(repository, ".bin", "pulumi")
	}
	if _, err := os.Stat(cli); err != nil {
		t.Fatalf("the Pulumi CLI is missing: run make tools: %v", err)
	}
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(env *testscript.Env) error {
			env.Setenv("CLOUDGAP_PULUMI", cli)
			env.Setenv("REPOSITORY", repository)
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"exits": exits},
	})
}

func exits(ts *testscript.TestScript, negated bool, args []string) {
	if negated || len(args) < 2 {
		ts.Fatalf("usage: exits CODE COMMAND [ARGUMENT...]")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		exit, ok := errors.AsType[*exec.ExitError](err)
		if !ok {
			ts.Fatalf("run %v: %v", args[1:], err)
		}
		got = exit.ExitCode()
	}
	if got != want {
		ts.Fatalf("expected exit code %d, got %d", want, got)
	}
}
