package zerotrust

import (
	"fmt"

	"github.com/pulumi/pulumi-cloudflare/sdk/v5/go/cloudflare"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// captivePortalSeconds is how long a device may be without WARP to sign in to a network.
const captivePortalSeconds = 180

// buildDeviceProfile makes a profile of the environment's own: what goes into the tunnel, and which names are resolved where. The
// lists of the account's default profile belong to everybody and are left alone.
func (b *builder) buildDeviceProfile() error {
	profile, err := cloudflare.NewZeroTrustDeviceProfiles(b.ctx, b.child("devices"), &cloudflare.ZeroTrustDeviceProfilesArgs{
		AccountId: b.account(), Name: pulumi.String(b.child("devices")), Description: pulumi.String("Devices of those who reach " + b.name),
		Match: pulumi.String(b.plan.profileMatch), Precedence: pulumi.Int(b.plan.firstPrecedence), Enabled: pulumi.Bool(true),
		ServiceModeV2Mode: pulumi.String(serviceModeWarp), TunnelProtocol: pulumi.String(string(b.plan.protocol)), CaptivePortal: pulumi.Int(captivePortalSeconds),
		// A name of the private zones is resolved there or not at all.
		DisableAutoFallback: pulumi.Bool(true),
		// Who could switch WARP off or leave could also pass a posture check once and be gone.
		SwitchLocked: pulumi.Bool(true), AllowedToLeave: pulumi.Bool(false), AllowModeSwitch: pulumi.Bool(false),
		AllowUpdates: pulumi.Bool(true), ExcludeOfficeIps: pulumi.Bool(false), AutoConnect: pulumi.Int(0),
	}, b.options()...)
	if profile, err = guarded(b, profile, err, "devices"); err != nil {
		return err
	}
	b.edge.DeviceProfileID = profile.ID().ToStringOutput()
	if err := b.buildSplitTunnel(); err != nil {
		return err
	}
	return b.buildFallback()
}

// buildSplitTunnel sends the private ranges into the tunnel, and nothing else but the organisation's own host.
func (b *builder) buildSplitTunnel() error {
	tunnels := cloudflare.ZeroTrustSplitTunnelTunnelArray{
		cloudflare.ZeroTrustSplitTunnelTunnelArgs{Host: pulumi.String(teamHost(b.args.TeamName)), Description: pulumi.String("posture and sign-in")},
	}
	for _, cidr := range b.plan.routes {
		tunnels = append(tunnels, cloudflare.ZeroTrustSplitTunnelTunnelArgs{Address: pulumi.String(cidr.String()), Description: pulumi.String(b.name)})
	}
	split, err := cloudflare.NewZeroTrustSplitTunnel(b.ctx, b.child("split-tunnel"), &cloudflare.ZeroTrustSplitTunnelArgs{
		AccountId: b.account(), PolicyId: b.edge.DeviceProfileID, Mode: pulumi.String(modeInclude), Tunnels: tunnels,
	}, b.options()...)
	_, err = guarded(b, split, err, "split-tunnel")
	return err
}

// buildFallback sends the names of private zones to the private resolvers.
func (b *builder) buildFallback() error {
	if len(b.plan.fallbacks) == 0 {
		return nil
	}
	var domains cloudflare.ZeroTrustLocalFallbackDomainDomainArray
	for _, f := range b.plan.fallbacks {
		domain := cloudflare.ZeroTrustLocalFallbackDomainDomainArgs{Suffix: pulumi.String(f.suffix)}
		if len(f.servers) > 0 {
			domain.DnsServers, domain.Description = pulumi.ToStringArray(f.servers), pulumi.String(b.name)
		}
		domains = append(domains, domain)
	}
	fallback, err := cloudflare.NewZeroTrustLocalFallbackDomain(b.ctx, b.child("fallback"), &cloudflare.ZeroTrustLocalFallbackDomainArgs{
		AccountId: b.account(), PolicyId: b.edge.DeviceProfileID, Domains: domains,
	}, b.options()...)
	if err != nil {
		return fmt.Errorf("%s: %w", b.child("fallback"), err)
	}
	_, err = guarded(b, fallback, nil, "fallback")
	return err
}
