package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/cloudgap/cloudgap/components/endpoints/resource"
	"github.com/cloudgap/cloudgap/rehearsal"
	"github.com/cloudgap/cloudgap/rehearsal/clouds"
	"github.com/cloudgap/cloudgap/stacks"
)

// stackArguments select the stack that a command looks at.
type stackArguments struct {
	Stack   string `arg:"" help:"Stack: the part between Pulumi. and .yaml of a file in the project."`
	Project string `help:"Directory with Pulumi.yaml and the stack files." default:"." type:"existingdir"`
}

// check finds mistakes in the stack's configuration before an engine starts.
func (a stackArguments) check() (*stacks.Environment, error) {
	// A project that cannot be listed has no stacks either, and the advice says so.
	if names, _ := stacks.Stacks(a.Project); !slices.Contains(names, a.Stack) {
		return nil, fmt.Errorf("stack: is not in the project, got %q; %s", a.Stack, stackAdvice(a.Project, "name one of"))
	}
	return stacks.LoadFile(a.file())
}

// stackAdvice lists the stacks that a project has, or says where to look for some.
func stackAdvice(dir, verb string) string {
	names, err := stacks.Stacks(dir)
	if err != nil || len(names) == 0 {
		return "there is no Pulumi.<stack>.yaml in " + dir + "; go to the project's directory or name it with --project"
	}
	return verb + ": " + strings.Join(names, ", ")
}

// observed selects the resources that a command looks at: those of a rehearsed stack, or of an exported state.
type observed struct {
	stackArguments
	State string `help:"Look at the output of pulumi stack export in this file instead of rehearsing the stack." type:"existingfile"`
}

// resources deploys the stack to simulated clouds that are forgotten afterwards, unless a state is given.
func (o observed) resources(ctx context.Context) ([]resource.Resource, error) {
	found, err := o.read(ctx)
	if err != nil {
		return nil, err
	}
	result := make([]resource.Resource, len(found))
	for i, r := range found {
		result[i] = resource.Resource{URN: r.URN, Type: r.Type, Parent: r.Parent, Inputs: r.Inputs, Outputs: r.Outputs}
	}
	return result, nil
}

func (o observed) read(ctx context.Context) (_ []rehearsal.Resource, err error) {
	if o.State != "" {
		state, err := os.ReadFile(o.State)
		if err != nil {
			return nil, fmt.Errorf("read the exported state: %w", err)
		}
		resources, err := rehearsal.ReadResources(state)
		if err != nil {
			return nil, fmt.Errorf("%s: %w; give what `pulumi stack export` printed", o.State, err)
		}
		if len(resources) > 0 && homeOf(resources[0].URN).stack != o.Stack {
			return nil, fmt.Errorf("%s: is the state of another stack than %s, got that of %s; name that stack, or export this one", o.State, o.Stack, homeOf(resources[0].URN))
		}
		return resources, nil
	}
	scratch, err := os.MkdirTemp("", "cloudgap-")
	if err != nil {
		return nil, fmt.Errorf("make a directory for the rehearsal: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(scratch)) }()
	session, err := rehearsal.Open(ctx, clouds.Attach(rehearsal.Options{
		ProjectDir: o.Project, Stack: o.Stack, StateDir: scratch, Program: stacks.Deploy,
	}))
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, session.Close()) }()
	if _, err := session.Up(ctx); err != nil {
		return nil, err
	}
	return session.Resources(ctx)
}

// home is where a resource belongs.
type home struct{ stack, project string }

// String names stack and project.
func (h home) String() string { return "stack " + h.stack + " of project " + h.project }

// homeOf reads a URN.
func homeOf(urn string) home {
	stack, rest, _ := strings.Cut(strings.TrimPrefix(urn, "urn:pulumi:"), "::")
	project, _, _ := strings.Cut(rest, "::")
	return home{stack, project}
}
