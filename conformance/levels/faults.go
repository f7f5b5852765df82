package levels

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand"
	"slices"
	"strings"

	"github.com/cloudgap/cloudgap/conformance/awsproxy"
	"github.com/cloudgap/cloudgap/conformance/parts"
	"github.com/cloudgap/cloudgap/conformance/programs"
	"github.com/cloudgap/cloudgap/internal/orphans"
	"github.com/cloudgap/cloudgap/rehearsal"
)

// runFaults plays every storm, and then kills the provider and the engine at moments that the seed chooses, on a program that is made
// for it. Subjects that the options name are killed in its place, without the storms, which strike calls of that program.
func runFaults(ctx context.Context, options Options, cli string, backend awsproxy.Backend, subjects []Subject) []Result {
	subject := programSubject(programs.Storm())
	if options.Endpoint == "" {
		if _, err := parts.Moto(); err != nil {
			return skip(Faults, []Subject{subject}, err)
		}
	}
	var results []Result
	if len(options.Only) > 0 {
		for _, subject := range subjects {
			if subject.program != nil { // An example makes what the stacks make.
				results = append(results, runKills(ctx, options, cli, backend, subject)...)
			}
		}
		return results
	}
	for _, storm := range storms {
		if !strings.Contains(storm.name, options.Storm) {
			continue
		}
		named := subject
		named.Name = storm.name
		results = append(results, options.measured(ctx, Faults, named, func(ctx context.Context) (string, []string, error) {
			return inNewAccount(ctx, options, cli, backend, subject, func(trial *trial) (string, error) { return trial.storm(ctx, storm) })
		}))
	}
	return append(results, runKills(ctx, options, cli, backend, subject)...)
}

// trial is one try of a program in an account of its own.
type trial struct {
	options Options
	rig     *rig
	world   *world
	subject Subject
	before  []string
	// implied counts by kind what AWS makes on behalf of what is in the state, such as the instances of an Auto Scaling group.
	implied map[string]int
}

func inNewAccount(ctx context.Context, options Options, cli string, backend awsproxy.Backend, subject Subject, run func(*trial) (string, error)) (string, []string, error) {
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
	before, err := world.account.Inventory(ctx)
	if err != nil {
		return "", nil, err
	}
	detail, err := run(&trial{options: options, rig: rig, world: world, subject: subject, before: before})
	return detail, nil, err
}

// storm deploys while faults strike, takes what they left into the state, deploys without them, and destroys everything. What is
// taken must be what is known to be left.
func (t *trial) storm(ctx context.Context, s storm) (string, error) {
	t.world.front.Faults().Play(s.faults...)
	_, first := inSession(ctx, t, nil, (*rehearsal.Session).Up)
	struck := t.world.front.Faults().Clear()
	if len(struck) == 0 {
		return "", errors.New("no call was struck: the storm proves nothing")
	}
	if failed := first != nil; failed != s.fails {
		return "", fmt.Errorf("the first up was to fail: %t, it failed: %t, %w", s.fails, failed, orNothing(first))
	}
	found, err := t.recover(ctx)
	if err != nil {
		return "", err
	}
	if begun, copies := typesOf(found.Begun), typesOf(found.Copies); !slices.Equal(begun, sorted(s.begun)) || !slices.Equal(copies, sorted(s.copies)) {
		return "", fmt.Errorf("begun %v and copies %v were found, known are %v and %v", begun, copies, s.begun, s.copies)
	}
	converged := "converged within the same up"
	if s.fails {
		converged = "converged with the next up"
	}
	return fmt.Sprintf("%d calls struck, %s, %s", len(struck), converged, describeFound(found)), t.settle(ctx)
}

// recover takes what the first up left into the state and deploys again.
func (t *trial) recover(ctx context.Context) (*orphans.Report, error) {
	found, err := t.adopt(ctx)
	if err != nil {
		return nil, fmt.Errorf("take over what the up has left: %w", err)
	}
	if _, err := inSession(ctx, t, nil, (*rehearsal.Session).Up); err != nil {
		return nil, fmt.Errorf("the next up does not converge (%s): %w", describeFound(found), err)
	}
	return found, nil
}

var errNothing = errors.New("no error")

func orNothing(err error) error {
	if err == nil {
		return errNothing
	}
	return err
}

// inSession opens a session of the trial's program, does one thing in it and closes it.
func inSession[T any](ctx context.Context, t *trial, progress func(rehearsal.Event), do func(*rehearsal.Session, context.Context) (T, error)) (result T, err error) {
	session, err := t.rig.openWatched(ctx, t.subject, progress)
	if err != nil {
		return result, err
	}
	defer func() { err = errors.Join(err, session.Close()) }()
	return do(session, ctx)
}

// settle checks that an up changes nothing any more and that the account has nothing but what the state has, destroys that, and
// expects the account as it was.
func (t *trial) settle(ctx context.Context) error {
	if _, err := inSession(ctx, t, nil, (*rehearsal.Session).UpAgain); err != nil {
		return err
	}
	left, err := t.unknown(ctx)
	if err != nil {
		return err
	}
	if !maps.Equal(countKinds(left), t.implied) {
		return fmt.Errorf("in the account twice, or forgotten by the state: %v; known is %v", left, t.implied)
	}
	if _, err := inSession(ctx, t, nil, (*rehearsal.Session).Destroy); err != nil {
		return err
	}
	after, err := t.world.account.Inventory(ctx)
	if err != nil {
		return err
	}
	if left := slices.DeleteFunc(after, func(object string) bool { return slices.Contains(t.before, object) }); len(left) > 0 {
		return fmt.Errorf("destroy left %v", left)
	}
	return nil
}

func sorted(list []string) []string {
	list = slices.Clone(list)
	slices.Sort(list)
	return slices.Compact(list)
}

// moments are the calls to AWS after which a kill falls, different ones out of those of an undisturbed up.
func moments(seed int64, count, calls int) []int {
	random := rand.New(rand.NewSource(seed))
	points := random.Perm(calls)
	return points[:min(count, calls)]
}
