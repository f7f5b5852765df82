package rehearsal

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

// Report is the outcome of Run.
type Report struct {
	// Stack is the stack's name.
	Stack string
	// CLI is the version of the Pulumi CLI.
	CLI string
	// Steps are the steps that were taken, in their order, the failed one last.
	Steps []StepResult
	// Resources are the resources after the last up, in the order of their registration, the stack itself first.
	Resources []Resource
	// State is the exported state after the last up, as `pulumi stack export` prints it, secrets encrypted.
	State json.RawMessage
	// Outputs are the stack's outputs, secret ones as SecretText.
	Outputs map[string]any
	// Packs are what the policy packs said in the preview.
	Packs []PackResult
	// Notices tell what of the stack's settings a rehearsal leaves out.
	Notices []string
	// Duration is the time for everything.
	Duration time.Duration
}

// Run does the main job: preview with the policy packs, up, a second up that must change nothing, refresh that must find no drift,
// and destroy if the options say so. The first step that fails ends it; the report then holds the steps up to and including that one.
func Run(ctx context.Context, options Options) (report *Report, err error) {
	started := time.Now()
	report = &Report{Stack: options.Stack}
	defer func() { report.Duration = time.Since(started) }()
	tell := func(e Event) {
		if options.Progress != nil {
			options.Progress(e)
		}
	}
	tell(Event{Kind: StepStarted, Step: StepPrepare})
	session, err := Open(ctx, options)
	tell(Event{Kind: StepFinished, Step: StepPrepare, Elapsed: time.Since(started), Err: err})
	if err != nil {
		return report, err
	}
	defer func() { err = errors.Join(err, session.Close()) }()
	report.Steps = append(report.Steps, StepResult{Step: StepPrepare, Duration: time.Since(started)})
	report.CLI, report.Notices = session.command.version.String(), session.Notices()
	return report, session.runSteps(ctx, report)
}

func (s *Session) runSteps(ctx context.Context, report *Report) error {
	if err := report.add(s.Preview(ctx)); err != nil {
		return err
	}
	report.Packs = report.Steps[len(report.Steps)-1].Packs
	if err := report.add(s.Up(ctx)); err != nil {
		return err
	}
	if err := report.add(s.UpAgain(ctx)); err != nil {
		return err
	}
	state, err := s.Export(ctx)
	if err != nil {
		return err
	}
	report.State = state
	resources, err := ReadResources(state)
	if err != nil {
		return err
	}
	report.Resources, report.Outputs = resources, outputsOf(resources)
	if err := report.add(s.refresh(ctx, expectation{nothing: ErrDrift})); err != nil {
		return err
	}
	if !s.options.Destroy {
		return nil
	}
	if err := expectUnprotected(resources); err != nil {
		return err
	}
	if err := report.add(s.Destroy(ctx)); err != nil {
		return err
	}
	return s.expectEmpty()
}

// expectUnprotected fails before the engine does, which tells the same of each resource by itself.
func expectUnprotected(resources []Resource) error {
	var protected []string
	for _, r := range resources {
		if r.Protected {
			protected = append(protected, r.URN[strings.LastIndex(r.URN, "::")+len("::"):])
		}
	}
	if len(protected) == 0 {
		return nil
	}
	return &StepError{Step: StepDestroy, Err: fmt.Errorf("%w: %d of them, such as %s; a real account would keep them too: lift the protection in the stack's settings first",
		ErrProtected, len(protected), protected[0])}
}

// expectEmpty fails when the simulated cloud still has objects, other than what a service keeps after a deletion.
func (s *Session) expectEmpty() error {
	left := slices.DeleteFunc(s.cloud.Objects(), func(o cloud.Object) bool { return o.Remains })
	if len(left) == 0 {
		return nil
	}
	return &StepError{Step: StepDestroy, Err: fmt.Errorf("%w: %d objects, the first is %s %s", ErrLeftover, len(left), left[0].Kind, left[0].ID)}
}

func (r *Report) add(result *StepResult, err error) error {
	if result != nil {
		r.Steps = append(r.Steps, *result)
		if len(result.Packs) > 0 && len(r.Packs) == 0 {
			r.Packs = result.Packs
		}
	}
	return err
}
