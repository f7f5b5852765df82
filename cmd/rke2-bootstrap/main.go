// Command rke2-bootstrap brings a node into its RKE2 cluster and out of it. It runs as a systemd service on every server and
// agent; its settings are part of the user data.
//
// It reads its command line with package flag: a parser that finds methods by reflection would keep the linker from leaving
// out what the AWS SDK has and this program does not use, which is most of it.
package main

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"

	"github.com/cloudgap/cloudgap/components/rke2/artifacts"
	"github.com/cloudgap/cloudgap/components/rke2/bootstrap/host"
	"github.com/cloudgap/cloudgap/components/rke2/bootstrap/program"
	"github.com/cloudgap/cloudgap/components/rke2/documents"
)

const usage = `rke2-bootstrap brings this node into its RKE2 cluster and out of it.

  rke2-bootstrap run
        prepare the node, bring it into the cluster, and out of it when its Auto Scaling group terminates it
  rke2-bootstrap restore -snapshot NAME -on INSTANCE
        restore the cluster from a snapshot in the bucket; run the same command on every server at once:
        the instance that is named restores, the others step down and join it
  rke2-bootstrap status
        say how far this node is, as JSON
  rke2-bootstrap certify -request BASE64
        issue a client certificate to an operator for eight hours, for a certificate signing request in DER form
  rke2-bootstrap verify
        compare the artifacts in the bucket with the hashes in the settings
  rke2-bootstrap pod-roles-identity
        give the service that lends AWS roles to pods a certificate for the Kubernetes API
  rke2-bootstrap pod-roles
        lend AWS roles to pods on this server
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
	request := flags.String("request", "", "certificate signing request, DER in base64")
	flags.SetOutput(io.Discard)
	if err := flags.Parse(args[1:]); err != nil || flags.NArg() > 0 {
		return errUsage
	}
	restores, certifies := args[0] == "restore", args[0] == "certify"
	if restores != (*snapshot != "") || restores != (*on != "") || certifies != (*request != "") {
		return errUsage
	}
	// The service that lends roles may not read the settings of the node.
	if apart, ok := map[string]func(context.Context) error{"pod-roles-identity": identifyPodRoles, "pod-roles": lendPodRoles}[args[0]]; ok {
		return apart(ctx)
	}
	run, known := map[string]func(context.Context, *program.Program) error{
		"run":     runForever,
		"restore": func(ctx context.Context, p *program.Program) error { return p.Restore(ctx, *snapshot, *on) },
		"certify": func(_ context.Context, p *program.Program) error { return certify(p, *request) },
		"status":  status,
		"verify":  verify,
	}[args[0]]
	if !known {
		return errUsage
	}
	log, err := newLog()
	if err != nil {
		return err
	}
	p, err := program.Load(ctx, host.Host{}, log)
	if err != nil {
		return err
	}
	return run(ctx, p)
}

func identifyPodRoles(context.Context) error { return program.IdentifyPodRoles(host.Host{}) }

func lendPodRoles(ctx context.Context) error {
	log, err := newLog()
	if err != nil {
		return err
	}
	listener, err := program.ListenForPods(ctx)
	if err != nil {
		return err
	}
	return program.LendPodRoles(ctx, host.Host{}, log, listener)
}

// runForever runs the node. Once that may be terminated it waits for the end: systemd would start a program again that ends.
func runForever(ctx context.Context, p *program.Program) error {
	if err := p.Run(ctx); err != nil {
		return err
	}
	<-ctx.Done()
	return nil
}

func newLog() (*slog.Logger, error) {
	log, err := logTo()
	if err != nil {
		return nil, err
	}
	return slog.New(slog.NewJSONHandler(log, nil)), nil
}

// logTo is where the program logs: the journal, and as a service also a file in the folder that systemd has made for it, which
// the agent that ships logs follows.
func logTo() (io.Writer, error) {
	folder := os.Getenv("LOGS_DIRECTORY")
	if folder == "" {
		return os.Stderr, nil
	}
	file, err := os.OpenFile(filepath.Join(folder, filepath.Base(documents.LogPath)), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, fmt.Errorf("open the log: %w", err)
	}
	return io.MultiWriter(os.Stderr, file), nil
}

func certify(p *program.Program, request string) error {
	der, err := base64.StdEncoding.DecodeString(request)
	if err != nil {
		return fmt.Errorf("read the certificate signing request: %w", err)
	}
	certificate, err := p.Certify(der)
	if err != nil {
		return err
	}
	fmt.Print(certificate)
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
