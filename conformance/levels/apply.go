package levels

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/cloudgap/cloudgap/conformance/account"
	"github.com/cloudgap/cloudgap/conformance/awsproxy"
	"github.com/cloudgap/cloudgap/conformance/emulator"
	"github.com/cloudgap/cloudgap/conformance/parts"
	"github.com/cloudgap/cloudgap/rehearsal"
)

// world is an emulated account with the front before it.
type world struct {
	// emulator says who plays AWS.
	emulator string
	moto     *emulator.Moto
	front    *emulator.Front
	account  *account.Account
}

// newWorld starts moto, or takes the emulator that the options name, and puts the front before it.
func newWorld(ctx context.Context, options Options) (*world, error) {
	w := &world{}
	upstream, err := upstreamOf(ctx, options, w)
	if err != nil {
		return nil, err
	}
	if w.front, err = emulator.StartFront(upstream); err != nil {
		w.close()
		return nil, err
	}
	w.account = account.Open(w.front.URL(), region)
	return w, nil
}

func (w *world) close() {
	if w.front != nil {
		w.front.Close()
	}
	if w.moto != nil {
		w.moto.Close()
	}
}

func runApply(ctx context.Context, options Options, cli string, backend awsproxy.Backend, subjects []Subject) []Result {
	if options.Endpoint == "" {
		if _, err := parts.Moto(); err != nil {
			return skip(Apply, subjects, err)
		}
	}
	var applied []Subject
	for _, subject := range subjects {
		if subject.program != nil { // An example makes what the stacks make; the plan level has seen it.
			applied = append(applied, subject)
		}
	}
	results := make([]Result, len(applied))
	var wait sync.WaitGroup
	places := abreast
	if options.Endpoint != "" {
		places = 1 // One account for all: what one subject makes would be another's.
	}
	place := make(chan struct{}, places)
	for i, subject := range applied { // The stacks come first and take longest.
		place <- struct{}{}
		wait.Go(func() {
			defer func() { <-place }()
			results[i] = options.measured(ctx, Apply, subject, func(ctx context.Context) (string, []string, error) {
				return applyOne(ctx, options, cli, backend, subject)
			})
		})
	}
	wait.Wait()
	return results
}

// abreast is how many subjects live at a time, each in an account of its own: most of an apply is the provider's waiting.
const abreast = 3

// applyOne runs a subject in an account of its own, so that what one leaves behind is not another's.
func applyOne(ctx context.Context, options Options, cli string, backend awsproxy.Backend, subject Subject) (string, []string, error) {
	world, err := newWorld(ctx, options)
	if err != nil {
		return "", nil, err
	}
	defer world.close()
	rig, err := newRig(cli, backend, world.front.URL())
	if err != nil {
		return "", nil, err
	}
	defer rig.close()
	life := &life{options: options, rig: rig, world: world, subject: subject, done: []string{"against " + world.emulator}}
	if err = life.run(ctx); err != nil {
		err = fmt.Errorf("%w\nthe last calls to AWS: %s", err, lastCalls(world.front))
	}
	return strings.Join(life.done, ", "), life.differences, err
}

// lastCalls helps to see what a provider waited for, or what an emulator refused.
func lastCalls(front *emulator.Front) string {
	calls := front.Calls()
	var lines []string
	for _, call := range calls[max(0, len(calls)-5):] {
		lines = append(lines, fmt.Sprintf("%s %s %d", call.Service, call.Operation, call.Status))
	}
	return strings.Join(lines, ", ")
}

// life is the whole life of a subject in an account.
type life struct {
	options     Options
	rig         *rig
	world       *world
	subject     Subject
	done        []string
	differences []string
}

func (l *life) run(ctx context.Context) error {
	before, err := l.world.account.Inventory(ctx)
	if err != nil {
		return err
	}
	if err := l.first(ctx); err != nil {
		return err
	}
	if err := l.update(ctx); err != nil {
		return err
	}
	return l.expectLeft(ctx, before)
}

// first deploys, deploys again, refreshes and looks at the account.
func (l *life) first(ctx context.Context) (err error) {
	session, err := l.rig.open(ctx, l.subject, deletable)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, session.Close()) }()
	if err := l.step("up", func() (*rehearsal.StepResult, error) { return session.Up(ctx) }); err != nil {
		return err
	}
	if err := l.still("up again", func() (*rehearsal.StepResult, error) { return session.Up(ctx) }); err != nil {
		return err
	}
	if err := l.still("refresh", func() (*rehearsal.StepResult, error) { return session.Refresh(ctx) }); err != nil {
		return err
	}
	facts, err := l.world.account.Guarantee(ctx, l.subject.tag, l.subject.value)
	if err != nil {
		return err
	}
	l.done = append(l.done, facts)
	return nil
}

// update makes the subject's one change and destroys everything.
func (l *life) update(ctx context.Context) (err error) {
	session, err := l.rig.open(ctx, l.subject, changed)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, session.Close()) }()
	var updated *rehearsal.StepResult
	if err := l.step("update", func() (*rehearsal.StepResult, error) {
		updated, err = session.Up(ctx)
		return updated, err
	}); err != nil {
		return err
	}
	if changes := changing(updated, nil); len(changes) != l.subject.updates {
		return fmt.Errorf("the update was to change %d resources, it changed:\n  %s", l.subject.updates, strings.Join(changes, "\n  "))
	}
	return l.step("destroy", func() (*rehearsal.StepResult, error) { return session.Destroy(ctx) })
}

func (l *life) step(name string, run func() (*rehearsal.StepResult, error)) error {
	l.options.Tell("apply: %s: %s", l.subject.Name, name)
	result, err := run()
	if err != nil {
		return err
	}
	l.done = append(l.done, fmt.Sprintf("%s %s in %.0f s", name, counts(result), result.Duration.Seconds()))
	return nil
}

// still is a step that must change nothing but what is known to differ in an emulator.
func (l *life) still(name string, run func() (*rehearsal.StepResult, error)) error {
	var result *rehearsal.StepResult
	err := l.step(name, func() (*rehearsal.StepResult, error) {
		var err error
		result, err = run()
		return result, err
	})
	if err != nil {
		return err
	}
	known := map[string]bool{}
	if changes := changing(result, known); len(changes) > 0 {
		return fmt.Errorf("%s was to change nothing, it changed:\n  %s", name, strings.Join(changes, "\n  "))
	}
	for difference := range known {
		l.differences = append(l.differences, name+": "+difference)
	}
	slices.Sort(l.differences)
	return nil
}

// expectLeft compares the account with what it was before.
func (l *life) expectLeft(ctx context.Context, before []string) error {
	after, err := l.world.account.Inventory(ctx)
	if err != nil {
		return err
	}
	var left []string
	for _, object := range after {
		if !slices.Contains(before, object) {
			left = append(left, object)
		}
	}
	if len(left) > 0 {
		return fmt.Errorf("destroy left %d objects in the account:\n  %s", len(left), strings.Join(left, "\n  "))
	}
	l.done = append(l.done, "nothing left")
	return nil
}

// changing lists the operations of a step that change something, except those that are known differences: these are noted.
func changing(step *rehearsal.StepResult, known map[string]bool) []string {
	var changes []string
	for _, p := range step.Planned {
		switch p.Operation {
		case "same", "read", "refresh":
			continue
		}
		if !p.Custom {
			continue
		}
		var paths []string
		for path := range p.Diff {
			if reason, ok := explained(p.Type, path); ok && known != nil {
				known[p.Type+" "+path+": "+reason] = true
				continue
			}
			paths = append(paths, path)
		}
		if len(paths) == 0 && len(p.Diff) > 0 {
			continue
		}
		slices.Sort(paths)
		changes = append(changes, fmt.Sprintf("%s %s: %s", p.Operation, p.URN, strings.Join(paths, ", ")))
	}
	return changes
}

func counts(step *rehearsal.StepResult) string {
	var parts []string
	for operation, count := range step.Changes {
		parts = append(parts, fmt.Sprintf("%d %s", count, operation))
	}
	slices.Sort(parts)
	return strings.Join(parts, " ")
}
