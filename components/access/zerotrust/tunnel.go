package zerotrust

import (
	"crypto/rand"
	"encoding/base64"
	"fmt"

	"github.com/pulumi/pulumi-cloudflare/sdk/v5/go/cloudflare"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// secretBytes is the length of a tunnel's secret. Cloudflare asks for 32 bytes at least.
const secretBytes = 32

// buildTunnel makes the tunnel, its configuration and its virtual network, and returns the network's id.
func (b *builder) buildTunnel() (pulumi.StringOutput, error) {
	network, err := cloudflare.NewZeroTrustTunnelVirtualNetwork(b.ctx, b.child("network"), &cloudflare.ZeroTrustTunnelVirtualNetworkArgs{
		AccountId: b.account(), Name: pulumi.String(b.plan.tunnelName), Comment: pulumi.String("Private network of " + b.name),
		// A default network would take in the devices and routes of the whole account.
		IsDefaultNetwork: pulumi.Bool(false),
	}, b.options(pulumi.Protect(b.args.Protect))...)
	if network, err = guarded(b, network, err, "network"); err != nil {
		return pulumi.StringOutput{}, err
	}
	secret, err := b.tunnelSecret()
	if err != nil {
		return pulumi.StringOutput{}, err
	}
	// The secret forces a replacement, with another id and token, and the provider never reads it back: what rotates it is the
	// API, and what the program says later does not count.
	tunnel, err := cloudflare.NewZeroTrustTunnelCloudflared(b.ctx, b.child("tunnel"), &cloudflare.ZeroTrustTunnelCloudflaredArgs{
		AccountId: b.account(), Name: pulumi.String(b.plan.tunnelName), Secret: secret, ConfigSrc: pulumi.String(configByCloudflare),
	}, b.options(pulumi.Protect(b.args.Protect), pulumi.IgnoreChanges([]string{"secret"}))...)
	if b.tunnel, err = guarded(b, tunnel, err, "tunnel"); err != nil {
		return pulumi.StringOutput{}, err
	}
	config, err := cloudflare.NewZeroTrustTunnelCloudflaredConfig(b.ctx, b.child("tunnel-config"), &cloudflare.ZeroTrustTunnelCloudflaredConfigArgs{
		AccountId: b.account(), TunnelId: b.tunnel.ID(),
		Config: cloudflare.ZeroTrustTunnelCloudflaredConfigConfigArgs{
			WarpRouting:  cloudflare.ZeroTrustTunnelCloudflaredConfigConfigWarpRoutingArgs{Enabled: pulumi.Bool(true)},
			IngressRules: b.ingressRules(),
		},
	}, b.options()...)
	if _, err = guarded(b, config, err, "tunnel-config"); err != nil {
		return pulumi.StringOutput{}, err
	}
	b.edge.TunnelID, b.edge.TunnelName = b.tunnel.ID().ToStringOutput(), b.tunnel.Name
	b.edge.TunnelToken = pulumi.ToSecret(b.tunnel.TunnelToken).(pulumi.StringOutput)
	b.edge.VirtualNetworkID = network.ID().ToStringOutput()
	return b.edge.VirtualNetworkID, nil
}

// ingressRules lead public names to their applications. Without any there is only the last rule, which every configuration needs.
func (b *builder) ingressRules() cloudflare.ZeroTrustTunnelCloudflaredConfigConfigIngressRuleArray {
	var rules cloudflare.ZeroTrustTunnelCloudflaredConfigConfigIngressRuleArray
	for _, asked := range b.plan.asked {
		if asked.public != "" {
			rules = append(rules, cloudflare.ZeroTrustTunnelCloudflaredConfigConfigIngressRuleArgs{
				Hostname: pulumi.String(asked.public), Service: pulumi.String(asked.origin),
			})
		}
	}
	return append(rules, cloudflare.ZeroTrustTunnelCloudflaredConfigConfigIngressRuleArgs{Service: pulumi.String("http_status:404")})
}

// tunnelSecret is the one given, or a new one. The SDK marks either as secret.
func (b *builder) tunnelSecret() (pulumi.StringInput, error) {
	if b.args.TunnelSecret != nil {
		return b.args.TunnelSecret, nil
	}
	random := make([]byte, secretBytes)
	if _, err := rand.Read(random); err != nil {
		return nil, fmt.Errorf("make a tunnel secret: %w", err)
	}
	return pulumi.String(base64.StdEncoding.EncodeToString(random)), nil
}

// buildRoutes makes the routes once everything else is there.
func (b *builder) buildRoutes(after []pulumi.Resource) error {
	wait := append(append([]pulumi.Resource{}, b.edge.guard...), after...)
	for _, cidr := range b.plan.routes {
		role := "route-" + routeKey(cidr.String())
		_, err := cloudflare.NewZeroTrustTunnelRoute(b.ctx, b.child(role), &cloudflare.ZeroTrustTunnelRouteArgs{
			AccountId: b.account(), TunnelId: b.routedTunnel, Network: pulumi.String(cidr.String()), VirtualNetworkId: b.edge.VirtualNetworkID,
			Comment: pulumi.String(b.name),
		}, b.options(pulumi.DependsOn(wait))...)
		if err != nil {
			return fmt.Errorf("%s: %w", b.child(role), err)
		}
	}
	return b.buildRecords(wait)
}

// buildRecords makes the public names, as late as the routes: until then nobody finds the tunnel by them.
func (b *builder) buildRecords(wait []pulumi.Resource) error {
	for _, asked := range b.plan.asked {
		if asked.public == "" {
			continue
		}
		role := "record-" + asked.key
		_, err := cloudflare.NewRecord(b.ctx, b.child(role), &cloudflare.RecordArgs{
			ZoneId: pulumi.String(b.args.ZoneID), Name: pulumi.String(asked.public), Type: pulumi.String(recordAlias),
			Content: b.routedTunnel.ApplyT(func(id string) string { return id + ".cfargotunnel.com" }).(pulumi.StringOutput),
			// Without the proxy the record would be a dead alias, and Access would not be asked.
			Proxied: pulumi.Bool(true), Comment: pulumi.String(b.name),
		}, b.options(pulumi.DependsOn(wait))...)
		if err != nil {
			return fmt.Errorf("%s: %w", b.child(role), err)
		}
	}
	return nil
}
