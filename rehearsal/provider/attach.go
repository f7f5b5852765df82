package provider

import (
	"fmt"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/util/rpcutil"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

// Providers are running servers, one for each package of a cloud.
type Providers struct {
	addresses []string
	stop      chan bool
	done      []<-chan error
}

// Serve starts a server for each package of the cloud on a port of its own of the loopback interface.
func Serve(c *cloud.Cloud, options Options) (*Providers, error) {
	p := &Providers{stop: make(chan bool)}
	for _, name := range c.Packages() {
		pkg, _ := c.Package(name)
		handle, err := rpcutil.ServeWithOptions(rpcutil.ServeOptions{
			Cancel: p.stop,
			Init: func(s *grpc.Server) error {
				pulumirpc.RegisterResourceProviderServer(s, &server{cloud: c, pkg: pkg, options: options})
				return nil
			},
			Options: []grpc.ServerOption{grpc.StatsHandler(connections{})},
		})
		if err != nil {
			close(p.stop)
			return nil, fmt.Errorf("serve the simulated provider %q: %w", name, err)
		}
		p.addresses = append(p.addresses, fmt.Sprintf("%s:%d", name, handle.Port))
		p.done = append(p.done, handle.Done)
	}
	return p, nil
}

// Attachments is the value of PULUMI_DEBUG_PROVIDERS that attaches the engine to the servers: "aws:PORT,cloudflare:PORT".
func (p *Providers) Attachments() string { return strings.Join(p.addresses, ",") }

// Close stops the servers and waits until they have stopped.
func (p *Providers) Close() error {
	close(p.stop)
	var first error
	for _, done := range p.done {
		if err := <-done; err != nil && first == nil {
			first = fmt.Errorf("stop a simulated provider: %w", err)
		}
	}
	return first
}
