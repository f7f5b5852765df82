// Command cloudgap rehearses stacks without a cloud.
//
// Exit codes: 0 success; 1 a policy is violated or a step of the rehearsal failed; 2 the request could not be judged (bad
// usage, unreadable files, a missing tool); 130 interrupted.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/alecthomas/kong"

	"github.com/cloudgap/cloudgap/internal/hush"
	"github.com/cloudgap/cloudgap/internal/term"
	"github.com/cloudgap/cloudgap/policy/pack"
	"github.com/cloudgap/cloudgap/rehearsal"
)

// Exit codes.
const (
	exitFailed      = 1
	exitUnjudged    = 2
	exitInterrupted = 130
)

// servePack is set in the environment of an engine that is to start this program as the policy pack.
const servePack = "CLOUDGAP_SERVE_POLICY_PACK"

type commandLine struct {
	Rehearse  rehearseCommand  `cmd:"" help:"Run a stack through the real Pulumi engine against simulated clouds: no account, no credentials."`
	Gate      gateCommand      `cmd:"" help:"Judge the stacks of a change with the policy pack, without credentials, and write reports for the pull request."`
	Verify    verifyCommand    `cmd:"" help:"Judge a deployed stack by its export."`
	Doctor    doctorCommand    `cmd:"" help:"Check that every AWS call of the stack's workloads has an endpoint, a policy statement, a name and a rule."`
	Artifacts artifactsCommand `cmd:"" help:"What the nodes of an RKE2 cluster fetch: list it, and verify a directory or a bucket against it."`
	Cost      costCommand      `cmd:"" help:"Price the stack's endpoints in a month, against central endpoints and NAT gateways."`
	Orphans   orphansCommand   `cmd:"" help:"After an up that was killed: find what it has made in the account and no state knows."`
	Tunnel    tunnelCommand    `cmd:"" help:"Look after the Cloudflare tunnel that people come in by."`
}

func main() {
	hush.Restore()
	if os.Getenv(servePack) != "" {
		if err := pack.Main(); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(exitFailed)
		}
		return
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], term.New(os.Stdout), term.New(os.Stderr))
	stop()
	os.Exit(code)
}

// run executes one command line and returns the exit code.
func run(ctx context.Context, args []string, out, progress *term.Writer) int {
	var cli commandLine
	parser, err := kong.New(&cli,
		kong.Name("cloudgap"),
		kong.Description("Kubernetes platforms on AWS that provably cannot reach the internet.\n\nExit codes: 0 clean, 1 violated or failed, "+
			"2 could not be judged, 130 interrupted."),
	)
	if err != nil {
		progress.Printf("cloudgap: %v\n", err)
		return exitUnjudged
	}
	command, err := parser.Parse(args)
	if err != nil {
		progress.Printf("cloudgap: %v; run %s --help\n", err, commandOf(err))
		return exitUnjudged
	}
	err = command.Run(&environment{ctx: ctx, out: out, progress: progress})
	var full *rehearsal.FullDiskError
	var step *rehearsal.StepError
	var outcome outcomeError
	var failed *failure
	switch {
	case err == nil:
		return 0
	case ctx.Err() != nil:
		if strings.HasPrefix(command.Command(), "rehearse") {
			progress.Printf("interrupted; the state of the rehearsal is kept, and the next one goes on from it\n")
		} else {
			progress.Printf("interrupted\n")
		}
		return exitInterrupted
	case errors.As(err, &full):
		progress.Printf("%s %v\n", progress.Styled(term.Bad, "cloudgap:"), full)
		return exitUnjudged
	case errors.As(err, &step):
		writeFailedStep(progress, step)
		return exitFailed
	case errors.As(err, &outcome):
		return outcome.exitCode()
	case errors.As(err, &failed):
		progress.Printf("%s %v\n", progress.Styled(term.Bad, "failed:"), failed)
		return exitFailed
	default:
		progress.Printf("%s %v\n", progress.Styled(term.Bad, "cloudgap:"), err)
		return exitUnjudged
	}
}

// commandOf is the command in a command line that cannot be read.
func commandOf(err error) string {
	if parse, ok := errors.AsType[*kong.ParseError](err); ok && parse.Context.Selected() != nil {
		return parse.Context.Selected().FullPath()
	}
	return "cloudgap"
}

// environment is what every command gets.
type environment struct {
	ctx context.Context
	// out takes the result, progress what happens on the way to it.
	out, progress *term.Writer
}

// failure marks an error as the answer to what was asked, for example a gap that the doctor found, as opposed to a question
// that could not be answered.
type failure struct{ error }
