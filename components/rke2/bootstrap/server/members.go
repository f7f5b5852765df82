package server

import (
	"context"
	"errors"

	"github.com/cloudgap/cloudgap/components/rke2/bootstrap/kube"
	"github.com/cloudgap/cloudgap/components/rke2/bootstrap/protocol"
)

// kubeconfig holds the administrator's credentials that RKE2 writes on every server.
const kubeconfig = "/etc/rancher/rke2/rke2.yaml"

// api is the API server at an address.
func (s Server) api(address string) kube.Client {
	return kube.Client{Host: s.Host, Kubeconfig: kubeconfig, Address: address}
}

var errNoAPI = errors.New("no server's API is ready")

// Members returns the membership of etcd, which RKE2 keeps equal to the servers' Nodes.
func (s Server) Members(ctx context.Context) (protocol.Membership, error) {
	address, ok := s.answering(ctx, s.Node.Address, s.Settings.Endpoint)
	if !ok {
		return protocol.Membership{}, errNoAPI
	}
	nodes, err := s.api(address).Servers(ctx)
	if err != nil {
		return protocol.Membership{}, err
	}
	return membership(nodes, s.Node.NodeName), nil
}

// Voters is the number of servers that are Ready and vote in etcd.
func (s Server) Voters(ctx context.Context) (int, error) {
	address, ok := s.answering(ctx, s.Node.Address, s.Settings.Endpoint)
	if !ok {
		return 0, errNoAPI
	}
	nodes, err := s.api(address).Servers(ctx)
	voters := 0
	for _, node := range nodes {
		if node.Member() && node.Healthy() {
			voters++
		}
	}
	return voters, err
}

func membership(nodes []kube.Node, self string) protocol.Membership {
	m := protocol.Membership{Read: true}
	for _, node := range nodes {
		switch {
		case !node.Member():
		case node.Metadata.Name == self:
			m.Self = true
		default:
			m.Others++
			if node.Healthy() {
				m.Healthy++
			}
		}
	}
	return m
}
