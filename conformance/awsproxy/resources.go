package awsproxy

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/emptypb"
	"google.golang.org/protobuf/types/known/structpb"
)

// sendInputs carries inputs to the provider. What it does not know is an error that lists every such input.
func (t *translation) sendInputs(properties *structpb.Struct) (*structpb.Struct, error) {
	return t.carry(properties, func(values resource.PropertyMap) (resource.PropertyMap, error) {
		carried, problems := t.inputs.toProvider("", values)
		return carried, problemsError(t.token, problems)
	})
}

// sendState carries a recorded state back to the provider.
func (t *translation) sendState(properties *structpb.Struct) (*structpb.Struct, error) {
	return t.carry(properties, func(values resource.PropertyMap) (resource.PropertyMap, error) {
		if len(values) == 0 {
			return values, nil // An import: there is no state yet.
		}
		carried, problems := t.outputs.stateToProvider("", values)
		return carried, problemsError(t.token, problems)
	})
}

func (t *translation) receiveState(properties *structpb.Struct) (*structpb.Struct, error) {
	return t.carry(properties, func(values resource.PropertyMap) (resource.PropertyMap, error) {
		return t.outputs.stateFromProvider(values), nil
	})
}

func (t *translation) receiveInputs(properties *structpb.Struct) (*structpb.Struct, error) {
	return t.carry(properties, func(values resource.PropertyMap) (resource.PropertyMap, error) {
		return t.inputs.fromProvider(values), nil
	})
}

func problemsError(token string, problems []Problem) error {
	if len(problems) == 0 {
		return nil
	}
	lines := make([]string, len(problems))
	for i, problem := range problems {
		lines[i] = fmt.Sprintf("%s: %s", problem.Path, problem.Reason)
	}
	return status.Errorf(codes.InvalidArgument, "%s cannot be carried to the provider:\n  %s", token, strings.Join(lines, "\n  "))
}

// Check has the provider validate inputs and fill in defaults. Inputs that it does not know are failures of the check.
func (s *Server) Check(ctx context.Context, request *pulumirpc.CheckRequest) (*pulumirpc.CheckResponse, error) {
	t, client, err := s.resource(ctx, request.GetUrn())
	if err != nil {
		return nil, err
	}
	if givenNames[t.token] && !t.same && request.GetNews().GetFields()["name"] == nil {
		return &pulumirpc.CheckResponse{Failures: []*pulumirpc.CheckFailure{{Property: "name", Reason: "Missing required property"}}}, nil
	}
	given := request.GetNews()
	completed, err := t.complete(request)
	if err != nil {
		return nil, err
	}
	request.Urn, request.Type = bridgeURN(request.GetUrn(), t.bridge), t.bridge
	if request.Olds, err = t.sendInputs(request.GetOlds()); err != nil {
		return nil, err
	}
	if request.News, err = t.sendInputs(completed); err != nil {
		return nil, err
	}
	answer, err := client.Check(ctx, request)
	if err != nil {
		return nil, err
	}
	for _, failure := range answer.GetFailures() {
		failure.Property = t.inputs.pathFromProvider(failure.GetProperty())
	}
	if answer.Inputs, err = t.receiveInputs(answer.GetInputs()); err != nil {
		return nil, err
	}
	answer.Inputs = t.marked(answer.GetInputs(), given)
	return answer, nil
}

// Diff has the provider plan the change from the recorded state to the inputs.
func (s *Server) Diff(ctx context.Context, request *pulumirpc.DiffRequest) (*pulumirpc.DiffResponse, error) {
	t, client, err := s.resource(ctx, request.GetUrn())
	if err != nil {
		return nil, err
	}
	request.Urn, request.Type = bridgeURN(request.GetUrn(), t.bridge), t.bridge
	if request.Olds, err = t.sendState(request.GetOlds()); err != nil {
		return nil, err
	}
	if request.News, err = t.sendInputs(request.GetNews()); err != nil {
		return nil, err
	}
	if request.OldInputs, err = t.sendInputs(request.GetOldInputs()); err != nil {
		return nil, err
	}
	request.IgnoreChanges = eachPath(request.GetIgnoreChanges(), t.inputs.pathToProvider)
	answer, err := client.Diff(ctx, request)
	if err != nil {
		return nil, err
	}
	answer.Replaces = eachPath(answer.GetReplaces(), t.outputs.pathFromProvider)
	answer.Diffs = slices.DeleteFunc(eachPath(answer.GetDiffs(), t.outputs.pathFromProvider), internal)
	detailed := map[string]*pulumirpc.PropertyDiff{}
	for path, difference := range answer.GetDetailedDiff() {
		if !internal(path) {
			detailed[t.outputs.pathFromProvider(path)] = difference
		}
	}
	answer.DetailedDiff = detailed
	return answer, nil
}

func eachPath(paths []string, change func(string) string) []string {
	changed := make([]string, len(paths))
	for i, path := range paths {
		changed[i] = change(path)
	}
	return changed
}

// Create has the provider create the resource, or in a preview plan it.
func (s *Server) Create(ctx context.Context, request *pulumirpc.CreateRequest) (*pulumirpc.CreateResponse, error) {
	t, client, err := s.resource(ctx, request.GetUrn())
	if err != nil {
		return nil, err
	}
	request.Urn, request.Type = bridgeURN(request.GetUrn(), t.bridge), t.bridge
	if request.Properties, err = t.sendInputs(request.GetProperties()); err != nil {
		return nil, err
	}
	answer, err := client.Create(ctx, request)
	if err != nil {
		return nil, t.partial(err)
	}
	answer.Properties, err = t.receiveState(answer.GetProperties())
	return answer, err
}

// Read has the provider read the resource as it is now.
func (s *Server) Read(ctx context.Context, request *pulumirpc.ReadRequest) (*pulumirpc.ReadResponse, error) {
	t, client, err := s.resource(ctx, request.GetUrn())
	if err != nil {
		return nil, err
	}
	request.Urn, request.Type = bridgeURN(request.GetUrn(), t.bridge), t.bridge
	madeUp := fills(request.GetInputs(), t.named())
	if request.Properties, err = t.sendState(request.GetProperties()); err != nil {
		return nil, err
	}
	if request.Inputs, err = t.sendInputs(request.GetInputs()); err != nil {
		return nil, err
	}
	answer, err := client.Read(ctx, request)
	if err != nil {
		return nil, t.partial(err)
	}
	if answer.Properties, err = t.receiveState(answer.GetProperties()); err != nil {
		return nil, err
	}
	if answer.Inputs, err = t.receiveInputs(answer.GetInputs()); err != nil {
		return nil, err
	}
	if madeUp { // The bridge leaves out which inputs no program gave.
		answer.Inputs = mark(answer.GetInputs(), t.named())
	}
	return answer, nil
}

// Update has the provider change the resource in place, or in a preview plan that.
func (s *Server) Update(ctx context.Context, request *pulumirpc.UpdateRequest) (*pulumirpc.UpdateResponse, error) {
	t, client, err := s.resource(ctx, request.GetUrn())
	if err != nil {
		return nil, err
	}
	request.Urn, request.Type = bridgeURN(request.GetUrn(), t.bridge), t.bridge
	if request.Olds, err = t.sendState(request.GetOlds()); err != nil {
		return nil, err
	}
	if request.News, err = t.sendInputs(request.GetNews()); err != nil {
		return nil, err
	}
	if request.OldInputs, err = t.sendInputs(request.GetOldInputs()); err != nil {
		return nil, err
	}
	request.IgnoreChanges = eachPath(request.GetIgnoreChanges(), t.inputs.pathToProvider)
	answer, err := client.Update(ctx, request)
	if err != nil {
		return nil, t.partial(err)
	}
	answer.Properties, err = t.receiveState(answer.GetProperties())
	return answer, err
}

// Delete has the provider delete the resource.
func (s *Server) Delete(ctx context.Context, request *pulumirpc.DeleteRequest) (*emptypb.Empty, error) {
	t, client, err := s.resource(ctx, request.GetUrn())
	if err != nil {
		return nil, err
	}
	request.Urn, request.Type = bridgeURN(request.GetUrn(), t.bridge), t.bridge
	if request.Properties, err = t.sendState(request.GetProperties()); err != nil {
		return nil, err
	}
	if request.OldInputs, err = t.sendInputs(request.GetOldInputs()); err != nil {
		return nil, err
	}
	return client.Delete(ctx, request)
}

// Invoke has the provider read a data source.
func (s *Server) Invoke(ctx context.Context, request *pulumirpc.InvokeRequest) (*pulumirpc.InvokeResponse, error) {
	client, err := sessionOf(ctx).client()
	if err != nil {
		return nil, err
	}
	t, err := s.entry("function", request.GetTok())
	if err != nil {
		return nil, err
	}
	request.Tok = t.bridge
	if request.Args, err = t.sendInputs(request.GetArgs()); err != nil {
		return nil, err
	}
	answer, err := client.Invoke(ctx, request)
	if err != nil {
		return nil, err
	}
	for _, failure := range answer.GetFailures() {
		failure.Property = t.inputs.pathFromProvider(failure.GetProperty())
	}
	answer.Return, err = t.carry(answer.GetReturn(), func(values resource.PropertyMap) (resource.PropertyMap, error) {
		return t.outputs.fromProvider(values), nil
	})
	return answer, err
}

// resource finds the table's entry and the backend for a call about a resource.
func (s *Server) resource(ctx context.Context, urn string) (*translation, pulumirpc.ResourceProviderClient, error) {
	client, err := sessionOf(ctx).client()
	if err != nil {
		return nil, nil, err
	}
	t, err := s.entry("resource type", urnType(urn))
	return t, client, err
}

// partial carries the properties in the details of an error back: a resource that was created but did not become ready.
func (t *translation) partial(err error) error {
	found, ok := status.FromError(err)
	if !ok || len(found.Details()) == 0 {
		return err
	}
	carried := status.New(found.Code(), found.Message())
	for _, detail := range found.Details() {
		failed, ok := detail.(*pulumirpc.ErrorResourceInitFailed)
		if !ok {
			continue
		}
		var failure error
		if failed.Properties, failure = t.receiveState(failed.GetProperties()); failure != nil {
			return failure
		}
		if failed.Inputs, failure = t.receiveInputs(failed.GetInputs()); failure != nil {
			return failure
		}
		if carried, failure = carried.WithDetails(failed); failure != nil {
			return failure
		}
	}
	return carried.Err()
}
