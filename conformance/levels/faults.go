package levels

import (
	"context"
	"errors"
	"fmt"
	"math/rand"
	"slices"
	"strings"

	"github.com/cloudgap/cloudgap/conformance/awsproxy"
	"github.com/cloudgap/cloudgap/conformance/parts"
	"github.com/cloudgap/cloudgap/conformance/programs"
	"github.com/cloudgap/cloudgap/rehearsal"
)

// runFaults plays every storm, and then kills the provider and the engine at moments that the seed chooses. The subjects of
// the other levels do not matter here.
func runFaults(ctx context.Context, options Options, cli string, backend awsproxy.Backend) []Result {
	subject := programSubject(programs.Storm())
	if options.Endpoint == "" {
		if _, err := parts.Moto(); err != nil {
			return skip(Faults, []Subject{subject}, err)
		}
	}
	var results []Result
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

// storm deploys while faults strike, then again without, and destroys everything. What is left must be what is known to be.
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
	removed, err := t.recover(ctx)
	if err != nil {
		return "", err
	}
	if refused := len(removed) > 0; refused != s.refused {
		return "", fmt.Errorf("the next up was to be refused: %t, it was: %t (%v)", s.refused, refused, removed)
	}
	left, err := t.end(ctx)
	if err != nil {
		return "", err
	}
	if kinds := kindsOf(left); !slices.Equal(kinds, sorted(s.left)) {
		return "", fmt.Errorf("found besides the state: %v, known is: %v", left, s.left)
	}
	return fmt.Sprintf("%d calls struck, %s, %s", len(struck), converged(s), describeLeft(left)), nil
}

// recover deploys again. Where AWS refuses that because an object that nobody has in a state is in the way, it removes the
// object as an operator would, deploys once more, and returns what it removed.
func (t *trial) recover(ctx context.Context) (removed []string, err error) {
	_, refused := inSession(ctx, t, nil, (*rehearsal.Session).Up)
	if refused == nil {
		return nil, nil
	}
	orphans, err := t.orphans(ctx)
	if err != nil {
		return nil, err
	}
	if len(orphans) == 0 {
		return nil, fmt.Errorf("the next up does not converge, and nothing is in its way: %w", refused)
	}
	if err := t.world.account.Remove(ctx, orphans); err != nil {
		return nil, err
	}
	_, err = inSession(ctx, t, nil, (*rehearsal.Session).Up)
	return orphans, err
}

// orphans lists the objects in the account that were not there before and are not in the state. What a VPC brings with it is.
func (t *trial) orphans(ctx context.Context) (orphans []string, err error) {
	resources, err := inSession(ctx, t, nil, (*rehearsal.Session).Resources)
	if err != nil {
		return nil, err
	}
	known := map[string]bool{}
	for _, r := range resources {
		known[r.ID] = true
		for _, implied := range []string{"mainRouteTableId", "defaultRouteTableId", "defaultNetworkAclId", "defaultSecurityGroupId"} {
			if id, ok := r.Outputs[implied].(string); ok {
				known[id] = true
			}
		}
	}
	now, err := t.world.account.Inventory(ctx)
	if err != nil {
		return nil, err
	}
	for _, object := range now {
		if !slices.Contains(t.before, object) && !known[object[strings.LastIndex(object, " ")+1:]] {
			orphans = append(orphans, object)
		}
	}
	return orphans, nil
}

func converged(s storm) string {
	switch {
	case s.refused:
		return "every later up refused until the lost object was deleted by hand"
	case s.fails:
		return "converged with the next up"
	default:
		return "converged within the same up"
	}
}

func describeLeft(left []string) string {
	if len(left) == 0 {
		return "nothing twice, nothing left"
	}
	return "found besides the state and deleted by hand: " + strings.Join(kindsOf(left), ", ") + "; then nothing left"
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

// end checks that an up changes nothing any more, and looks for objects that are in the account and in nobody's state, which
// it returns. It deletes these as an operator would, destroys what is in the state, and expects the account as it was.
func (t *trial) end(ctx context.Context) (orphans []string, err error) {
	if _, err := inSession(ctx, t, nil, (*rehearsal.Session).UpAgain); err != nil {
		return nil, err
	}
	if orphans, err = t.orphans(ctx); err != nil {
		return nil, err
	}
	if err := t.world.account.Remove(ctx, orphans); err != nil {
		return nil, err
	}
	if _, err := inSession(ctx, t, nil, (*rehearsal.Session).Destroy); err != nil {
		return nil, err
	}
	after, err := t.world.account.Inventory(ctx)
	if err != nil {
		return nil, err
	}
	if left := slices.DeleteFunc(after, func(object string) bool { return slices.Contains(t.before, object) }); len(left) > 0 {
		return nil, fmt.Errorf("destroy left %v", left)
	}
	return orphans, nil
}

func kindsOf(objects []string) []string {
	var kinds []string
	for _, object := range objects {
		kinds = append(kinds, object[:strings.LastIndex(object, " ")])
	}
	return sorted(kinds)
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
