package pack

import (
	"context"
	"errors"
	"net"
	"sync/atomic"
	"syscall"
	"time"

	"google.golang.org/grpc/stats"
)

// lifetime ends the pack when its engine is gone: an engine that is killed cannot end its policy packs, which would otherwise be
// there for ever. It counts the connections to the pack. Without one the engine may just be idle, so the address that it serves
// decides.
type lifetime struct {
	// engine is the address of the engine; empty where the pack was started by hand, and lives until it is ended by hand.
	engine      string
	connections atomic.Int64
}

const (
	// lifetimePeriod is how often a pack without a connection looks for its engine.
	lifetimePeriod = time.Second
	dialTimeout    = 10 * time.Second
)

// newLifetime takes the arguments that the engine starts a pack with, of which the first is its address.
func newLifetime(arguments []string) *lifetime {
	if len(arguments) < 2 {
		return &lifetime{}
	}
	if _, _, err := net.SplitHostPort(arguments[1]); err != nil {
		return &lifetime{}
	}
	return &lifetime{engine: arguments[1]}
}

// watch closes end once the engine is gone.
func (l *lifetime) watch(end chan<- bool) {
	for range time.Tick(lifetimePeriod) {
		if l.over() {
			close(end)
			return
		}
	}
}

// over tells whether the engine is gone. What cannot be told, such as an engine that is slow to answer, is no reason to end.
func (l *lifetime) over() bool {
	if l.engine == "" || l.connections.Load() > 0 {
		return false
	}
	connection, err := net.DialTimeout("tcp", l.engine, dialTimeout)
	if err == nil {
		_ = connection.Close()
	}
	return errors.Is(err, syscall.ECONNREFUSED)
}

// HandleConn counts the connections.
func (l *lifetime) HandleConn(_ context.Context, event stats.ConnStats) {
	switch event.(type) {
	case *stats.ConnBegin:
		l.connections.Add(1)
	case *stats.ConnEnd:
		l.connections.Add(-1)
	}
}

// TagConn does nothing.
func (l *lifetime) TagConn(ctx context.Context, _ *stats.ConnTagInfo) context.Context { return ctx }

// TagRPC does nothing.
func (l *lifetime) TagRPC(ctx context.Context, _ *stats.RPCTagInfo) context.Context { return ctx }

// HandleRPC does nothing.
func (l *lifetime) HandleRPC(context.Context, stats.RPCStats) {}
