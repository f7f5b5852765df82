package zerotrust

import (
	"fmt"

	"github.com/pulumi/pulumi-cloudflare/sdk/v5/go/cloudflare"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// buildAccountSettings reads what the account shares, and keeps the routes closed while it is not as they need it. The settings
// are read, not imported: the engine imports a resource that the program describes otherwise and then changes it for everybody.
func (b *builder) buildAccountSettings() error {
	b.routedTunnel = b.tunnel.ID().ToStringOutput()
	if !b.args.RequireGatewayProxy {
		return nil
	}
	settings, err := cloudflare.GetZeroTrustGatewaySettings(b.ctx, b.child("account-gateway"), pulumi.ID(b.args.AccountID), nil, b.options()...)
	if settings, err = guarded(b, settings, err, "account-gateway"); err != nil {
		return err
	}
	b.routedTunnel = pulumi.All(b.tunnel.ID(), settings.Proxy).ApplyT(func(values []any) (string, error) {
		tunnel, _ := values[0].(pulumi.ID)
		proxy, _ := values[1].(*cloudflare.ZeroTrustGatewaySettingsProxy)
		return string(tunnel), requireProxy(proxy)
	}).(pulumi.StringOutput)
	return nil
}

// requireProxy refuses an account whose Gateway lets traffic pass unseen.
func requireProxy(proxy *cloudflare.ZeroTrustGatewaySettingsProxy) error {
	if proxy != nil && proxy.Tcp && proxy.Udp {
		return nil
	}
	return fmt.Errorf("requireGatewayProxy: the account's Gateway does not proxy TCP and UDP, so that no network policy applies and no route is made, got %+v; "+
		"turn on both in the account's network settings", proxy)
}
