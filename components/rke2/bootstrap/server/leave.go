package server

import (
	"context"
	"fmt"
	"time"

	"github.com/cloudgap/cloudgap/components/rke2/bootstrap/host"
	"github.com/cloudgap/cloudgap/components/rke2/bootstrap/kube"
	"github.com/cloudgap/cloudgap/components/rke2/documents"
)

// drainTime is how long a node waits for its pods to go before it leaves without them.
const drainTime = 5 * time.Minute

// removeTime is how long RKE2 may take to remove a member.
const removeTime = 2 * time.Minute

// Leave takes a snapshot, drains the node, removes its member from etcd, stops RKE2 and deletes the Node.
//
// The pods go first, while the node is still a full member: asked to remove the member, RKE2 takes its own API server and
// etcd down, and a removed server that restarts joins again. So the removal is followed by the stop at once, and what comes
// after it goes through another server.
func (s Server) Leave(ctx context.Context, hurry bool) error {
	serving, err := s.Serving(ctx)
	if err != nil {
		return err
	}
	if serving {
		if err := s.prepare(ctx, hurry); err != nil {
			return err
		}
	}
	address, ok := s.answering(ctx, s.Settings.Endpoint)
	if !ok {
		return errNoAPI
	}
	nodes, err := s.api(address).Servers(ctx)
	if err != nil {
		return err
	}
	if membership(nodes, s.Node.NodeName).Self {
		if err := s.removeMember(ctx, address); err != nil {
			return err
		}
	}
	if err := s.Host.Stop(ctx, host.ServerService); err != nil {
		return err
	}
	return s.api(address).DeleteNode(ctx, s.Node.NodeName)
}

// prepare takes the snapshot and drains. In a hurry their failure stops nothing.
func (s Server) prepare(ctx context.Context, hurry bool) error {
	if err := s.Snapshot(ctx, "pre-leave-"+s.Node.Instance); err != nil && !hurry {
		return err
	}
	if err := s.api(s.Node.Address).Drain(ctx, s.Node.NodeName, drainTime, s.Pause); err != nil && !hurry {
		return err
	}
	return nil
}

// Snapshot saves the state of etcd on this node and in the bucket.
func (s Server) Snapshot(ctx context.Context, name string) error {
	if _, err := s.Host.Run(ctx, documents.InstallPrefix+"/bin/rke2", "etcd-snapshot", "save", "--name="+name); err != nil {
		return fmt.Errorf("take a snapshot: %w", err)
	}
	return nil
}

func (s Server) removeMember(ctx context.Context, address string) error {
	if err := s.api(address).RemoveMember(ctx, s.Node.NodeName); err != nil {
		return fmt.Errorf("ask RKE2 to remove the member: %w", err)
	}
	ctx, cancel := context.WithTimeout(ctx, removeTime)
	defer cancel()
	for {
		nodes, err := s.api(address).Servers(ctx)
		if err == nil && !membership(nodes, s.Node.NodeName).Self {
			return nil
		}
		if err := kube.Sleep(ctx, s.Pause); err != nil {
			return fmt.Errorf("wait until RKE2 has removed the member: %w", err)
		}
	}
}
