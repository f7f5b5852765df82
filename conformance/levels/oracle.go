package levels

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/plugin"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/structpb"

	"github.com/cloudgap/cloudgap/rehearsal"
	"github.com/cloudgap/cloudgap/stacks"
)

// oracle is a provider that is asked, without an engine, what it would make of a change. Nothing is done.
type oracle struct {
	client     pulumirpc.ResourceProviderClient
	connection *grpc.ClientConn
	// state is the recorded state of a resource as this provider wants it.
	state func(rehearsal.Resource) (resource.PropertyMap, error)
}

// openOracle connects to the provider that serves at an address, and configures it for the region of all subjects.
func openOracle(ctx context.Context, address string, state func(rehearsal.Resource) (resource.PropertyMap, error)) (*oracle, error) {
	connection, err := grpc.NewClient(address, grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		return nil, err
	}
	o := &oracle{client: pulumirpc.NewResourceProviderClient(connection), connection: connection, state: state}
	settings, err := onWire(resource.NewPropertyMapFromMap(map[string]any{"region": region}))
	if err == nil {
		_, err = o.client.Configure(ctx, &pulumirpc.ConfigureRequest{
			Variables: map[string]string{stacks.RegionKey: region}, Args: settings, AcceptSecrets: true, AcceptResources: true,
		})
	}
	if err != nil {
		return nil, errors.Join(err, connection.Close())
	}
	return o, nil
}

// close ends the connection, and with it what the proxy started for it.
func (o *oracle) close() { _ = o.connection.Close() }

// effect is what a provider makes of new inputs.
type effect string

// The effects, from the least to the most.
const (
	invalid  effect = "refused"
	nothing  effect = "nothing"
	updates  effect = "update"
	replaces effect = "replacement"
)

// outcome is an effect with what the provider says of it.
type outcome struct {
	effect effect
	// why is the text of a refusal.
	why string
	// paths are the properties that change.
	paths []string
}

func (o outcome) String() string {
	switch o.effect {
	case invalid:
		return "refused, " + o.why
	case nothing:
		return "nothing"
	}
	return fmt.Sprintf("%s of %s", o.effect, strings.Join(o.paths, ", "))
}

// asked is one resource before a provider.
type asked struct {
	oracle   *oracle
	resource rehearsal.Resource
	state    *structpb.Struct
	inputs   *structpb.Struct
}

// ask puts a resource before the provider, which must find nothing wrong with its inputs.
func (o *oracle) ask(ctx context.Context, r rehearsal.Resource, inputs map[string]any) (*asked, error) {
	state, err := o.state(r)
	if err != nil {
		return nil, err
	}
	a := &asked{oracle: o, resource: r}
	if a.state, err = onWire(state); err != nil {
		return nil, err
	}
	checked, refusal, err := a.check(ctx, inputs)
	if err != nil || refusal != "" {
		return nil, fmt.Errorf("%s as it is: %s %w", r.URN, refusal, orNothing(err))
	}
	a.inputs = checked
	return a, nil
}

// effectOf tells what comes of other inputs.
func (a *asked) effectOf(ctx context.Context, inputs map[string]any) (outcome, error) {
	checked, refusal, err := a.check(ctx, inputs)
	if err != nil || refusal != "" {
		return outcome{effect: invalid, why: refusal}, err
	}
	r := a.resource
	answer, err := a.oracle.client.Diff(ctx, &pulumirpc.DiffRequest{
		Id: r.ID, Urn: r.URN, Type: r.Type, Name: nameOf(r.URN), Olds: a.state, OldInputs: a.inputs, News: checked,
	})
	if said, err := refusalOf(err); said != "" || err != nil {
		return outcome{effect: invalid, why: said}, err
	}
	found := outcome{effect: nothing, paths: slices.Sorted(maps.Keys(answer.GetDetailedDiff()))}
	switch {
	case len(answer.GetReplaces()) > 0:
		found.effect = replaces
	case answer.GetChanges() == pulumirpc.DiffResponse_DIFF_SOME:
		found.effect = updates
	}
	return found, nil
}

// check has the provider validate and complete inputs; refusal is its answer to invalid ones.
func (a *asked) check(ctx context.Context, inputs map[string]any) (checked *structpb.Struct, refusal string, err error) {
	news, err := onWire(resource.NewPropertyMapFromMap(inputs))
	if err != nil {
		return nil, "", err
	}
	answer, err := a.oracle.client.Check(ctx, &pulumirpc.CheckRequest{
		Urn: a.resource.URN, Type: a.resource.Type, Name: nameOf(a.resource.URN), Olds: a.inputs, News: news, RandomSeed: []byte("conformance"),
	})
	if said, err := refusalOf(err); said != "" || err != nil {
		return nil, said, err
	}
	var reasons []string
	for _, failure := range answer.GetFailures() {
		reasons = append(reasons, failure.GetProperty()+": "+failure.GetReason())
	}
	return answer.GetInputs(), strings.Join(reasons, "; "), nil
}

// refusalOf tells an answer of the provider from a call that failed.
func refusalOf(err error) (refusal string, failed error) {
	switch status.Code(err) {
	case codes.OK:
		return "", nil
	case codes.Unknown, codes.InvalidArgument:
		return status.Convert(err).Message(), nil
	}
	return "", err
}

func nameOf(urn string) string { return urn[strings.LastIndex(urn, "::")+2:] }

func onWire(properties resource.PropertyMap) (*structpb.Struct, error) {
	return plugin.MarshalProperties(properties, plugin.MarshalOptions{SkipNulls: true})
}

// ownProperties leaves out what bridge and engine keep beside a resource's own.
func ownProperties(value any) any {
	switch v := value.(type) {
	case map[string]any:
		own := map[string]any{}
		for name, inner := range v {
			if !strings.HasPrefix(name, "__") {
				own[name] = ownProperties(inner)
			}
		}
		return own
	case []any:
		own := make([]any, len(v))
		for i := range v {
			own[i] = ownProperties(v[i])
		}
		return own
	}
	return value
}
