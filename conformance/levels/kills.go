package levels

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"

	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"

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
	"iam role policy":          "aws:iam/rolePolicy:RolePolicy",
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

// runKills kills a process with SIGKILL while an up runs, as often as the options say: the provider and the engine by turns,
// each time when AWS has done what another call asked for and before the answer goes out.
func runKills(ctx context.Context, options Options, cli string, backend awsproxy.Backend, subject Subject) []Result {
	if options.Kills == 0 {
		return nil
	}
	var calls int
	undisturbed := subject
	undisturbed.Name = "nothing"
	results := []Result{options.measured(ctx, Faults, undisturbed, func(ctx context.Context) (string, []string, error) {
		return inNewAccount(ctx, options, cli, backend, subject, func(t *trial) (string, error) {
			before := len(t.world.front.Calls())
			up, err := inSession(ctx, t, nil, (*rehearsal.Session).Up)
			if err != nil {
				return "", err
			}
			calls = len(t.world.front.Calls()) - before
			return fmt.Sprintf("an undisturbed up takes %.1f s and %d calls to AWS", up.Duration.Seconds(), calls), t.settle(ctx)
		})
	})}
	if AnyFailed(results) {
		return results
	}
	counted := map[aftermath]int{}
	for i, point := range moments(options.Seed, options.Kills, calls) {
		victim := victims[i%len(victims)]
		named := subject
		named.Name = fmt.Sprintf("SIGKILL %s at call %d", victim.name, point)
		if !strings.Contains(named.Name, options.Storm) {
			continue
		}
		results = append(results, options.measured(ctx, Faults, named, func(ctx context.Context) (string, []string, error) {
			return inNewAccount(ctx, options, cli, backend, subject, func(t *trial) (string, error) {
				came, detail, err := t.kill(ctx, victim, point)
				if err == nil {
					counted[came]++
				}
				return detail, err
			})
		}))
	}
	all := Result{Level: Faults, Subject: "all kills", Outcome: Passed, Detail: describeKills(counted)}
	if AnyFailed(results) {
		all.Outcome = Failed
	}
	return append(results, all)
}

// aftermath is what came of a kill.
type aftermath string

const (
	unhurt  aftermath = "the up had ended"
	clean   aftermath = "converged with the next up, nothing left over"
	litter  aftermath = "converged with the next up, copies of what was in flight left over"
	blocked aftermath = "converged after copies of what was in flight were deleted by hand"
)

func describeKills(counted map[aftermath]int) string {
	var parts []string
	for _, came := range []aftermath{clean, litter, blocked, unhurt} {
		parts = append(parts, fmt.Sprintf("%d %s", counted[came], came))
	}
	return strings.Join(parts, "; ")
}

// victim is a process to kill.
type victim struct {
	name string
	kill func(*rig) error
	// inFlight lists the types of what was being created when it died.
	inFlight func(*trial, context.Context, *watch) ([]string, error)
}

var victims = []victim{
	{"provider", func(r *rig) error { r.proxy.Kill(); return nil }, func(_ *trial, _ context.Context, seen *watch) ([]string, error) { return seen.open(), nil }},
	{"engine", (*rig).killEngine, func(t *trial, ctx context.Context, _ *watch) ([]string, error) { return t.pending(ctx) }},
}

// kill deploys, kills in the midst of it, and deploys again. Whatever is left after a destroy must be of a resource that was
// being created at the moment of the kill: Pulumi names those, in its progress or as pending in its state, and only those can
// be lost.
func (t *trial) kill(ctx context.Context, v victim, point int) (aftermath, string, error) {
	watch, faults := newWatch(), t.world.front.Faults()
	var failed error
	faults.Kill(point, func() { failed = v.kill(t.rig) })
	_, first := inSession(ctx, t, watch.event, (*rehearsal.Session).Up)
	struck := faults.Clear()
	switch {
	case len(struck) == 0:
		return unhurt, string(unhurt), t.settle(ctx)
	case failed != nil:
		return "", "", failed
	case first == nil:
		return "", "", fmt.Errorf("the up went on after %v", struck)
	}
	t.rig.proxy.Settle()
	inFlight, err := v.inFlight(t, ctx, watch)
	if err != nil {
		return "", "", err
	}
	removed, err := t.recover(ctx)
	if err != nil {
		return "", "", fmt.Errorf("%w (the killed up: %w)", err, orNothing(first))
	}
	left, err := t.end(ctx)
	if err != nil {
		return "", "", err
	}
	for _, kind := range kindsOf(append(left, removed...)) {
		if !comesOf(kind, inFlight) {
			return "", "", fmt.Errorf("left behind: %v, but only %v were being created at the moment of the kill", append(left, removed...), inFlight)
		}
	}
	came := clean
	switch {
	case len(removed) > 0:
		came = blocked
	case len(left) > 0:
		came = litter
	}
	detail := fmt.Sprintf("%s, %d types in flight, %s", struck[0], len(inFlight), came)
	if copies := kindsOf(append(left, removed...)); len(copies) > 0 {
		detail += ": " + strings.Join(copies, ", ")
	}
	return came, detail, nil
}

// pending lists the types of the creations that the state names as begun and not ended. A dead engine may have told of the end
// of one and not have written it down.
func (t *trial) pending(ctx context.Context) ([]string, error) {
	exported, err := inSession(ctx, t, nil, (*rehearsal.Session).Export)
	if err != nil {
		return nil, err
	}
	return pendingCreations(exported)
}

func pendingCreations(exported json.RawMessage) ([]string, error) {
	var state struct {
		Deployment struct {
			Pending []apitype.OperationV2 `json:"pending_operations"`
		} `json:"deployment"`
	}
	if err := json.Unmarshal(exported, &state); err != nil {
		return nil, fmt.Errorf("read the pending operations of the state: %w", err)
	}
	var types []string
	for _, operation := range state.Deployment.Pending {
		if operation.Type == apitype.OperationTypeCreating {
			types = append(types, string(operation.Resource.Type))
		}
	}
	return sorted(types), nil
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
