package levels

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"

	"github.com/cloudgap/cloudgap/conformance/awsproxy"
	"github.com/cloudgap/cloudgap/rehearsal"
	"github.com/cloudgap/cloudgap/rehearsal/aws"
	"github.com/cloudgap/cloudgap/rehearsal/cloud"
	"github.com/cloudgap/cloudgap/rehearsal/provider"
)

// changes compares what the simulation and the provider make of the same changes: of each input of each type of resource that a
// subject has, one at a time, from the state that the simulated up leaves. Of the resources of all subjects that have an input, the
// first by name is asked.
type changes struct {
	ours, theirs *oracle
	served       *provider.Providers

	mu   sync.Mutex
	seen map[string]bool
}

// openChanges starts a simulated AWS beside the rig's provider.
func openChanges(ctx context.Context, rig *rig) (*changes, error) {
	simulated, err := simulatedAWS()
	if err != nil {
		return nil, err
	}
	c := &changes{seen: map[string]bool{}}
	if c.served, err = provider.Serve(simulated, provider.Options{}); err != nil {
		return nil, err
	}
	_, port, _ := strings.Cut(c.served.Attachments(), ":")
	if c.ours, err = openOracle(ctx, "127.0.0.1:"+port, recordedState); err != nil {
		return nil, errors.Join(err, c.close())
	}
	if c.theirs, err = openOracle(ctx, fmt.Sprintf("127.0.0.1:%d", rig.proxy.Port()), rig.stateForProvider); err != nil {
		return nil, errors.Join(err, c.close())
	}
	return c, nil
}

func (c *changes) close() error {
	for _, o := range []*oracle{c.ours, c.theirs} {
		if o != nil {
			o.close()
		}
	}
	return c.served.Close()
}

func recordedState(r rehearsal.Resource) (resource.PropertyMap, error) {
	return resource.NewPropertyMapFromMap(r.Outputs), nil
}

// stateForProvider is the simulation's state in the form that the rig's provider writes itself.
func (r *rig) stateForProvider(made rehearsal.Resource) (resource.PropertyMap, error) {
	state, err := recordedState(made)
	if err != nil || r.backend.Plugin != "" {
		return state, err
	}
	return awsproxy.AsProvided(made.Type, made.ID, state)
}

// made deploys a subject to the simulation, without policies, and returns its resources of AWS.
func (r *rig) made(ctx context.Context, subject Subject) (resources []rehearsal.Resource, err error) {
	subject.Name += "-made"
	session, err := r.openWith(ctx, subject, committed, rehearsal.Options{PulumiCLI: r.cli, Packages: []cloud.Package{aws.Package()}})
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, session.Close()) }()
	if _, err := session.Up(ctx); err != nil {
		return nil, err
	}
	all, err := session.Resources(ctx)
	return slices.DeleteFunc(all, func(r rehearsal.Resource) bool { return !r.Custom || !isAWS(r.Type) }), err
}

// comparison is what came of the changes of one subject.
type comparison struct {
	mu sync.Mutex
	// agreed counts the changes of which both make the same, by effect; types are those of the resources.
	agreed map[effect]int
	types  map[string]bool
	// anew counts the inputs that were set though no program sets them, stuck those of them for which no valid value was found.
	anew, stuck int
	// found are those of which they do not, unable those for which no other valid value was found, with the provider's refusal.
	found  []reaction
	unable map[string]string
	err    error
}

// reaction is what two providers make of one change.
type reaction struct {
	// token is the type's, mutation the key of what was changed, empty where nothing was; example names the resource.
	token, mutation, example string
	from, to                 any
	ours, theirs             outcome
}

func (c reaction) String() string {
	return fmt.Sprintf("%s %s (%s) from %s to %s: simulated %s; by the provider %s", c.token, c.mutation, c.example, shown(c.from), shown(c.to), c.ours, c.theirs)
}

// compare asks both sides about the resources.
func (c *changes) compare(ctx context.Context, resources []rehearsal.Resource) *comparison {
	result := &comparison{agreed: map[effect]int{}, types: map[string]bool{}, unable: map[string]string{}}
	resources = slices.SortedFunc(slices.Values(resources), func(a, b rehearsal.Resource) int { return strings.Compare(a.URN, b.URN) })
	var wait sync.WaitGroup
	place := make(chan struct{}, askedAbreast)
	for _, r := range resources {
		inputs := ownProperties(r.Inputs).(map[string]any)
		fresh := c.fresh(r.Type, changesOf(r, inputs))
		if len(fresh) == 0 {
			continue
		}
		place <- struct{}{}
		wait.Go(func() {
			defer func() { <-place }()
			if err := c.compareOne(ctx, r, inputs, fresh, result); err != nil {
				result.mu.Lock()
				result.err = errors.Join(result.err, err)
				result.mu.Unlock()
			}
		})
	}
	wait.Wait()
	return result
}

// filledIn is where recorded inputs list those that no program gave.
const filledIn = "__defaults"

// changesOf are the mutations of a resource, with those that set what its program does not, and without taking away a name that was
// made up: the simulation makes up the same again.
func changesOf(r rehearsal.Resource, inputs map[string]any) []mutation {
	mutations := mutationsOf(inputs)
	known, err := simulatedType(r.Type)
	if err != nil {
		return mutations
	}
	mutations = append(mutations, anewOf(nil, inputs, known.Schema().Inputs)...)
	filled, _ := r.Inputs[filledIn].([]any)
	return slices.DeleteFunc(mutations, func(m mutation) bool {
		return awsproxy.OursAlone(r.Type, m.top()) || m.removed && m.key() == known.NamedBy()+" removed" && slices.Contains(filled, any(known.NamedBy()))
	})
}

// askedAbreast is how many resources are asked about at a time.
const askedAbreast = 4

// fresh are the mutations that no resource of the type was asked about before.
func (c *changes) fresh(token string, mutations []mutation) []mutation {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.DeleteFunc(mutations, func(m mutation) bool {
		key := token + " " + m.key()
		defer func() { c.seen[key] = true }()
		return c.seen[key]
	})
}

func (c *changes) compareOne(ctx context.Context, r rehearsal.Resource, inputs map[string]any, mutations []mutation, result *comparison) error {
	ours, err := c.ours.ask(ctx, r, inputs)
	if err != nil {
		return fmt.Errorf("the simulation: %w", err)
	}
	theirs, err := c.theirs.ask(ctx, r, inputs)
	if err != nil {
		return fmt.Errorf("the provider: %w", err)
	}
	b := &both{ours: ours, theirs: theirs}
	still, err := b.effects(ctx, inputs)
	if err != nil {
		return err
	}
	still.token, still.example = r.Type, nameOf(r.URN)
	result.note(still)
	for _, m := range mutations {
		key := r.Type + " " + m.key()
		tried, err := b.mutate(ctx, key, inputs, m)
		if err != nil {
			return err
		}
		for _, each := range tried {
			each.token, each.mutation, each.example = r.Type, m.key(), nameOf(r.URN)
			result.note(each)
		}
		last := tried[len(tried)-1]
		if m.anew {
			result.setAnew(last)
		}
		if !m.removed && !m.anew && (last.ours.effect == invalid || last.theirs.effect == invalid) {
			result.cannot(key, last)
		}
	}
	return nil
}

// String counts what was compared.
func (r *comparison) String() string {
	all := len(r.found)
	for _, count := range r.agreed {
		all += count
	}
	return fmt.Sprintf("%d changes of %d types tried on both sides (%d replace, %d update, %d do nothing, %d refused), %d inputs set anew, %d of them to no valid value",
		all, len(r.types), r.agreed[replaces], r.agreed[updates], r.agreed[nothing], r.agreed[invalid], r.anew, r.stuck)
}

func (r *comparison) note(c reaction) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.types[c.token] = true
	if c.ours.effect == c.theirs.effect {
		r.agreed[c.ours.effect]++
	} else if !slices.ContainsFunc(r.found, func(other reaction) bool { return other.token == c.token && other.mutation == c.mutation }) {
		r.found = append(r.found, c)
	}
}

func (r *comparison) setAnew(last reaction) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.anew++
	if last.ours.effect == invalid || last.theirs.effect == invalid {
		r.stuck++
	}
}

func (r *comparison) cannot(key string, last reaction) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.unable[key] = last.ours.why + last.theirs.why
}

// both asks two providers the same.
type both struct{ ours, theirs *asked }

func (b *both) effects(ctx context.Context, inputs map[string]any) (reaction, error) {
	var c reaction
	var err error
	if c.ours, err = b.ours.effectOf(ctx, inputs); err != nil {
		return c, err
	}
	c.theirs, err = b.theirs.effectOf(ctx, inputs)
	return c, err
}

// mostTried bounds the search for a valid value.
const mostTried = 10

// mutate asks about a mutation, with one value after the other until both sides take one. Values that one side alone refuses are
// differences; those that both refuse show only that both know them to be invalid, and the last is told.
func (b *both) mutate(ctx context.Context, key string, inputs map[string]any, m mutation) ([]reaction, error) {
	present := lookup(inputs, m.path)
	values := []any{nil}
	switch {
	case m.anew:
		values = firstValues(m.path[len(m.path)-1].(string), m.shape)
	case !m.removed:
		values = others(key, present)
	}
	var tried []reaction
	for i := 0; i < min(len(values), mostTried); i++ {
		c, err := b.effects(ctx, with(inputs, m.path, values[i]).(map[string]any))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", key, err)
		}
		c.from, c.to = present, values[i]
		tried = append(tried, c)
		if c.ours.effect != invalid && c.theirs.effect != invalid {
			break
		}
		if !m.removed {
			for _, value := range append(suggested(c.theirs.why, present), suggested(c.ours.why, present)...) {
				if !slices.ContainsFunc(values, func(known any) bool { return reflect.DeepEqual(known, value) }) {
					values = slices.Insert(values, i+1, value)
				}
			}
		}
	}
	return tried, nil
}
