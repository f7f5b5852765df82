package gate

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/cloudgap/cloudgap/policy/isolation"
	"github.com/cloudgap/cloudgap/policy/pack"
	"github.com/cloudgap/cloudgap/policy/rules"
	"github.com/cloudgap/cloudgap/rehearsal"
)

// Rehearsal says how to judge a stack with the engine.
type Rehearsal struct {
	// Options are the rehearsal's. Options.PolicyPacks must hold the pack; its run is asserted.
	Options rehearsal.Options
	// Settings are what the pack's configuration file declares; the subnets are judged with them.
	Settings rules.Settings
	// Up also creates the stack in the simulated cloud, with the pack, if the preview is clean.
	Up bool
	// Sources find the files that the reports name.
	Sources Sources
	// File is the file that the reports name for what has no line: the stack's configuration.
	File string
}

// Rehearse judges a stack by running it through the engine with the policy pack. An error means that it was interrupted;
// whatever else goes wrong is the stack's Problem.
func Rehearse(ctx context.Context, r Rehearsal) (Stack, error) {
	s := Stack{Name: r.Options.Stack, File: r.File}
	err := s.rehearse(ctx, r)
	if ctx.Err() != nil {
		return s, ctx.Err()
	}
	if err != nil && s.Problem == "" {
		s.Problem = err.Error()
	}
	return s, nil
}

func (s *Stack) rehearse(ctx context.Context, r Rehearsal) (err error) {
	session, err := rehearsal.Open(ctx, r.Options)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, session.Close()) }()
	s.Notices = session.Notices()
	preview, err := session.Preview(ctx)
	s.take(preview, err)
	if preview != nil {
		// After an error of the program or the engine the pack has not judged the stack as a whole, and the error says why.
		s.problem(PackProblem(preview.Packs))
	}
	if s.Problem != "" {
		s.place(nil, r.Sources, "")
		return nil
	}
	plan, err := session.PlanDocument(ctx)
	if err != nil {
		s.place(nil, r.Sources, "")
		return err
	}
	k, data := planDocument, []byte(plan.JSON)
	if r.Up && len(s.Violations) == 0 {
		up, err := session.Up(ctx)
		s.take(up, err)
		if data, err = session.Export(ctx); err != nil {
			return err
		}
		k = stateDocument
	}
	d, err := readDocument(k, data)
	if err != nil {
		return err
	}
	s.Snapshot = snapshotOf(d, isolation.Build(d.resources, r.Settings.Network))
	s.place(d, r.Sources, plan.Root)
	return nil
}

// Plan takes the snapshot of a stack without judging it.
func Plan(ctx context.Context, options rehearsal.Options, settings rules.Settings) (snapshot Snapshot, err error) {
	session, err := rehearsal.Open(ctx, options)
	if err != nil {
		return Snapshot{}, err
	}
	defer func() { err = errors.Join(err, session.Close()) }()
	plan, err := session.PlanDocument(ctx)
	if err != nil {
		return Snapshot{}, err
	}
	d, err := readDocument(planDocument, plan.JSON)
	if err != nil {
		return Snapshot{}, err
	}
	return snapshotOf(d, isolation.Build(d.resources, settings.Network)), nil
}

// take takes over what the pack said in a step, and why the step failed if it was not the pack.
func (s *Stack) take(step *rehearsal.StepResult, err error) {
	if step != nil {
		s.takePacks(step.Packs)
	}
	failed, isStep := errors.AsType[*rehearsal.StepError](err)
	switch {
	case err == nil:
	case !isStep || !errors.Is(err, rehearsal.ErrViolated):
		s.problem(err.Error())
	case len(failed.Diagnostics) > 0:
		// The engine stops at an error, so that what comes after it was never judged.
		var texts []string
		for _, d := range failed.Diagnostics {
			texts = append(texts, strings.TrimSpace(nameOf(d.URN)+" "+d.Text))
		}
		s.problem(fmt.Sprintf("%s: %v: %s", failed.Step, rehearsal.ErrFailed, strings.Join(texts, "; ")))
	}
}

func (s *Stack) problem(text string) {
	if s.Problem == "" {
		s.Problem = text
	}
}

func (s *Stack) takePacks(packs []rehearsal.PackResult) {
	for _, p := range packs {
		if p.Name == pack.Name {
			s.Pack = Pack{Name: p.Name, Version: p.Version, Rules: len(p.Rules)}
		}
		for _, reported := range p.Violations {
			v := violationOf(reported.Policy, reported.URN, reported.Message)
			v.Message = strings.TrimPrefix(strings.TrimPrefix(v.Message, v.Title), "\n")
			if waiver, rest, isWaived := cutWaiver(v.Message); isWaived && reported.Level == "advisory" {
				v.Waiver, v.Message = waiver, rest
				s.Waived = append(s.Waived, v)
			} else {
				s.Violations = append(s.Violations, v)
			}
		}
	}
}

// cutWaiver takes the waiver from the message with which the pack shows what a waiver excuses.
func cutWaiver(message string) (waiver, rest string, found bool) {
	line, rest, _ := strings.Cut(message, "\n")
	waiver, found = strings.CutPrefix(line, "waived: ")
	return waiver, rest, found
}

// PackProblem says what is wrong with the packs that ran, or nothing: a run without the very pack, or with a part of its rules,
// would look clean.
func PackProblem(packs []rehearsal.PackResult) string {
	for _, p := range packs {
		switch {
		case p.Name != pack.Name:
		case p.Version != pack.Version:
			return fmt.Sprintf("the policy pack %s ran in version %q, expected %q", p.Name, p.Version, pack.Version)
		case len(p.Rules) != pack.RuleCount():
			return fmt.Sprintf("the policy pack %s ran with %d rules, expected %d", p.Name, len(p.Rules), pack.RuleCount())
		default:
			return ""
		}
	}
	return fmt.Sprintf("the policy pack %s did not run", pack.Name)
}
