package server

import (
	"context"
	"fmt"

	"github.com/cloudgap/cloudgap/components/rke2/documents"
)

// Reset makes this server the only member of an etcd that holds the content of a snapshot from the bucket. RKE2 must be
// stopped, here and on every other server. The configuration then names the endpoint again.
func (s Server) Reset(ctx context.Context, snapshot string) error {
	if err := s.writeTokens(ctx); err != nil {
		return err
	}
	if err := s.writeAuthorities(ctx, false); err != nil {
		return err
	}
	// RKE2 refuses to reset while its configuration names a server (rke2#4806).
	if err := s.configure(""); err != nil {
		return err
	}
	// RKE2 leaves this file so that nobody resets twice by mistake; here it is left of an attempt that failed later on.
	if err := s.Host.Remove(documents.DatabaseDir + "/reset-flag"); err != nil {
		return err
	}
	_, err := s.Host.Run(ctx, documents.InstallPrefix+"/bin/rke2", "server", "--cluster-reset", "--cluster-reset-restore-path="+snapshot)
	if err != nil {
		return fmt.Errorf("restore the snapshot %q: %w", snapshot, err)
	}
	return s.Settle(ctx)
}

// DeleteStaleNodes deletes the Nodes of all other servers, which came back with the snapshot: RKE2 then forgets their node
// passwords, and servers of the same name may join.
func (s Server) DeleteStaleNodes(ctx context.Context) error {
	nodes, err := s.api(s.Node.Address).Servers(ctx)
	if err != nil {
		return err
	}
	for _, node := range nodes {
		if node.Metadata.Name == s.Node.NodeName {
			continue
		}
		if err := s.api(s.Node.Address).DeleteNode(ctx, node.Metadata.Name); err != nil {
			return fmt.Errorf("delete the stale Node %s: %w", node.Metadata.Name, err)
		}
	}
	return nil
}
