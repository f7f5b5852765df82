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

// runKills kills a process with SIGKILL while an up runs, as often as the options say: the provider and the engine by turns,
// each time when AWS has done what another call asked for and before the answer goes out.
func runKills(ctx context.Context, options Options, cli string, backend awsproxy.Backend, subject Subject) []Result {
	if options.Kills == 0 {
		return nil
	}
	var calls int
	var implied map[string]int
	undisturbed := subject
	undisturbed.Name += ": nothing"
	results := []Result{options.measured(ctx, Faults, undisturbed, func(ctx context.Context) (string, []string, error) {
		return inNewAccount(ctx, options, cli, backend, subject, func(t *trial) (string, error) {
			before := len(t.world.front.Calls())
			up, err := inSession(ctx, t, nil, (*rehearsal.Session).Up)
			if err != nil {
				return "", err
			}
			calls = len(t.world.front.Calls()) - before
			beside, err := t.unknown(ctx)
			if err != nil {
				return "", err
			}
			implied = countKinds(beside)
			t.implied = implied
			return fmt.Sprintf("an undisturbed up takes %.1f s and %d calls to AWS, which makes %d objects on behalf of others",
				up.Duration.Seconds(), calls, len(beside)), t.settle(ctx)
		})
	})}
	if AnyFailed(results) {
		return results
	}
	counted := map[aftermath]int{}
	for i, point := range moments(options.Seed, options.Kills, calls) {
		victim := victims[i%len(victims)]
		named := subject
		named.Name = fmt.Sprintf("%s: SIGKILL %s at call %d", subject.Name, victim.name, point)
		if !strings.Contains(named.Name, options.Storm) {
			continue
		}
		results = append(results, options.measured(ctx, Faults, named, func(ctx context.Context) (string, []string, error) {
			return inNewAccount(ctx, options, cli, backend, subject, func(t *trial) (string, error) {
				t.implied = implied
				came, detail, err := t.kill(ctx, victim, point)
				if err == nil {
					counted[came]++
				}
				return detail, err
			})
		}))
	}
	all := Result{Level: Faults, Subject: subject.Name + ": all kills", Outcome: Passed, Detail: describeKills(counted)}
	if AnyFailed(results) {
		all.Outcome = Failed
	}
	return append(results, all)
}

// aftermath is what came of a kill.
type aftermath string

const (
	unhurt  aftermath = "the up had ended"
	clean   aftermath = "converged with the next up, nothing to take over"
	adopted aftermath = "converged with the next up after what was in flight was imported"
)

func describeKills(counted map[aftermath]int) string {
	var parts []string
	for _, came := range []aftermath{clean, adopted, unhurt} {
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

// kill deploys, kills in the midst of it, takes what is in no state into the state, and deploys again. That must be of a resource that
// was being created at the moment of the kill: Pulumi names those, in its progress or as pending in its state, and only those can
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
	found, err := t.recover(ctx)
	if err != nil {
		return "", "", fmt.Errorf("%w (the killed up: %w)", err, orNothing(first))
	}
	for _, token := range typesOf(found.Begun, found.Copies) {
		if !slices.Contains(inFlight, token) {
			return "", "", fmt.Errorf("%s is in no state, but only %v were being created at the moment of the kill", token, inFlight)
		}
	}
	came := adopted
	if found.Clean() {
		came = clean
	}
	return came, fmt.Sprintf("%s, %d types in flight, %s", struck[0], len(inFlight), describeFound(found)), t.settle(ctx)
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
