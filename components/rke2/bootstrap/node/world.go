// Package node runs the bootstrap protocol on one server: it asks protocol.Decide what to do and does it in the world, which
// is behind the interfaces of this file.
package node

import (
	"context"
	"errors"
	"time"

	"github.com/cloudgap/cloudgap/components/rke2/bootstrap/protocol"
)

// ErrConflict is the error of a conditional put whose condition does not hold.
var ErrConflict = errors.New("the stored object is not the expected one")

// Store holds the objects of the protocol. Its reads are as strong as its writes.
type Store interface {
	// Get returns an object and its ETag; the error wraps fs.ErrNotExist if there is none.
	Get(ctx context.Context, key string) (data []byte, etag string, err error)
	// Put writes an object on condition that the stored one has the ETag replaces, or that there is none if it is empty. An
	// error that wraps ErrConflict says that the condition does not hold; any other leaves open whether it was written.
	Put(ctx context.Context, key string, data []byte, replaces string) error
}

// Instances tells whether instances live.
type Instances interface {
	Life(ctx context.Context, instance string) (protocol.Life, error)
}

// Scaling is the node's Auto Scaling group.
type Scaling interface {
	// Terminating tells whether the group wants the instance terminated.
	Terminating(ctx context.Context) (bool, error)
	// Complete ends a lifecycle hook: with proceed the instance goes on, without it is replaced. A hook that has ended already
	// is no error.
	Complete(ctx context.Context, hook Hook, proceed bool) error
	// Heartbeat asks for more time in a hook.
	Heartbeat(ctx context.Context, hook Hook) error
}

// Hook is a lifecycle hook.
type Hook string

// The hooks.
const (
	Launch    Hook = "launch"
	Terminate Hook = "terminate"
)

// RKE2 is the RKE2 server on this node and the cluster behind it.
type RKE2 interface {
	// Data tells whether etcd data lie on the disk.
	Data() (bool, error)
	// Running tells whether the service is active or becoming so.
	Running(ctx context.Context) (bool, error)
	// Serving tells whether the own API server is ready, the Node is Ready and etcd counts it as a voting member.
	Serving(ctx context.Context) (bool, error)
	// Members returns the membership of etcd.
	Members(ctx context.Context) (protocol.Membership, error)
	// Start writes the configuration and starts the service, without waiting for it. With found the configuration makes RKE2
	// initialise a cluster.
	Start(ctx context.Context, found bool) error
	// Stop stops the service and waits until it has.
	Stop(ctx context.Context) error
	// Expiring tells whether certificates of RKE2 are so old that its next start renews them.
	Expiring(now time.Time) (bool, error)
	// Settle writes the configuration that names the endpoint, for the next start.
	Settle(ctx context.Context) error
	// Leave takes the node out of the cluster and stops the service. It may be called again after a failure.
	Leave(ctx context.Context, hurry bool) error
}

// Disk keeps the node's state.
type Disk interface {
	// Load returns the state that was saved last, and the zero state if none was.
	Load() (protocol.State, error)
	// Save writes the state so that it survives a power failure.
	Save(protocol.State) error
}

// Clock is the node's own clock. Only pauses, the log and the node's own patience depend on it, never what others hold.
type Clock interface {
	Now() time.Time
	// Sleep returns after the duration, or with the context's error when that ends first.
	Sleep(ctx context.Context, d time.Duration) error
}
