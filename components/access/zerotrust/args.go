package zerotrust

import "github.com/pulumi/pulumi/sdk/v3/go/pulumi"

// Args describes the Cloudflare half of one environment. Plain Go values decide which resources exist; inputs only flow
// through.
type Args struct {
	// AccountID is the Cloudflare account, 32 hexadecimal digits. Required.
	AccountID string `pulumi:"accountId"`
	// ZoneID is the Cloudflare zone of the account that public names are made in, 32 hexadecimal digits. Required with an
	// application that has a PublicHostname, and with it only: without one nothing gets a public name.
	ZoneID string `pulumi:"zoneId,optional"`
	// TeamName is the organisation's name in `<team>.cloudflareaccess.com`. Devices reach that host through the tunnel, which
	// posture checks and re-authentication need in include mode. Required.
	TeamName string `pulumi:"teamName"`
	// TunnelName is the tunnel's physical name, unique in the account. Empty takes the component's name. Changing it replaces
	// the tunnel, and with it the token that connectors hold.
	TunnelName string `pulumi:"tunnelName,optional"`
	// TunnelSecret is the tunnel's password, at least 32 bytes in base64. Nil makes one at random when the tunnel is created.
	// Later values are ignored, because a change would replace the tunnel: `cloudgap tunnel rotate` changes it in place.
	TunnelSecret pulumi.StringInput `pulumi:"tunnelSecret,optional"`
	// PrivateCidrs are the ranges that the tunnel leads to, private IPv4 or IPv6. Required. A range wider than /16 needs
	// AllowWideRoutes.
	PrivateCidrs []string `pulumi:"privateCidrs"`
	// AllowWideRoutes accepts ranges wider than /16 (/48 for IPv6). Default: refused, because a wide route takes in more than
	// one environment.
	AllowWideRoutes bool `pulumi:"allowWideRoutes,optional"`
	// PrivateZones are the DNS zones that devices resolve through Resolvers, by name. Nil resolves none: the private endpoint
	// of EKS has a public name.
	PrivateZones []string `pulumi:"privateZones,optional"`
	// Resolvers are the private addresses of the DNS servers for PrivateZones, such as the +2 address of the access VPC; they
	// are routed and opened on port 53. Required with PrivateZones.
	Resolvers []string `pulumi:"resolvers,optional"`
	// Precedence is where the environment's Gateway policies and device profile begin in the account's order; they take this
	// number and the 999 after it. Required, a multiple of 1000, different for each environment of the account.
	Precedence int `pulumi:"precedence"`
	// Personas are the kinds of people that get in, by a stable key. Required.
	Personas map[string]Persona `pulumi:"personas"`
	// Posture are the checks that a device passes before any persona gets in, by a stable key. Required: identity without
	// posture admits a stolen password.
	Posture map[string]PostureCheck `pulumi:"posture"`
	// Applications are what personas reach, by a stable key. Required.
	Applications map[string]Application `pulumi:"applications"`
	// ServiceTokens are credentials for pipelines, by a stable key. Nil makes none; a runner inside the VPC needs none.
	ServiceTokens map[string]ServiceToken `pulumi:"serviceTokens,optional"`
	// Session is how long a sign-in lasts, such as "8h". Empty takes 8h. Longer needs AllowLongSessions.
	Session string `pulumi:"session,optional"`
	// AllowLongSessions accepts sessions of more than 8 hours. Default: refused.
	AllowLongSessions bool `pulumi:"allowLongSessions,optional"`
	// TunnelProtocol is what devices speak to Cloudflare. Empty takes Masque.
	TunnelProtocol DeviceProtocol `pulumi:"tunnelProtocol,optional"`
	// RequireGatewayProxy reads the account's Gateway settings and refuses to make routes while Gateway does not proxy TCP and UDP,
	// without which no network policy applies. Default: not looked at. Settings that the whole account shares are never changed.
	RequireGatewayProxy bool `pulumi:"requireGatewayProxy,optional"`
	// RequireOrganization reads the account's Access organisation and refuses to make routes while it is another than TeamName's, or
	// while its sign-in outlives Session, so that applications renew their sessions without asking. Default: not looked at. The
	// organisation is never changed.
	RequireOrganization bool `pulumi:"requireOrganization,optional"`
	// Logpush sends logs to S3, by data set. Nil sends none.
	Logpush map[Dataset]LogDestination `pulumi:"logpush,optional"`
	// Notifications tells people when the tunnel is ill. Nil tells nobody.
	Notifications *Notifications `pulumi:"notifications,optional"`
	// Protect makes Pulumi refuse to delete or replace the tunnel and its virtual network.
	Protect bool `pulumi:"protect,optional"`
}

// Persona is a kind of people with the same reach. At least one of Emails and Groups is set; who is in either is in.
type Persona struct {
	// Emails are single people.
	Emails []string `pulumi:"emails,optional"`
	// Groups are groups of an identity provider.
	Groups []IdentityGroup `pulumi:"groups,optional"`
	// Applications are the keys of the applications that the persona reaches. Required.
	Applications []string `pulumi:"applications"`
}

// IdentityGroup is one group of an identity provider.
type IdentityGroup struct {
	// Provider is the kind of the identity provider. Required.
	Provider IdentityProvider `pulumi:"provider"`
	// IdentityProviderID is the provider's id in Cloudflare. Required.
	IdentityProviderID string `pulumi:"identityProviderId"`
	// Name is the group's name with Okta, its object id with Entra ID, its address with Google Workspace, and the attribute's
	// value with SAML. Required. "everyone" is refused.
	Name string `pulumi:"name"`
	// Attribute is the SAML attribute that holds the group. Required with SAML, and with SAML only.
	Attribute string `pulumi:"attribute,optional"`
}

// PostureCheck is something that the WARP client finds out about a device. On a device of a platform that is not listed the
// check fails.
type PostureCheck struct {
	// Type is the kind of check. Required.
	Type PostureType `pulumi:"type"`
	// Platforms are the platforms that the check is made on. Required.
	Platforms []Platform `pulumi:"platforms"`
	// Version is the oldest version allowed, by platform. Required with OSVersion, and with it only.
	Version map[Platform]string `pulumi:"version,optional"`
	// CertificateID and CommonName are the signing certificate's id in Cloudflare and the client certificate's common name,
	// which may contain ${serial_number}. Required with ClientCertificate, and with it only.
	CertificateID string `pulumi:"certificateId,optional"`
	CommonName    string `pulumi:"commonName,optional"`
	// ListID is the id of the list of serial numbers. Required with SerialNumber, and with it only.
	ListID string `pulumi:"listId,optional"`
	// Expiration is how long a result counts. Empty takes 1h.
	Expiration string `pulumi:"expiration,optional"`
	// Schedule is how often the client checks. Empty takes 5m.
	Schedule string `pulumi:"schedule,optional"`
}

// Application is something inside the private network.
type Application struct {
	// Kind is the kind of application. Required.
	Kind ApplicationKind `pulumi:"kind"`
	// Cidrs are the application's addresses, within PrivateCidrs. Required.
	Cidrs []string `pulumi:"cidrs"`
	// Ports are the TCP and UDP ports. Nil takes 443 for Kubernetes and Web; required for Infrastructure. That of SSH is refused:
	// hosts are reached with Session Manager.
	Ports []int `pulumi:"ports,optional"`
	// AskAccess makes an application of Access too, which asks for identity and posture once more and keeps a session and a log for
	// this application alone. Always so with Web. Default: Gateway decides alone. Not with ServiceTokens: a pipeline cannot sign
	// in to the window that the device opens.
	AskAccess bool `pulumi:"askAccess,optional"`
	// Hostnames are the private names that a Web application answers to, which Access asks identity for by name. Required with
	// Web, and with Web only.
	Hostnames []string `pulumi:"hostnames,optional"`
	// PublicHostname is a name in the zone of ZoneID under which a Web application is also reached without the WARP tunnel: through
	// Cloudflare's edge, with Access as the only thing that decides. It leads to the first of Hostnames by HTTPS, whose
	// certificate connectors verify. Empty, which is best, makes no public name.
	PublicHostname string `pulumi:"publicHostname,optional"`
	// ServiceTokens are the keys of service tokens that may use the application. Nil admits none.
	ServiceTokens []string `pulumi:"serviceTokens,optional"`
}

// ServiceToken is a credential for a pipeline.
type ServiceToken struct {
	// Duration is how long it is valid. Empty takes a year.
	Duration TokenDuration `pulumi:"duration,optional"`
	// RenewWithinDays renews the token when `pulumi refresh` runs within so many days of its end. Zero takes 30.
	RenewWithinDays int `pulumi:"renewWithinDays,optional"`
}

// LogDestination is where the logs of one data set go. The bucket best belongs to a log archive account with Object Lock.
type LogDestination struct {
	// Bucket is the name of an S3 bucket. Required.
	Bucket string `pulumi:"bucket"`
	// Region is the bucket's Region. Required.
	Region string `pulumi:"region"`
	// Prefix is the folder in the bucket. Empty takes the data set's name.
	Prefix string `pulumi:"prefix,optional"`
	// OwnershipToken is the content of the file that Cloudflare puts into the bucket. Nil only asks for that file, whose name is
	// in Edge.LogpushChallenges; the job follows once the token is given.
	OwnershipToken pulumi.StringInput `pulumi:"ownershipToken,optional"`
}

// Notifications says who is told what.
type Notifications struct {
	// Alerts are the events. Nil takes tunnel health, expiring service tokens and failing log jobs.
	Alerts []Alert `pulumi:"alerts,optional"`
	// Emails, Webhooks and PagerDuty are addresses, and the ids of integrations in Cloudflare. At least one is set.
	Emails    []string `pulumi:"emails,optional"`
	Webhooks  []string `pulumi:"webhooks,optional"`
	PagerDuty []string `pulumi:"pagerDuty,optional"`
}
