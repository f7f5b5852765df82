package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/cloudgap/cloudgap/internal/pulumicli"
	"github.com/cloudgap/cloudgap/internal/term"
)

func TestMain(m *testing.M) {
	// The engine gives its environment to the language host as well, which is no pack.
	if os.Getenv(servePack) != "" && filepath.Base(os.Args[0]) != trialHost {
		main()
		return
	}
	testscript.Main(tests{m}, map[string]func(){"cloudgap": main, trialHost: serveTrialLanguage})
}

// tests removes what tests share when all have ended.
type tests struct{ *testing.M }

// Run runs the tests.
func (t tests) Run() int {
	cli, err := pulumicli.Path()
	if err == nil {
		err = os.Setenv(pulumicli.Variable, cli)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer func() { _ = os.RemoveAll(shared) }()
	return t.M.Run()
}

// shared is the state directory of the rehearsal that tests share, empty before one asks for it.
var shared string

// rehearsed rehearses dev once for every test that looks at the result. It returns what the tool printed; the
// shared directory then holds the state and what `pulumi stack export` prints of it.
var rehearsed = sync.OnceValues(func() (output string, err error) {
	if shared, err = os.MkdirTemp("", "cloudgap-test-"); err != nil {
		return "", err
	}
	var out bytes.Buffer
	writer := term.New(&out)
	code := run(context.Background(), []string{"rehearse", "dev", "--project", filepath.Join("..", ".."), "--state-dir", shared}, writer, writer)
	if code != 0 {
		return "", fmt.Errorf("expected the rehearsal to succeed, got exit code %d:\n%s", code, out.String())
	}
	export := exec.Command(os.Getenv(pulumicli.Variable), "stack", "export", "--stack", "dev", "--file", filepath.Join(shared, exported))
	export.Dir = filepath.Join(shared, "work")
	export.Env = append(os.Environ(), "PULUMI_BACKEND_URL=file://"+filepath.Join(shared, "backend"), "PULUMI_HOME="+filepath.Join(shared, "home"),
		"PULUMI_SKIP_UPDATE_CHECK=true")
	if text, err := export.CombinedOutput(); err != nil {
		return "", fmt.Errorf("export the state: %w: %s", err, text)
	}
	return out.String(), nil
})

// exported is the exported state within the shared directory.
const exported = "export.json"

// TestScripts runs the tool as a user does. A script has, besides testscript's own commands:
//
//	exits CODE COMMAND...   runs a command that must end with the exit code
//	bucket NAME DIR [FAULT] serves a directory as a bucket of S3, whose every answer is the fault if there is one
//	rehearsed               sets REHEARSED to the state directory of a rehearsal of dev, and EXPORT to the file that
//	                        pulumi stack export makes of it; neither may be written to
func TestScripts(t *testing.T) {
	t.Parallel()
	repository, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	// Scripts build programs, and need not compile the standard library for it.
	cache := goCache(t)
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(env *testscript.Env) error {
			env.Setenv(pulumicli.Variable, os.Getenv(pulumicli.Variable))
			env.Setenv("REPOSITORY", repository)
			env.Setenv("GOCACHE", cache)
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"bucket": serveBucket, "exits": exits, "rehearsed": shareRehearsal},
	})
}

// goCache is the folder in which go build keeps what it compiled.
func goCache(t *testing.T) string {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "go", "env", "GOCACHE").Output()
	if err != nil {
		t.Fatalf("ask Go for its build cache: %v", err)
	}
	return strings.TrimSpace(string(out))
}

func shareRehearsal(ts *testscript.TestScript, negated bool, args []string) {
	if negated || len(args) > 0 {
		ts.Fatalf("usage: rehearsed")
	}
	_, err := rehearsed()
	ts.Check(err)
	ts.Setenv("REHEARSED", shared)
	ts.Setenv("EXPORT", filepath.Join(shared, exported))
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
