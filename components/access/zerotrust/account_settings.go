package zerotrust

import (
	"fmt"
	"time"

	"github.com/pulumi/pulumi-cloudflare/sdk/v5/go/cloudflare"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// gatewaySettings are all settings of the account's Gateway. None of them is ours to change.
var gatewaySettings = []string{
	"activityLogEnabled", "antivirus", "blockPage", "bodyScanning", "certificate", "customCertificate", "extendedEmailMatching", "fips", "logging",
	"nonIdentityBrowserIsolationEnabled", "payloadLog", "protocolDetectionEnabled", "proxy", "sshSessionLog", "tlsDecryptEnabled", "urlBrowserIsolationEnabled",
}

// organizationSettings are all settings of the account's Access organisation. None of them is ours to change either.
var organizationSettings = []string{
	"allowAuthenticateViaWarp", "authDomain", "autoRedirectToIdentity", "customPages", "isUiReadOnly", "loginDesigns", "name", "sessionDuration",
	"uiReadOnlyToggleReason", "userSeatExpirationInactiveTime", "warpAuthSessionDuration",
}

// buildAccountSettings looks at what the account shares, and keeps the routes closed while it is not as they need it.
func (b *builder) buildAccountSettings() error {
	// The settings are known in a preview already and the tunnel's id is not, so that they are looked at apart.
	needed := []any{b.tunnel.ID()}
	if b.args.RequireGatewayProxy {
		looked, err := b.lookAtGateway()
		if err != nil {
			return err
		}
		needed = append(needed, looked)
	}
	if b.args.RequireOrganization {
		looked, err := b.lookAtOrganization()
		if err != nil {
			return err
		}
		needed = append(needed, looked)
	}
	b.routedTunnel = pulumi.All(needed...).ApplyT(func(values []any) string {
		tunnel, _ := values[0].(pulumi.ID)
		return string(tunnel)
	}).(pulumi.StringOutput)
	return nil
}

// adopted are the options of what the whole account shares. It is imported with every property ignored: an import alone would not do,
// because the engine goes on to change what the program describes otherwise, and a resource that is only read gets a provider
// of another version.
func (b *builder) adopted(settings []string) []pulumi.ResourceOption {
	return b.options(pulumi.Import(pulumi.ID(b.args.AccountID)), pulumi.IgnoreChanges(settings), pulumi.RetainOnDelete(true))
}

func (b *builder) lookAtGateway() (pulumi.Output, error) {
	const role = "account-gateway"
	settings, err := cloudflare.NewZeroTrustGatewaySettings(b.ctx, b.child(role), &cloudflare.ZeroTrustGatewaySettingsArgs{AccountId: b.account()}, b.adopted(gatewaySettings)...)
	if settings, err = guarded(b, settings, err, role); err != nil {
		return nil, err
	}
	return settings.Proxy.ApplyT(func(proxy *cloudflare.ZeroTrustGatewaySettingsProxy) (bool, error) { return true, requireProxy(proxy) }), nil
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

func (b *builder) lookAtOrganization() (pulumi.Output, error) {
	const role = "account-organization"
	team := b.args.TeamName
	organization, err := cloudflare.NewZeroTrustAccessOrganization(b.ctx, b.child(role), &cloudflare.ZeroTrustAccessOrganizationArgs{
		AccountId: b.account(), AuthDomain: pulumi.String(teamHost(team)), Name: pulumi.String(team),
	}, b.adopted(organizationSettings)...)
	if organization, err = guarded(b, organization, err, role); err != nil {
		return nil, err
	}
	longest := b.plan.session
	return pulumi.All(organization.AuthDomain, organization.SessionDuration).ApplyT(func(values []any) (bool, error) {
		domain, _ := values[0].(string)
		session, _ := values[1].(*string)
		return true, requireOrganization(domain, session, team, longest)
	}), nil
}

// requireOrganization refuses an organisation of another team, and one whose sign-in outlives a session: Access then renews the
// session of an application without asking anybody.
func requireOrganization(domain string, session *string, team string, longest time.Duration) error {
	if domain != teamHost(team) {
		return fmt.Errorf("requireOrganization: the account has another Access organisation than teamName says, so that no route is made, got %q; write teamName as in %q", domain, domain)
	}
	// Without a session of its own the organisation follows the applications.
	// Source: Cloudflare's documentation of the CF_Authorization cookie of the team domain.
	if session == nil || *session == "" {
		return nil
	}
	if lasts, err := time.ParseDuration(*session); err != nil || lasts > longest {
		return fmt.Errorf("requireOrganization: a sign-in to the organisation outlives the session of its applications, so that no route is made, got %q; "+
			"set the organisation's global session to %s or less", *session, short(longest))
	}
	return nil
}
