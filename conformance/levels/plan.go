package levels

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/cloudgap/cloudgap/conformance/awsproxy"
	"github.com/cloudgap/cloudgap/conformance/emulator"
	"github.com/cloudgap/cloudgap/conformance/parts"
	"github.com/cloudgap/cloudgap/rehearsal"
	"github.com/cloudgap/cloudgap/rehearsal/aws"
	"github.com/cloudgap/cloudgap/rehearsal/cloud"
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
			results = append(results, runFaults(ctx, options, cli, backend, subjects)...)
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
	changes, err := openChanges(ctx, rig)
	if err != nil {
		return skip(Plan, subjects, err)
	}
	defer changes.close()
	results := []Result{options.measured(ctx, Plan, Subject{Name: "mistakes"}, func(ctx context.Context) (string, []string, error) {
		detail, err := refusals(ctx, rig)
		return detail, nil, err
	})}
	for _, subject := range subjects {
		options.Tell("plan: %s", subject.Name)
		results = append(results, options.measured(ctx, Plan, subject, func(ctx context.Context) (string, []string, error) {
			return plan(ctx, rig, changes, subject)
		}))
	}
	return append(results, options.measured(ctx, Plan, Subject{Name: "types"}, func(ctx context.Context) (string, []string, error) {
		resources, err := oneOfEveryType()
		if err != nil {
			return "", nil, err
		}
		counted, differences, err := compareChanges(ctx, changes, resources)
		return "one resource of every simulated type, " + counted, differences, err
	}))
}

// plan previews a subject with the provider and with the simulation, with the policy pack on both. What they plan and what the
// pack says must be the same but for known differences; and so must be what they make of changes.
func plan(ctx context.Context, rig *rig, changes *changes, subject Subject) (detail string, differences []string, err error) {
	provided, err := rig.preview(ctx, subject, rehearsal.Options{})
	if err != nil {
		return "", nil, err
	}
	detail = fmt.Sprintf("%d resources of AWS planned by the provider", customs(provided))
	simulated := subject
	simulated.Name += "-simulated"
	rehearsed, err := rig.preview(ctx, simulated, rehearsal.Options{Packages: []cloud.Package{aws.Package()}})
	if missing := notSimulated.FindStringSubmatch(fmt.Sprint(err)); missing != nil {
		return detail, []string{"not compared with the simulation, which has no " + missing[1]}, nil
	}
	if err != nil {
		return detail, nil, fmt.Errorf("the simulation: %w", err)
	}
	differences, unknown := judgePlan(compare(rehearsed.Planned, provided.Planned))
	if len(unknown) > 0 {
		err = fmt.Errorf("the simulation plans otherwise:\n  %s", strings.Join(unknown, "\n  "))
	}
	said, want := verdict(provided), verdict(rehearsed)
	if !slices.Equal(said, want) {
		err = errors.Join(err, fmt.Errorf("the policy pack says of the simulation's plan:\n  %s\nand of the provider's:\n  %s",
			strings.Join(want, "\n  "), strings.Join(said, "\n  ")))
	}
	detail = fmt.Sprintf("%s, %d violations of the policy pack as in the simulation", detail, len(said))
	counted, more, changed := planChanges(ctx, rig, changes, subject)
	return detail + ", " + counted, append(differences, more...), errors.Join(err, changed)
}

// planChanges compares what both sides make of changes to what the subject deploys.
func planChanges(ctx context.Context, rig *rig, changes *changes, subject Subject) (detail string, differences []string, err error) {
	resources, err := rig.made(ctx, subject)
	if err != nil {
		return "", nil, fmt.Errorf("deploy to the simulation: %w", err)
	}
	return compareChanges(ctx, changes, resources)
}

// compareChanges compares what both sides make of changes to resources.
func compareChanges(ctx context.Context, changes *changes, resources []rehearsal.Resource) (detail string, differences []string, err error) {
	compared := changes.compare(ctx, resources)
	differences, unknown := judgeChanges(compared.found, compared.unable)
	err = compared.err
	if len(unknown) > 0 {
		err = errors.Join(err, fmt.Errorf("the simulation makes something else of changes:\n  %s", strings.Join(unknown, "\n  ")))
	}
	return compared.String(), differences, err
}

// notSimulated is how the simulation refuses a type that it does not know.
var notSimulated = regexp.MustCompile(`resource type "([^"]+)" cannot be simulated`)

// preview plans a subject with the policy pack. Violations are no error: they are part of the result.
func (r *rig) preview(ctx context.Context, subject Subject, options rehearsal.Options) (planned *rehearsal.StepResult, err error) {
	if options.PolicyPacks, err = r.policyPack(); err != nil {
		return nil, err
	}
	options.PulumiCLI = r.cli
	session, err := r.openWith(ctx, subject, committed, options)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, session.Close()) }()
	planned, err = session.Preview(ctx)
	if errors.Is(err, rehearsal.ErrViolated) && !notSimulated.MatchString(err.Error()) {
		err = nil
	}
	return planned, err
}

// verdict lists what the policy pack found: resource and rule of each violation.
func verdict(planned *rehearsal.StepResult) []string {
	var found []string
	for _, v := range planned.Violations() {
		found = append(found, v.Policy+" "+v.URN)
	}
	return sorted(found)
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
