// Package awsproxy is a Pulumi provider that stands in for pulumi-aws: the engine attaches to it under the name "aws", and it
// has the real terraform-provider-aws do the work, run by pulumi-terraform-bridge's dynamic provider. In between it translates
// type and function tokens and the names and forms of properties, by a table that tests compare with both sides.
package awsproxy

import (
	"context"
	"fmt"
	"net"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/plugin"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/emptypb"
	"google.golang.org/protobuf/types/known/structpb"
)

// Version is the pulumi-aws release that the proxy stands in for.
const Version = "6.83.2"

// marshalling keeps everything that the engine may send: the proxy carries, it does not interpret.
var marshalling = plugin.MarshalOptions{KeepUnknowns: true, KeepSecrets: true, KeepResources: true, KeepOutputValues: true}

// Server is a running proxy.
type Server struct {
	pulumirpc.UnimplementedResourceProviderServer

	backend  Backend
	override resource.PropertyMap
	sessions *sessions
	server   *grpc.Server
	port     int
}

// Start serves the proxy on a free port of the loopback interface. The settings in override are made on every provider
// instance, whatever the program says: the credentials and switches that an emulator wants.
func Start(backend Backend, override resource.PropertyMap) (*Server, error) {
	if _, err := translations(); err != nil {
		return nil, err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("serve the provider proxy: %w", err)
	}
	s := &Server{
		backend:  backend,
		override: override,
		sessions: &sessions{open: map[*session]bool{}},
		port:     listener.Addr().(*net.TCPAddr).Port,
	}
	s.server = grpc.NewServer(grpc.StatsHandler(s.sessions), grpc.MaxRecvMsgSize(largestMessage), grpc.MaxSendMsgSize(largestMessage))
	pulumirpc.RegisterResourceProviderServer(s.server, s)
	go func() { _ = s.server.Serve(listener) }() // Serve ends with Close.
	return s, nil
}

// Port is where the engine finds the proxy: PULUMI_DEBUG_PROVIDERS=aws:<port>.
func (s *Server) Port() int { return s.port }

// Close ends the proxy and every process behind it.
func (s *Server) Close() {
	s.sessions.each((*session).stop)
	s.server.Stop()
	s.Settle()
}

// Settle waits until the processes of connections that have ended are gone.
func (s *Server) Settle() { s.sessions.wait.Wait() }

// Kill ends the processes of every provider instance at once, as a crash would. The engine sees its calls fail.
func (s *Server) Kill() { s.sessions.each((*session).kill) }

// Attach keeps the engine's address for the backend, which starts later.
func (s *Server) Attach(ctx context.Context, request *pulumirpc.PluginAttach) (*emptypb.Empty, error) {
	session := sessionOf(ctx)
	session.mu.Lock()
	session.engine = request.GetAddress()
	session.mu.Unlock()
	return &emptypb.Empty{}, nil
}

// GetPluginInfo answers with the version of pulumi-aws.
func (s *Server) GetPluginInfo(context.Context, *emptypb.Empty) (*pulumirpc.PluginInfo, error) {
	return &pulumirpc.PluginInfo{Version: Version}, nil
}

// CheckConfig refuses settings that the proxy cannot honour.
func (s *Server) CheckConfig(_ context.Context, request *pulumirpc.CheckRequest) (*pulumirpc.CheckResponse, error) {
	config, err := plugin.UnmarshalProperties(request.GetNews(), marshalling)
	if err != nil {
		return nil, err
	}
	if _, err := providerSettings(config, s.override, s.translates()); err != nil {
		return nil, status.Error(codes.InvalidArgument, err.Error())
	}
	return &pulumirpc.CheckResponse{Inputs: request.GetNews()}, nil
}

// DiffConfig never replaces a provider: what the settings of the emulated account are is not the program's business.
func (s *Server) DiffConfig(context.Context, *pulumirpc.DiffRequest) (*pulumirpc.DiffResponse, error) {
	return &pulumirpc.DiffResponse{Changes: pulumirpc.DiffResponse_DIFF_NONE}, nil
}

// Configure starts the backend of this provider instance.
func (s *Server) Configure(ctx context.Context, request *pulumirpc.ConfigureRequest) (*pulumirpc.ConfigureResponse, error) {
	config, err := plugin.UnmarshalProperties(request.GetArgs(), marshalling)
	if err != nil {
		return nil, err
	}
	config, err = providerSettings(config, s.override, s.translates())
	if err != nil {
		return nil, status.Error(codes.InvalidArgument, err.Error())
	}
	return sessionOf(ctx).configure(ctx, s.backend, request, config)
}

// cancelTimeout bounds the farewell to a backend that may be busy.
const cancelTimeout = 5 * time.Second

// Cancel passes the engine's wish to stop on to every backend of this connection.
func (s *Server) Cancel(ctx context.Context, request *emptypb.Empty) (*emptypb.Empty, error) {
	client, err := sessionOf(ctx).client()
	if err != nil {
		return &emptypb.Empty{}, nil // Never configured: there is nothing to cancel.
	}
	ctx, cancel := context.WithTimeout(ctx, cancelTimeout)
	defer cancel()
	return client.Cancel(ctx, request)
}

func (s *Server) translates() bool { return s.backend.Plugin == "" }

// entry finds the table's entry for a token. A token that the table lacks is refused: guessing might plan something else.
func (s *Server) entry(kind, token string) (*translation, error) {
	if !s.translates() {
		return &translation{token: token, bridge: token, same: true}, nil
	}
	table, err := translations()
	if err != nil {
		return nil, err
	}
	t, ok := table[token]
	if !ok {
		return nil, status.Errorf(codes.Unimplemented,
			"%s %s is not in the conformance proxy's table; add it to conformance/awsproxy/types.go and record its forms", kind, token)
	}
	return t, nil
}

// carry applies a translation to properties on the wire.
func (t *translation) carry(properties *structpb.Struct, change func(resource.PropertyMap) (resource.PropertyMap, error)) (*structpb.Struct, error) {
	if properties == nil || t.same {
		return properties, nil
	}
	values, err := plugin.UnmarshalProperties(properties, marshalling)
	if err != nil {
		return nil, err
	}
	changed, err := change(values)
	if err != nil {
		return nil, err
	}
	return plugin.MarshalProperties(changed, marshalling)
}
