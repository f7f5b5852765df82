package main

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"os"
	"slices"
	"strings"

	"github.com/aws/smithy-go"

	"github.com/cloudgap/cloudgap/internal/orphans"
	"github.com/cloudgap/cloudgap/internal/orphans/account"
	"github.com/cloudgap/cloudgap/internal/term"
	"github.com/cloudgap/cloudgap/policy/isolation"
)

type orphansCommand struct {
	Plan   string            `arg:"" help:"What pulumi preview --json --show-sames printed." type:"existingfile"`
	State  string            `arg:"" help:"What pulumi stack export printed." type:"existingfile"`
	Also   []string          `help:"What pulumi stack export printed for other stacks that put the same tags on their objects." type:"existingfile" placeholder:"FILE"`
	Tag    map[string]string `help:"Look for objects with this tag. Default: the tags that all resources of the plan have in common, but for Name." placeholder:"KEY=VALUE"`
	Region string            `help:"Region to look in. Default: that of the AWS CLI."`
	Import string            `help:"Write a file for pulumi import with what the next up would make and is there already." placeholder:"FILE"`
	Copies bool              `help:"Import second copies as well, under names that no program registers: the next up deletes them."`
	JSON   bool              `name:"json" help:"Print what was found as JSON."`
}

// Run looks in the account for what an interrupted up has made and no state knows. Something found is a failure.
func (c *orphansCommand) Run(env *environment) error {
	return c.look(env, func(ctx context.Context, region string) (orphans.Account, error) { return account.Open(ctx, region) })
}

func (c *orphansCommand) look(env *environment, open func(context.Context, string) (orphans.Account, error)) error {
	if c.Copies && c.Import == "" {
		return errors.New("copies: are imported only with a file to write them to, got no --import; name one with --import FILE")
	}
	program, err := readResources(c.Plan, isolation.ReadPlan)
	if err != nil {
		return err
	}
	var states [][]isolation.Resource
	for _, file := range append([]string{c.State}, c.Also...) {
		// A state that was lost is empty, and everything in the account is what it has forgotten.
		state, err := readResources(file, isolation.ReadState)
		if err != nil && !errors.Is(err, isolation.ErrNoResources) {
			return err
		}
		states = append(states, state)
	}
	if err := sameStack(program, states[0]); err != nil {
		return err
	}
	there, err := open(env.ctx, c.Region)
	if err != nil {
		return err
	}
	report, err := orphans.Find(env.ctx, there, program, states, c.Tag)
	if err != nil {
		return explainOrphans(err)
	}
	return c.tell(env, report, program, states[0])
}

func (c *orphansCommand) tell(env *environment, report *orphans.Report, program, state []isolation.Resource) error {
	var file []byte
	if c.Import != "" {
		var err error
		if file, err = report.ImportFile(program, state, c.Copies); err != nil {
			return err
		}
	}
	if c.JSON {
		if err := printJSON(env.out, report); err != nil {
			return err
		}
	} else {
		writeOrphans(env.out, report)
	}
	if file != nil {
		if err := os.WriteFile(c.Import, file, 0o600); err != nil {
			return fmt.Errorf("write the import file: %w; name one that can be written with --import", err)
		}
		if !c.JSON {
			env.out.Printf("\nNext: pulumi import --file %s --protect=false --generate-code=false, then pulumi up\n", c.Import)
		}
	}
	if !report.Clean() {
		return &failure{fmt.Errorf("orphans: objects in the account and in no state: %d", len(report.Begun)+len(report.Copies)+len(report.Strangers))}
	}
	return nil
}

// sameStack refuses a plan with the state of another stack: nothing that the plan's own stack has would be known.
func sameStack(plan, state []isolation.Resource) error {
	if len(state) == 0 {
		return nil
	}
	if planned, held := homeOf(plan[0].URN), homeOf(state[0].URN); planned != held {
		return fmt.Errorf("the plan is of another stack than the state, got %s and %s; make both with the same stack selected, and name other stacks' states with --also",
			planned, held)
	}
	return nil
}

func readResources(file string, read func(io.Reader) ([]isolation.Resource, error)) ([]isolation.Resource, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", file, err)
	}
	resources, err := read(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return resources, nil
}

// refusals are the codes by which AWS says that it will not answer, and what to do.
var refusals = []struct {
	codes  []string
	remedy string
}{
	{[]string{"AccessDenied", "AccessDeniedException", "UnauthorizedOperation"}, "docs/guides/recover-from-a-killed-up.md has the policy that is needed"},
	{[]string{"ExpiredToken", "ExpiredTokenException", "RequestExpired"}, "log in again"},
	{[]string{"AuthFailure", "InvalidClientTokenId", "UnrecognizedClientException"}, "check AWS_PROFILE, and that the account has the region enabled"},
}

// explainOrphans adds what to do.
func explainOrphans(err error) error {
	var api smithy.APIError
	var name *net.DNSError
	switch {
	case errors.Is(err, orphans.ErrNoTags):
		return fmt.Errorf("%w; name one with --tag KEY=VALUE", err)
	case errors.Is(err, orphans.ErrElsewhere):
		return fmt.Errorf("%w; check AWS_PROFILE and --region", err)
	case errors.As(err, &name):
		return fmt.Errorf("%w; check --region, and that AWS is in reach", err)
	case errors.As(err, &api):
		for _, r := range refusals {
			if slices.Contains(r.codes, api.ErrorCode()) {
				return fmt.Errorf("%w; %s", err, r.remedy)
			}
		}
	}
	return err
}

func writeOrphans(out *term.Writer, report *orphans.Report) {
	var tags []string
	for _, key := range slices.Sorted(maps.Keys(report.Tags)) {
		tags = append(tags, key+"="+report.Tags[key])
	}
	if report.Clean() {
		out.Printf("Every object tagged %s is in a state.\n", strings.Join(tags, ", "))
	} else {
		out.Printf("Tagged %s, or of a planned resource without tags, and in no state:\n\n", strings.Join(tags, ", "))
		var rows [][]term.Cell
		for _, group := range []struct {
			advice string
			found  []orphans.Orphan
		}{
			{"go on with it: import it", report.Begun},
			{"a second copy: up deletes it after an import with --copies", report.Copies},
			{"not of this program: whose is it?", report.Strangers},
		} {
			for _, o := range group.found {
				rows = append(rows, term.Row(cmp.Or(o.ID, o.ARN), o.Type, o.Name, group.advice))
			}
		}
		out.Table([]string{"object", "type", "name", "what to do"}, rows)
	}
	if len(report.Ignored) == 0 {
		return
	}
	var ignored []string
	for _, sort := range slices.Sorted(maps.Keys(report.Ignored)) {
		ignored = append(ignored, fmt.Sprintf("%d %s", report.Ignored[sort], sort))
	}
	out.Printf("\nLeft alone, since AWS makes it on behalf of something else: %s\n", strings.Join(ignored, ", "))
}
