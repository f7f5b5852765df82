// Package restore brings a cluster back from an etcd snapshot. The same command runs on every server at once, for example by
// Session Manager's Run Command on their tag: the one that is named restores, the others step down and join it again.
package restore

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"strconv"
	"syscall"
	"time"

	"github.com/cloudgap/cloudgap/components/rke2/bootstrap/kube"
	"github.com/cloudgap/cloudgap/components/rke2/bootstrap/node"
	"github.com/cloudgap/cloudgap/components/rke2/bootstrap/protocol"
	"github.com/cloudgap/cloudgap/components/rke2/bootstrap/server"
	"github.com/cloudgap/cloudgap/components/rke2/documents"
)

// Restore is the restore of one server.
type Restore struct {
	Server server.Server
	Store  node.Store
	Self   protocol.Self
	Log    *slog.Logger
	// Pause is how long to wait between two looks at something that is expected to change.
	Pause time.Duration
}

// Run restores the snapshot if this is the instance named by on, and otherwise steps down. The service of the bootstrap
// program is stopped for that time and started again at the end; what fails can be run again as a whole.
func (r Restore) Run(ctx context.Context, snapshot, on string) error {
	run := r.stepDown
	if on == r.Self.Instance {
		run = func(ctx context.Context) error { return r.restore(ctx, snapshot) }
	}
	if _, err := r.Server.Host.Run(ctx, "systemctl", "stop", documents.UnitName); err != nil {
		return err
	}
	if err := r.Server.Stop(ctx); err != nil {
		return err
	}
	if err := run(ctx); err != nil {
		return err
	}
	_, err := r.Server.Host.Run(ctx, "systemctl", "start", documents.UnitName)
	return err
}

// stepDown removes the etcd data, so that the node joins the restored cluster as a new member.
func (r Restore) stepDown(context.Context) error {
	r.Log.Info("removing the etcd data; this server joins the restored one")
	state, err := r.Server.Host.Load()
	if err != nil {
		return err
	}
	// The phase is saved first: a fresh node with data refuses to start anything, one without data joins.
	state.Phase, state.Lock = protocol.PhaseFresh, 0
	if err := r.Server.Host.Save(state); err != nil {
		return err
	}
	return r.Server.Host.Empty(documents.DatabaseDir)
}

func (r Restore) restore(ctx context.Context, snapshot string) error {
	if err := r.alone(ctx); err != nil {
		return err
	}
	r.Log.Info("restoring", "snapshot", snapshot)
	if err := r.Server.Reset(ctx, snapshot); err != nil {
		return err
	}
	state, err := r.Server.Host.Load()
	if err != nil {
		return err
	}
	state.Phase, state.Lock = protocol.PhaseMember, 0
	if err := r.Server.Host.Save(state); err != nil {
		return err
	}
	if err := r.mark(ctx); err != nil {
		return err
	}
	if err := r.Server.Start(ctx, false); err != nil {
		return err
	}
	if err := r.serving(ctx); err != nil {
		return err
	}
	return r.Server.DeleteStaleNodes(ctx)
}

// alone waits until no other server's etcd can be running: a refused connection proves that nothing listens there, and a
// terminated instance is no peer. One that does not answer at all may be cut off and still serve others.
func (r Restore) alone(ctx context.Context) error {
	for {
		peers, err := r.Server.Peers.Addresses(ctx)
		if err != nil {
			return err
		}
		var running []string
		for _, peer := range peers {
			if !refuses(ctx, peer, documents.EtcdPeerPort) || !refuses(ctx, peer, documents.APIPort) {
				running = append(running, peer)
			}
		}
		if len(running) == 0 {
			return nil
		}
		r.Log.Warn("waiting for the other servers to step down; run the same command on them, or terminate them", "servers", running)
		if err := kube.Sleep(ctx, r.Pause); err != nil {
			return fmt.Errorf("servers %v still run etcd: %w", running, err)
		}
	}
}

func refuses(ctx context.Context, address string, port int) bool {
	dialer := net.Dialer{Timeout: 5 * time.Second}
	connection, err := dialer.DialContext(ctx, "tcp", net.JoinHostPort(address, strconv.Itoa(port)))
	if err == nil {
		_ = connection.Close()
		return false
	}
	return errors.Is(err, syscall.ECONNREFUSED)
}

// mark writes the marker if there is none, as in a new bucket: the others join then, and nobody initialises.
func (r Restore) mark(ctx context.Context) error {
	_, _, err := r.Store.Get(ctx, protocol.MarkerKey)
	if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	data, err := protocol.Encode(protocol.Marker{
		Cluster: r.Self.Cluster, CAHash: r.Self.CAHash, Instance: r.Self.Instance, Written: time.Now().UTC(),
	})
	if err != nil {
		return err
	}
	return r.Store.Put(ctx, protocol.MarkerKey, data, "")
}

func (r Restore) serving(ctx context.Context) error {
	for {
		serving, err := r.Server.Serving(ctx)
		if err != nil || serving {
			return err
		}
		if err := kube.Sleep(ctx, r.Pause); err != nil {
			return fmt.Errorf("wait for the restored server to serve: %w", err)
		}
	}
}
