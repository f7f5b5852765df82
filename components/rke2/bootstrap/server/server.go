// Package server is the RKE2 server on a node, as the bootstrap protocol sees it: it writes the configuration, starts and stops
// the service, asks the API who the members are, and takes the node out of the cluster.
package server

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"time"

	"github.com/cloudgap/cloudgap/components/rke2/bootstrap/host"
	"github.com/cloudgap/cloudgap/components/rke2/bootstrap/kube"
	"github.com/cloudgap/cloudgap/components/rke2/documents"
)

// Server is the RKE2 server of one node.
type Server struct {
	Host     host.Host
	Settings documents.Settings
	Node     Identity
	Secrets  Secrets
	Peers    Peers
	// Pause is how long to wait between two looks at something that is expected to change.
	Pause time.Duration
}

// Identity is what the instance metadata service says of the node.
type Identity struct {
	// Instance is the EC2 instance id.
	Instance string
	// Zone is the availability zone.
	Zone string
	// NodeName is the private DNS name, under which RKE2 registers the node.
	NodeName string
	// Address is the private IPv4 address.
	Address string
}

// Secrets reads secrets by their ARN.
type Secrets interface {
	Read(ctx context.Context, arn string) (string, error)
}

// Peers finds the other servers' addresses, whatever state they are in.
type Peers interface {
	Addresses(ctx context.Context) ([]string, error)
}

// Data tells whether etcd data lie on the disk.
func (s Server) Data() (bool, error) { return s.Host.Exists(documents.DatabaseDir + "/etcd") }

// Running tells whether the service is active or becoming so.
func (s Server) Running(ctx context.Context) (bool, error) {
	return s.Host.Running(ctx, host.ServerService)
}

// Serving tells whether the own API server is ready, the Node is Ready and etcd counts it as a voting member. What cannot be
// asked yet is not there yet, and no error.
func (s Server) Serving(ctx context.Context) (bool, error) {
	if !s.ready(ctx, s.Node.Address) {
		return false, nil
	}
	nodes, err := s.api(s.Node.Address).Servers(ctx)
	if err != nil {
		return false, nil //nolint:nilerr // an API server that does not answer does not serve
	}
	for _, node := range nodes {
		if node.Metadata.Name == s.Node.NodeName {
			return node.Healthy(), nil
		}
	}
	return false, nil
}

// ready tells whether the API server at an address answers /readyz with 200 to a client without a certificate, as the load
// balancer asks.
func (s Server) ready(ctx context.Context, address string) bool {
	authority, err := s.Host.Read(documents.AuthorityPath)
	if err != nil {
		return false
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(authority)
	transport := &http.Transport{
		TLSClientConfig: &tls.Config{RootCAs: roots, ServerName: kube.CertificateName, MinVersion: tls.VersionTLS12},
	}
	defer transport.CloseIdleConnections()
	client := http.Client{Transport: transport, Timeout: 10 * time.Second}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, kube.URL(address)+"/readyz", nil)
	if err != nil {
		return false
	}
	response, err := client.Do(request)
	if err != nil {
		return false
	}
	_ = response.Body.Close()
	return response.StatusCode == http.StatusOK
}

// Start writes the configuration and starts the service, without waiting for it.
func (s Server) Start(ctx context.Context, found bool) error {
	if err := s.writeTokens(ctx); err != nil {
		return err
	}
	if err := s.writeAuthorities(ctx, found); err != nil {
		return err
	}
	join, err := s.joinAddress(ctx, found)
	if err != nil {
		return err
	}
	if err := s.configure(join); err != nil {
		return err
	}
	if err := s.started(); err != nil {
		return err
	}
	return s.Host.Start(ctx, host.ServerService)
}

// Stop stops the service and waits until it has.
func (s Server) Stop(ctx context.Context) error { return s.Host.Stop(ctx, host.ServerService) }

// Settle writes the configuration that names the endpoint, for the next start.
func (s Server) Settle(context.Context) error { return s.configure(s.Settings.Endpoint) }

func (s Server) configure(join string) error {
	config, err := documents.Config(s.Settings, join)
	if err != nil {
		return err
	}
	_, err = s.Host.Write(documents.File{Path: documents.ConfigPath, Mode: 0o600, Content: config})
	return err
}

// joinAddress is what the configuration names as the server to join. A node that has data, and so does not join, gets the
// cluster's endpoint. One that joins gets the address of another server that is ready: a load balancer none of whose targets
// is healthy could send it to itself. Where EC2 does not say who the others are, it is the endpoint, if a server answers there.
func (s Server) joinAddress(ctx context.Context, found bool) (string, error) {
	if found {
		return "", nil
	}
	data, err := s.Data()
	if err != nil {
		return "", err
	}
	if data {
		return s.Settings.Endpoint, nil
	}
	for _, address := range append(s.peers(ctx), s.Settings.Endpoint) {
		if s.ready(ctx, address) {
			return address, nil
		}
	}
	return "", errNoAPI
}

// answering returns the first address with a ready API server: those given, and then the other servers' own.
func (s Server) answering(ctx context.Context, addresses ...string) (string, bool) {
	for _, address := range append(addresses, s.peers(ctx)...) {
		if s.ready(ctx, address) {
			return address, true
		}
	}
	return "", false
}

// peers returns the other servers' addresses, and none if EC2 does not say.
func (s Server) peers(ctx context.Context) []string {
	addresses, err := s.Peers.Addresses(ctx)
	if err != nil {
		return nil
	}
	return addresses
}

// writeTokens fetches the tokens. A member can start without Secrets Manager: it has them on its disk.
func (s Server) writeTokens(ctx context.Context) error {
	for path, arn := range map[string]string{
		documents.TokenPath: s.Settings.Secrets.Server, documents.AgentToken: s.Settings.Secrets.Agent,
	} {
		token, err := s.Secrets.Read(ctx, arn)
		if err != nil {
			if _, missing := s.Host.Read(path); errors.Is(missing, fs.ErrNotExist) {
				return fmt.Errorf("fetch %s: %w", path, err)
			}
			continue
		}
		if _, err := s.Host.Write(documents.File{Path: path, Mode: 0o600, Content: token + "\n"}); err != nil {
			return err
		}
	}
	return nil
}
