package levels

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/cloudgap/cloudgap/conformance/awsproxy"
	"github.com/cloudgap/cloudgap/rehearsal"
)

// typeOf says which resource type makes a kind of object. What a VPC brings with it counts as the VPC's.
var typeOf = map[string]string{
	"vpc":                      "aws:ec2/vpc:Vpc",
	"network acl":              "aws:ec2/vpc:Vpc",
	"subnet":                   "aws:ec2/subnet:Subnet",
	"route table":              "aws:ec2/routeTable:RouteTable",
	"security group":           "aws:ec2/securityGroup:SecurityGroup",
	"kms key":                  "aws:kms/key:Key",
	"log group":                "aws:cloudwatch/logGroup:LogGroup",
	"iam role":                 "aws:iam/role:Role",
	"dns firewall rule group":  "aws:route53/resolverFirewallRuleGroup:ResolverFirewallRuleGroup",
	"dns firewall association": "aws:route53/resolverFirewallRuleGroupAssociation:ResolverFirewallRuleGroupAssociation",
}

// comesOf tells whether one of the types makes a kind of object.
func comesOf(kind string, types []string) bool {
	if slices.Contains(types, typeOf[kind]) {
		return true
	}
	withVPC := kind == "route table" || kind == "security group"
	return withVPC && slices.Contains(types, typeOf["vpc"])
}

// runKills kills a process with SIGKILL while an up runs, as often as the options say: the provider and the engine by turns.
func runKills(ctx context.Context, options Options, cli string, backend awsproxy.Backend, subject Subject) []Result {
	if options.Kills == 0 {
		return nil
	}
	var calm time.Duration
	undisturbed := subject
	undisturbed.Name = "nothing"
	results := []Result{options.measured(ctx, Faults, undisturbed, func(ctx context.Context) (string, []string, error) {
		return inNewAccount(ctx, options, cli, backend, subject, func(t *trial) (string, error) {
			up, err := t.once(ctx, nil, (*rehearsal.Session).Up)
			if err != nil {
				return "", err
			}
			calm = up.Duration
			return fmt.Sprintf("an undisturbed up takes %.1f s", calm.Seconds()), t.settle(ctx)
		})
	})}
	if AnyFailed(results) {
		return results
	}
	points := moments(options.Seed, options.Kills, calm)
	for i, point := range points {
		victim := victims[i%len(victims)]
		named := subject
		named.Name = fmt.Sprintf("SIGKILL %s at %.1f s", victim.name, point.Seconds())
		if !strings.Contains(named.Name, options.Storm) {
			continue
		}
		results = append(results, options.measured(ctx, Faults, named, func(ctx context.Context) (string, []string, error) {
			return inNewAccount(ctx, options, cli, backend, subject, func(t *trial) (string, error) { return t.kill(ctx, victim, point) })
		}))
	}
	return results
}

// victim is a process to kill.
type victim struct {
	name string
	kill func(*rig) error
}

var victims = []victim{
	{"provider", func(r *rig) error { r.proxy.Kill(); return nil }},
	{"engine", (*rig).killEngine},
}

// kill deploys, kills in the midst of it, and deploys again. Whatever is left after a destroy must be of a resource that was
// being created at the moment of the kill: Pulumi names those, and only those can be lost.
func (t *trial) kill(ctx context.Context, v victim, after time.Duration) (string, error) {
	watch := newWatch()
	killed := make(chan error, 1)
	timer := time.AfterFunc(after, func() { killed <- v.kill(t.rig) })
	_, first := t.once(ctx, watch.event, (*rehearsal.Session).Up)
	if timer.Stop() {
		return "up ended before the kill: nothing was interrupted", t.settle(ctx)
	}
	if err := <-killed; err != nil {
		return "", err
	}
	t.rig.proxy.Settle()
	inFlight := watch.open()
	removed, err := t.recover(ctx)
	if err != nil {
		return "", fmt.Errorf("%w (the killed up: %w)", err, orNothing(first))
	}
	left, err := t.end(ctx)
	if err != nil {
		return "", err
	}
	for _, kind := range kindsOf(append(left, removed...)) {
		if !comesOf(kind, inFlight) {
			return "", fmt.Errorf("left behind: %v, but only %v were being created at the moment of the kill", append(left, removed...), inFlight)
		}
	}
	if len(removed) > 0 {
		return fmt.Sprintf("%d resources in flight, converged after %v was deleted by hand, %s", len(inFlight), kindsOf(removed), describeLeft(left)), nil
	}
	return fmt.Sprintf("%d resources in flight, converged with the next up, %s", len(inFlight), describeLeft(left)), nil
}

func (t *trial) settle(ctx context.Context) error {
	left, err := t.end(ctx)
	if err == nil && len(left) > 0 {
		err = fmt.Errorf("left behind: %v", left)
	}
	return err
}

// watch notes which resources are under way.
type watch struct {
	mu      sync.Mutex
	started map[string]string
}

func newWatch() *watch { return &watch{started: map[string]string{}} }

func (w *watch) event(e rehearsal.Event) {
	w.mu.Lock()
	defer w.mu.Unlock()
	switch e.Kind {
	case rehearsal.ResourceStarted:
		if e.Operation == "create" && isAWS(e.Type) {
			w.started[e.URN] = e.Type
		}
	case rehearsal.ResourceFinished:
		delete(w.started, e.URN)
	}
}

// open lists the types of the resources that were started and never finished.
func (w *watch) open() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	var types []string
	for _, token := range w.started {
		types = append(types, token)
	}
	return sorted(types)
}

// engineNote is a wrapper around the Pulumi CLI that notes its process id before it becomes the CLI.
const engineNote = "#!/bin/sh\necho $$ > %q\nexec %q \"$@\"\n"

func (r *rig) engineFile() string { return filepath.Join(r.folder, "engine.pid") }

// watchedCLI writes the wrapper and returns its path.
func (r *rig) watchedCLI() (string, error) {
	path := filepath.Join(r.folder, "pulumi")
	return path, os.WriteFile(path, fmt.Appendf(nil, engineNote, r.engineFile(), r.cli), 0o700)
}

// killEngine kills the engine that was started last.
func (r *rig) killEngine() error {
	text, err := os.ReadFile(r.engineFile())
	if err != nil {
		return fmt.Errorf("find the engine's process: %w", err)
	}
	pid, err := strconv.Atoi(strings.TrimSpace(string(text)))
	if err != nil {
		return err
	}
	if err := syscall.Kill(pid, syscall.SIGKILL); err != nil && !errors.Is(err, syscall.ESRCH) {
		return fmt.Errorf("kill the engine: %w", err)
	}
	return nil
}
