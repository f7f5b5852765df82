package zerotrust

import (
	"fmt"

	"github.com/pulumi/pulumi-cloudflare/sdk/v5/go/cloudflare"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// builder makes the children of the caller's component.
type builder struct {
	ctx    *pulumi.Context
	name   string
	args   Args
	plan   plan
	common []pulumi.ResourceOption
	edge   *Edge
	tunnel *cloudflare.ZeroTrustTunnelCloudflared
	// routedTunnel is the tunnel's id for routes, which there is only while the account is as they need it.
	routedTunnel pulumi.StringOutput
}

// build makes everything but the routes: the tunnel, who is let in, what is denied and then allowed, the devices' settings, and
// who is told.
func (b *builder) build() error {
	network, err := b.buildTunnel()
	if err != nil {
		return err
	}
	checks, err := b.buildPosture()
	if err != nil {
		return err
	}
	tokens, err := b.buildServiceTokens()
	if err != nil {
		return err
	}
	if err := b.buildAccountSettings(); err != nil {
		return err
	}
	if err := b.buildGateway(network, checks); err != nil {
		return err
	}
	if err := b.buildAccess(network, checks, tokens); err != nil {
		return err
	}
	if err := b.buildDeviceProfile(); err != nil {
		return err
	}
	if err := b.buildLogs(); err != nil {
		return err
	}
	return b.buildNotifications()
}

// child returns the name of a child: the component's name, the child's role and its key, if any.
func (b *builder) child(role string) string { return b.name + "-" + role }

// account is the account as an input.
func (b *builder) account() pulumi.String { return pulumi.String(b.args.AccountID) }

// options returns the options of a child, in a slice of its own.
func (b *builder) options(extra ...pulumi.ResourceOption) []pulumi.ResourceOption {
	return append(append([]pulumi.ResourceOption{}, b.common...), extra...)
}

// guarded returns a child after remembering that no route may be made before it.
func guarded[R pulumi.Resource](b *builder, child R, err error, role string) (R, error) {
	if err != nil {
		return child, fmt.Errorf("%s: %w", b.child(role), err)
	}
	b.edge.guard = append(b.edge.guard, child)
	return child, nil
}
