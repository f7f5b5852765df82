package rehearsal

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/auto/events"
	"github.com/pulumi/pulumi/sdk/v3/go/auto/optdestroy"
	"github.com/pulumi/pulumi/sdk/v3/go/auto/optpreview"
	"github.com/pulumi/pulumi/sdk/v3/go/auto/optrefresh"
	"github.com/pulumi/pulumi/sdk/v3/go/auto/optup"
)

// colour keeps colour codes out of all texts.
const colour = "never"

// StepResult is what a step did.
type StepResult struct {
	// Step is the step.
	Step Step
	// Duration is how long it took.
	Duration time.Duration
	// Changes counts the resources by the engine's operation: "create", "update", "same", "delete", "replace", ...
	Changes map[string]int
	// Planned are the engine's operations on resources, sorted by URN; in a preview, what it would do.
	Planned []Planned
	// Packs are the policy packs that ran, sorted by name.
	Packs []PackResult
	// Diagnostics are the engine's messages of severity warning and error.
	Diagnostics []Message
}

// Violations are the violations that all packs reported.
func (r *StepResult) Violations() []Violation {
	var result []Violation
	for _, p := range r.Packs {
		result = append(result, p.Violations...)
	}
	return result
}

// Preview plans the stack with the policy packs; nothing is created.
func (s *Session) Preview(ctx context.Context) (*StepResult, error) {
	packs, configs, err := s.packArguments()
	if err != nil {
		return nil, err
	}
	if err := os.RemoveAll(s.dir.plan()); err != nil {
		return nil, fmt.Errorf("remove the plan of the preview before: %w", err)
	}
	result, err := s.step(ctx, StepPreview, expectation{packs: true}, func(stream chan events.EngineEvent) error {
		_, err := s.stack.Preview(ctx, optpreview.EventStreams(stream), optpreview.Color(colour), optpreview.Parallel(s.options.Parallel),
			optpreview.PolicyPacks(packs...), optpreview.PolicyPackConfigs(configs...), optpreview.Plan(s.dir.plan()))
		return err
	})
	if result == nil {
		return nil, err
	}
	return result, errors.Join(err, addDependencies(result.Planned, s.dir.plan()))
}

// Up creates and updates the resources, with the policy packs.
func (s *Session) Up(ctx context.Context) (*StepResult, error) {
	packs, configs, err := s.packArguments()
	if err != nil {
		return nil, err
	}
	return s.step(ctx, StepUp, expectation{packs: true}, func(stream chan events.EngineEvent) error {
		_, err := s.stack.Up(ctx, optup.EventStreams(stream), optup.Color(colour), optup.Parallel(s.options.Parallel),
			optup.PolicyPacks(packs...), optup.PolicyPackConfigs(configs...))
		return err
	})
}

// UpAgain is a second up, without policy packs, that must not change anything: otherwise it fails with ErrNotConverged.
func (s *Session) UpAgain(ctx context.Context) (*StepResult, error) {
	return s.step(ctx, StepUpAgain, expectation{nothing: ErrNotConverged}, func(stream chan events.EngineEvent) error {
		_, err := s.stack.Up(ctx, optup.EventStreams(stream), optup.Color(colour), optup.Parallel(s.options.Parallel))
		return err
	})
}

// Refresh reads every resource from the simulated cloud and takes over what it finds.
func (s *Session) Refresh(ctx context.Context) (*StepResult, error) {
	return s.refresh(ctx, expectation{})
}

func (s *Session) refresh(ctx context.Context, expected expectation) (*StepResult, error) {
	return s.step(ctx, StepRefresh, expected, func(stream chan events.EngineEvent) error {
		_, err := s.stack.Refresh(ctx, optrefresh.EventStreams(stream), optrefresh.Color(colour), optrefresh.Parallel(s.options.Parallel),
			optrefresh.ClearPendingCreates())
		return err
	})
}

// Destroy deletes every resource of the stack.
func (s *Session) Destroy(ctx context.Context) (*StepResult, error) {
	return s.step(ctx, StepDestroy, expectation{}, func(stream chan events.EngineEvent) error {
		_, err := s.stack.Destroy(ctx, optdestroy.EventStreams(stream), optdestroy.Color(colour), optdestroy.Parallel(s.options.Parallel))
		return err
	})
}

// expectation is what a step has to fulfil beyond ending well.
type expectation struct {
	// packs: every policy pack has run.
	packs bool
	// nothing: no resource changes, or else the step fails with this error.
	nothing error
}

// step runs one command of the engine and collects its events.
func (s *Session) step(ctx context.Context, step Step, expected expectation, run func(chan events.EngineEvent) error) (*StepResult, error) {
	if err := s.dir.tidy(); err != nil {
		return nil, err
	}
	s.tell(Event{Kind: StepStarted, Step: step})
	started := time.Now()
	collector := newCollector(step, s.options.Progress)
	err := run(collector.stream)
	result := collector.finish()
	result.Duration = time.Since(started)
	err = s.judge(ctx, result, expected, err)
	s.tell(Event{Kind: StepFinished, Step: step, Elapsed: result.Duration, Err: err})
	return result, err
}

// judge turns the outcome of a step into an error that says why it failed, or nil.
func (s *Session) judge(ctx context.Context, result *StepResult, expected expectation, err error) error {
	failure := &StepError{Step: result.Step, Err: err}
	for _, m := range result.Diagnostics {
		if m.Severity == "error" {
			failure.Diagnostics = append(failure.Diagnostics, m)
		}
	}
	for _, v := range result.Violations() {
		if v.Level == mandatory {
			failure.Violations = append(failure.Violations, v)
		}
	}
	switch {
	case err != nil && ctx.Err() != nil:
		failure.Err = fmt.Errorf("%w: %w", ErrInterrupted, err)
	case len(failure.Violations) > 0:
		failure.Err = errors.Join(ErrViolated, err)
	case err != nil:
		return explain(s.dir.root, failure)
	default:
		return s.judgeSuccess(result, expected)
	}
	return failure
}

func (s *Session) judgeSuccess(result *StepResult, expected expectation) error {
	if expected.packs {
		if missing := missingPacks(s.options.PolicyPacks, result.Packs); missing != nil {
			return &StepError{Step: result.Step, Err: fmt.Errorf("%w: %w", ErrPackMissing, missing)}
		}
	}
	if expected.nothing == nil {
		return nil
	}
	var unexpected []Planned
	for _, p := range result.Planned {
		if !quiet[p.Operation] {
			unexpected = append(unexpected, p)
		}
	}
	if len(unexpected) == 0 {
		return nil
	}
	return &StepError{Step: result.Step, Unexpected: unexpected, Err: expected.nothing}
}

// quiet are the operations that change nothing.
var quiet = map[string]bool{"same": true, "read": true, "refresh": true}

func (s *Session) tell(e Event) {
	if s.options.Progress != nil {
		s.options.Progress(e)
	}
}
