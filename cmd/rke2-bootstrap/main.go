// Command rke2-bootstrap brings a node into its RKE2 cluster and out of it. It runs as a systemd service on every server and
// agent; its settings are part of the user data.
//
// It reads its command line with package flag: a parser that finds methods by reflection would keep the linker from leaving
// out what the AWS SDK has and this program does not use, which is most of it.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"syscall"

	"github.com/cloudgap/cloudgap/components/rke2/artifacts"
	"github.com/cloudgap/cloudgap/components/rke2/bootstrap/host"
	"github.com/cloudgap/cloudgap/components/rke2/bootstrap/program"
)

const usage = `rke2-bootstrap brings this node into its RKE2 cluster and out of it.

  rke2-bootstrap run
        prepare the node, bring it into the cluster, and out of it when its Auto Scaling group terminates it
  rke2-bootstrap restore -snapshot NAME -on INSTANCE
        restore the cluster from a snapshot in the bucket; run the same command on every server at once:
        the instance that is named restores, the others step down and join it
  rke2-bootstrap status
        say how far this node is, as JSON
  rke2-bootstrap verify
        compare the artifacts in the bucket with the hashes in the settings
`

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := command(ctx, os.Args[1:])
	stop()
	switch {
	case errors.Is(err, errUsage):
		fmt.Fprint(os.Stderr, usage)
		os.Exit(2)
	case err != nil && !errors.Is(err, context.Canceled):
		fmt.Fprintln(os.Stderr, "rke2-bootstrap:", err)
		os.Exit(1)
	}
}

var errUsage = errors.New("unknown command")

func command(ctx context.Context, args []string) error {
	if len(args) == 0 {
		return errUsage
	}
	flags := flag.NewFlagSet(args[0], flag.ContinueOnError)
	snapshot := flags.String("snapshot", "", "name of the snapshot")
	on := flags.String("on", "", "id of the instance that restores")
	flags.SetOutput(io.Discard)
	if err := flags.Parse(args[1:]); err != nil || flags.NArg() > 0 {
		return errUsage
	}
	restores := args[0] == "restore"
	if restores != (*snapshot != "") || restores != (*on != "") {
		return errUsage
	}
	run, known := map[string]func(context.Context, *program.Program) error{
		"run":     runForever,
		"restore": func(ctx context.Context, p *program.Program) error { return p.Restore(ctx, *snapshot, *on) },
		"status":  status,
		"verify":  verify,
	}[args[0]]
	if !known {
		return errUsage
	}
	p, err := program.Load(ctx, host.Host{}, slog.New(slog.NewJSONHandler(os.Stderr, nil)))
	if err != nil {
		return err
	}
	return run(ctx, p)
}

// runForever runs the node. Once that may be terminated it waits for the end: systemd would start a program again that ends.
func runForever(ctx context.Context, p *program.Program) error {
	if err := p.Run(ctx); err != nil {
		return err
	}
	<-ctx.Done()
	return nil
}

func status(ctx context.Context, p *program.Program) error {
	status, err := p.Status(ctx)
	if err != nil {
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(status)
}

func verify(ctx context.Context, p *program.Program) error {
	return artifacts.Manifest{Artifacts: p.Settings.Artifacts.List}.Verify(ctx, p.Artifacts())
}
