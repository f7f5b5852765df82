package awsproxy

import (
	"context"
	"fmt"
	"sync"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/plugin"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc/stats"
)

// session belongs to one connection of the engine, which is one provider instance of the program. Its backend starts when
// the engine configures the provider and ends with the connection.
type session struct {
	mu       sync.Mutex
	engine   string
	instance *instance
	closed   bool
}

// configure starts the backend and hands it the settings.
func (s *session) configure(ctx context.Context, b Backend, request *pulumirpc.ConfigureRequest, config resource.PropertyMap) (*pulumirpc.ConfigureResponse, error) {
	args, err := plugin.MarshalProperties(config, marshalling)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed || s.instance != nil {
		return nil, fmt.Errorf("configured twice, or after the connection ended")
	}
	i, err := b.start(ctx)
	if err != nil {
		return nil, err
	}
	s.instance = i
	if s.engine != "" {
		if _, err := i.client.Attach(ctx, &pulumirpc.PluginAttach{Address: s.engine}); err != nil {
			return nil, fmt.Errorf("attach the provider to the engine: %w", err)
		}
	}
	return i.client.Configure(ctx, &pulumirpc.ConfigureRequest{
		Args: args, AcceptSecrets: request.GetAcceptSecrets(), AcceptResources: request.GetAcceptResources(),
		SendsOldInputs: request.GetSendsOldInputs(), SendsOldInputsToDelete: request.GetSendsOldInputsToDelete(),
		Id: request.Id, Urn: request.Urn, Name: request.Name, Type: request.Type,
	})
}

func (s *session) client() (pulumirpc.ResourceProviderClient, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.instance == nil {
		return nil, fmt.Errorf("the provider was not configured before it was used")
	}
	return s.instance.client, nil
}

// stop ends the backend; a later configure is refused.
func (s *session) stop() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed = true
	if s.instance != nil {
		s.instance.stop()
		s.instance = nil
	}
}

// kill ends the backend's processes as the kernel would, in the middle of whatever they do.
func (s *session) kill() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.instance != nil {
		s.instance.group.Stop()
	}
}

// sessions keeps the session of each connection. It is gRPC's stats handler, because that is told of a connection's end.
type sessions struct {
	mu   sync.Mutex
	open map[*session]bool
	wait sync.WaitGroup
}

type sessionKey struct{}

// TagConn implements stats.Handler: a new connection gets a new session.
func (all *sessions) TagConn(ctx context.Context, _ *stats.ConnTagInfo) context.Context {
	s := &session{}
	all.mu.Lock()
	all.open[s] = true
	all.mu.Unlock()
	return context.WithValue(ctx, sessionKey{}, s)
}

// HandleConn implements stats.Handler: the end of a connection ends its session. gRPC waits for this call to return before it
// serves on, so that the processes are ended aside.
func (all *sessions) HandleConn(ctx context.Context, event stats.ConnStats) {
	if _, ended := event.(*stats.ConnEnd); !ended {
		return
	}
	s, ok := ctx.Value(sessionKey{}).(*session)
	if !ok {
		return
	}
	all.wait.Add(1)
	go func() {
		defer all.wait.Done()
		s.stop()
		all.mu.Lock()
		delete(all.open, s)
		all.mu.Unlock()
	}()
}

// TagRPC implements stats.Handler.
func (all *sessions) TagRPC(ctx context.Context, _ *stats.RPCTagInfo) context.Context { return ctx }

// HandleRPC implements stats.Handler.
func (all *sessions) HandleRPC(context.Context, stats.RPCStats) {}

func (all *sessions) each(do func(*session)) {
	all.mu.Lock()
	list := make([]*session, 0, len(all.open))
	for s := range all.open {
		list = append(list, s)
	}
	all.mu.Unlock()
	for _, s := range list {
		do(s)
	}
}

func sessionOf(ctx context.Context) *session {
	s, _ := ctx.Value(sessionKey{}).(*session)
	return s
}
