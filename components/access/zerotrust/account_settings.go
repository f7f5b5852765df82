package zerotrust

import (
	"fmt"

	"github.com/pulumi/pulumi-cloudflare/sdk/v5/go/cloudflare"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// gatewaySettings are all settings of the account's Gateway. None of them is ours to change.
var gatewaySettings = []string{
	"activityLogEnabled", "antivirus", "blockPage", "bodyScanning", "certificate", "customCertificate", "extendedEmailMatching", "fips", "logging",
	"nonIdentityBrowserIsolationEnabled", "payloadLog", "protocolDetectionEnabled", "proxy", "sshSessionLog", "tlsDecryptEnabled", "urlBrowserIsolationEnabled",
}

// buildAccountSettings looks at what the account shares, and keeps the routes closed while it is not as they need it. The settings
// are imported with every property ignored: an import alone would not do, because the engine goes on to change what the program
// describes otherwise, and a resource that is only read gets a provider of another version.
func (b *builder) buildAccountSettings() error {
	b.routedTunnel = b.tunnel.ID().ToStringOutput()
	if !b.args.RequireGatewayProxy {
		return nil
	}
	settings, err := cloudflare.NewZeroTrustGatewaySettings(b.ctx, b.child("account-gateway"), &cloudflare.ZeroTrustGatewaySettingsArgs{AccountId: b.account()},
		b.options(pulumi.Import(pulumi.ID(b.args.AccountID)), pulumi.IgnoreChanges(gatewaySettings), pulumi.RetainOnDelete(true))...)
	if settings, err = guarded(b, settings, err, "account-gateway"); err != nil {
		return err
	}
	// The settings are known in a preview already and the tunnel's id is not, so that they are looked at apart.
	looked := settings.Proxy.ApplyT(func(proxy *cloudflare.ZeroTrustGatewaySettingsProxy) (bool, error) { return true, requireProxy(proxy) })
	b.routedTunnel = pulumi.All(b.tunnel.ID(), looked).ApplyT(func(values []any) string {
		tunnel, _ := values[0].(pulumi.ID)
		return string(tunnel)
	}).(pulumi.StringOutput)
	return nil
}

// requireProxy refuses an account whose Gateway lets traffic pass unseen.
func requireProxy(proxy *cloudflare.ZeroTrustGatewaySettingsProxy) error {
	if proxy != nil && proxy.Tcp && proxy.Udp {
		return nil
	}
	got := "no proxy"
	if proxy != nil {
		got = fmt.Sprintf("tcp %t and udp %t", proxy.Tcp, proxy.Udp)
	}
	return fmt.Errorf("requireGatewayProxy: the account's Gateway does not proxy TCP and UDP, so that no network policy applies and no route is made, got %s; "+
		"turn on both in the account's network settings", got)
}
