package levels

import (
	"context"
	"errors"
	"fmt"

	"github.com/cloudgap/cloudgap/conformance/awsproxy"
	"github.com/cloudgap/cloudgap/conformance/emulator"
	"github.com/cloudgap/cloudgap/conformance/parts"
	"github.com/cloudgap/cloudgap/rehearsal"
)

// Run runs the levels and returns a result for each level and subject.
func Run(ctx context.Context, options Options) ([]Result, error) {
	root, err := parts.Root()
	if err != nil {
		return nil, err
	}
	subjects, err := Subjects(root, options.Only)
	if err != nil {
		return nil, err
	}
	backend, provider, backendErr := findBackend(root)
	if backendErr == nil {
		options.Tell("provider: %s", provider)
	}
	cli, err := parts.Pulumi(root)
	if err != nil {
		return nil, err
	}
	var results []Result
	for _, level := range options.Levels {
		if backendErr != nil {
			results = append(results, skip(level, subjects, backendErr)...)
			continue
		}
		switch level {
		case Plan:
			results = append(results, runPlan(ctx, options, cli, backend, subjects)...)
		case Apply:
			results = append(results, runApply(ctx, options, cli, backend, subjects)...)
		case Faults:
			results = append(results, runFaults(ctx, options, cli, backend)...)
		default:
			return nil, fmt.Errorf("there is no level %q; the levels are %s, %s and %s", level, Plan, Apply, Faults)
		}
	}
	return results, nil
}

// runPlan previews every subject with the provider's own validation and planning. What a plan asks of AWS is answered from a
// library of facts; a question beyond that fails the plan, because nobody could answer it without an account.
func runPlan(ctx context.Context, options Options, cli string, backend awsproxy.Backend, subjects []Subject) []Result {
	front, err := emulator.StartLibrary()
	if err != nil {
		return skip(Plan, subjects, err)
	}
	defer front.Close()
	rig, err := newRig(cli, backend, front.URL())
	if err != nil {
		return skip(Plan, subjects, err)
	}
	defer rig.close()
	results := []Result{options.measured(ctx, Plan, Subject{Name: "refused"}, func(ctx context.Context) (string, []string, error) {
		detail, err := refusals(ctx, rig)
		return detail, nil, err
	})}
	for _, subject := range subjects {
		options.Tell("plan: %s", subject.Name)
		results = append(results, options.measured(ctx, Plan, subject, func(ctx context.Context) (string, []string, error) {
			detail, err := plan(ctx, rig, subject)
			return detail, nil, err
		}))
	}
	return results
}

func plan(ctx context.Context, rig *rig, subject Subject) (detail string, err error) {
	session, err := rig.open(ctx, subject, false)
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, session.Close()) }()
	planned, err := session.Preview(ctx)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%d resources of AWS planned by the provider", customs(planned)), nil
}

// customs counts the resources that a provider stands behind.
func customs(step *rehearsal.StepResult) int {
	count := 0
	for _, p := range step.Planned {
		if p.Custom && isAWS(p.Type) {
			count++
		}
	}
	return count
}

func isAWS(token string) bool { return len(token) > 4 && token[:4] == "aws:" }
