package provider

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/stats"

	"github.com/pulumi/pulumi/sdk/v3/go/common/util/rpcutil"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

// instance is one provider resource of the program, default or explicit. The engine opens a connection for each, so the instance
// lives in the connection's context.
type instance struct {
	mu      sync.Mutex
	address string
	config  cloud.Values
	account cloud.Account
	conn    *grpc.ClientConn
}

type instanceKey struct{}

func instanceOf(ctx context.Context) *instance {
	i, ok := ctx.Value(instanceKey{}).(*instance)
	if !ok {
		return &instance{}
	}
	return i
}

func (i *instance) attach(address string) {
	i.mu.Lock()
	defer i.mu.Unlock()
	if address != "" {
		i.address = address
	}
}

func (i *instance) configure(config cloud.Values, account cloud.Account) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.config, i.account = config, account
}

func (i *instance) configuration() (cloud.Values, cloud.Account) {
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.account == (cloud.Account{}) {
		return i.config, cloud.ExampleAccount
	}
	return i.config, i.account
}

// engine returns a connection to the engine, opened when it is first needed.
func (i *instance) engine() (*grpc.ClientConn, error) {
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.conn != nil {
		return i.conn, nil
	}
	if i.address == "" {
		return nil, errors.New("the engine did not tell its address")
	}
	conn, err := grpc.NewClient(i.address, grpc.WithTransportCredentials(insecure.NewCredentials()), rpcutil.GrpcChannelOptions())
	if err != nil {
		return nil, fmt.Errorf("connect to the engine: %w", err)
	}
	i.conn = conn
	return conn, nil
}

func (i *instance) close() {
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.conn != nil {
		// The engine at the other end is going away itself; there is nothing to do about a failure.
		_ = i.conn.Close()
		i.conn = nil
	}
}

// connections gives each connection an instance of its own.
type connections struct{}

func (connections) TagConn(ctx context.Context, _ *stats.ConnTagInfo) context.Context {
	return context.WithValue(ctx, instanceKey{}, &instance{})
}

func (connections) HandleConn(ctx context.Context, s stats.ConnStats) {
	if _, ended := s.(*stats.ConnEnd); ended {
		instanceOf(ctx).close()
	}
}

func (connections) TagRPC(ctx context.Context, _ *stats.RPCTagInfo) context.Context { return ctx }

func (connections) HandleRPC(context.Context, stats.RPCStats) {}
