package provider

import (
	"context"
	"errors"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/emptypb"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

// Component constructs a remote component, as a multi-language component provider does. engine is a connection to the engine
// that asked.
type Component func(ctx context.Context, request *pulumirpc.ConstructRequest, engine *grpc.ClientConn) (*pulumirpc.ConstructResponse, error)

// Options are how the providers behave.
type Options struct {
	// Shape says how computed outputs look in a preview.
	Shape cloud.PreviewShape
	// Components are the remote components that can be constructed, by type token. Any other is refused by name.
	Components map[string]Component
	// Cancelled is called when the engine asks the calls under way to end, once for each provider instance and from any goroutine.
	// Default: nothing is.
	Cancelled func()
}

// server is the provider of one package.
type server struct {
	pulumirpc.UnimplementedResourceProviderServer

	cloud   *cloud.Cloud
	pkg     *cloud.Package
	options Options
}

// Handshake says what the provider can do; Configure says the same.
func (s *server) Handshake(ctx context.Context, request *pulumirpc.ProviderHandshakeRequest) (*pulumirpc.ProviderHandshakeResponse, error) {
	instanceOf(ctx).attach(request.GetEngineAddress())
	return &pulumirpc.ProviderHandshakeResponse{AcceptSecrets: true, AcceptResources: true, SupportsAutonamingConfiguration: true}, nil
}

// Attach learns the engine's address where Handshake did not bring it.
func (s *server) Attach(ctx context.Context, request *pulumirpc.PluginAttach) (*emptypb.Empty, error) {
	instanceOf(ctx).attach(request.GetAddress())
	return &emptypb.Empty{}, nil
}

// GetPluginInfo tells the version that the simulation stands for.
func (s *server) GetPluginInfo(context.Context, *emptypb.Empty) (*pulumirpc.PluginInfo, error) {
	return &pulumirpc.PluginInfo{Version: s.pkg.Version}, nil
}

// GetSchema tells no schema: programs that need one bring it with their SDK.
func (s *server) GetSchema(context.Context, *pulumirpc.GetSchemaRequest) (*pulumirpc.GetSchemaResponse, error) {
	return nil, status.Errorf(codes.Unimplemented, "the simulated provider %q has no schema", s.pkg.Name)
}

// CheckConfig refuses configuration keys that the provider does not have.
func (s *server) CheckConfig(_ context.Context, request *pulumirpc.CheckRequest) (*pulumirpc.CheckResponse, error) {
	config, _, err := readProperties(request.GetNews())
	if err != nil {
		return nil, err
	}
	failures, err := s.pkg.CheckConfig(config)
	if err != nil {
		return nil, err
	}
	return &pulumirpc.CheckResponse{Inputs: request.GetNews(), Failures: failuresOf(failures)}, nil
}

// DiffConfig replaces the provider when it would act in another account or region, since nothing of its old resources is there.
func (s *server) DiffConfig(_ context.Context, request *pulumirpc.DiffRequest) (*pulumirpc.DiffResponse, error) {
	old, _, err := readProperties(request.GetOldInputs())
	if err != nil {
		return nil, err
	}
	next, _, err := readProperties(request.GetNews())
	if err != nil {
		return nil, err
	}
	return diffResponse(cloud.DiffConfig(old, next), false), nil
}

// Configure settles the account and region in which this instance acts.
func (s *server) Configure(ctx context.Context, request *pulumirpc.ConfigureRequest) (*pulumirpc.ConfigureResponse, error) {
	config, _, err := readProperties(request.GetArgs())
	if err != nil {
		return nil, err
	}
	config, err = s.pkg.DecodeConfig(config)
	if err != nil {
		return nil, err
	}
	account, err := s.pkg.AccountOf(config)
	if err != nil {
		return nil, err
	}
	instanceOf(ctx).configure(config, account)
	return &pulumirpc.ConfigureResponse{AcceptSecrets: true, AcceptResources: true, SupportsPreview: true, SupportsAutonamingConfiguration: true}, nil
}

// Cancel has nothing to interrupt: every call is over in no time.
func (s *server) Cancel(context.Context, *emptypb.Empty) (*emptypb.Empty, error) {
	if s.options.Cancelled != nil {
		s.options.Cancelled()
	}
	return &emptypb.Empty{}, nil
}

// Invoke answers the functions that can be simulated and refuses any other by name.
func (s *server) Invoke(ctx context.Context, request *pulumirpc.InvokeRequest) (*pulumirpc.InvokeResponse, error) {
	args, secrets, err := readProperties(request.GetArgs())
	if err != nil {
		return nil, err
	}
	_, account := instanceOf(ctx).configuration()
	answer, failures, err := s.cloud.Answer(request.GetTok(), account, args)
	if err != nil {
		return nil, secrets.redact(err)
	}
	if len(failures) > 0 {
		return &pulumirpc.InvokeResponse{Failures: failuresOf(failures)}, nil
	}
	result, err := writeProperties(answer, secrets.marks())
	return &pulumirpc.InvokeResponse{Return: result}, err
}

// Construct makes a remote component that is registered, and refuses any other by name.
func (s *server) Construct(ctx context.Context, request *pulumirpc.ConstructRequest) (*pulumirpc.ConstructResponse, error) {
	construct, ok := s.options.Components[request.GetType()]
	if !ok {
		return nil, status.Errorf(codes.Unimplemented, "component %q cannot be simulated: the rehearsal does not know what it is made of", request.GetType())
	}
	engine, err := instanceOf(ctx).engine()
	if err != nil {
		return nil, err
	}
	return construct(ctx, request, engine)
}

// Call refuses every method of a component by name.
func (s *server) Call(_ context.Context, request *pulumirpc.CallRequest) (*pulumirpc.CallResponse, error) {
	return nil, status.Errorf(codes.Unimplemented, "method %q cannot be simulated", request.GetTok())
}

func failuresOf(failures []cloud.Failure) []*pulumirpc.CheckFailure {
	var result []*pulumirpc.CheckFailure
	for _, f := range failures {
		result = append(result, &pulumirpc.CheckFailure{Property: f.Path, Reason: f.Reason})
	}
	return result
}

// statusOf turns a refusal of the cloud into what the engine understands: a lost connection looks like one, anything else is the
// provider's error text.
func statusOf(err error, secrets secretValues) error {
	err = secrets.redact(err)
	if errors.Is(err, cloud.ErrConnectionLost) {
		return status.Error(codes.Unavailable, err.Error())
	}
	return status.Error(codes.Unknown, err.Error())
}
