package zerotrust

// The values below are sent to Cloudflare as they are. The Go documentation of pulumi-cloudflare shows many of them in camel
// case, which the provider refuses: it takes the ones of terraform-provider-cloudflare v4.51.0, written down here.

// ApplicationKind is what an application is to the people who use it.
type ApplicationKind string

// The kinds of applications.
const (
	// Kubernetes is a Kubernetes API: Gateway decides by address and port, the cluster by its own identity.
	Kubernetes ApplicationKind = "kubernetes"
	// Web is a private web application: Gateway decides by address and port, Access by name.
	Web ApplicationKind = "web"
	// Infrastructure is anything else that speaks TCP or UDP, such as a database. It is free of SSH: the infrastructure
	// applications of Access know nothing but SSH, which is no way in here, and other protocols are private destinations.
	Infrastructure ApplicationKind = "infrastructure"
)

// IdentityProvider is the kind of an identity provider.
type IdentityProvider string

// The kinds of identity providers whose groups can be named.
const (
	Okta            IdentityProvider = "okta"
	EntraID         IdentityProvider = "azure"
	GoogleWorkspace IdentityProvider = "gsuite"
	SAML            IdentityProvider = "saml"
)

// PostureType is the kind of a posture check.
type PostureType string

// The posture checks that need no further integration.
const (
	// DiskEncryption asks for every disk to be encrypted.
	DiskEncryption PostureType = "disk_encryption"
	// Firewall asks for the system's firewall.
	Firewall PostureType = "firewall"
	// OSVersion asks for a version or a newer one.
	OSVersion PostureType = "os_version"
	// ClientCertificate asks for a certificate whose key was made on the device.
	ClientCertificate PostureType = "client_certificate_v2"
	// SerialNumber asks for a device of a list.
	SerialNumber PostureType = "serial_number"
)

// Platform is an operating system.
type Platform string

// The platforms of posture checks.
const (
	Windows  Platform = "windows"
	Mac      Platform = "mac"
	Linux    Platform = "linux"
	Android  Platform = "android"
	IOS      Platform = "ios"
	ChromeOS Platform = "chromeos"
)

// DeviceProtocol is what a device speaks to Cloudflare.
type DeviceProtocol string

// The device protocols.
const (
	WireGuard DeviceProtocol = "wireguard"
	Masque    DeviceProtocol = "masque"
)

// TokenDuration is how long a service token is valid.
type TokenDuration string

// The durations that Cloudflare offers, without the one that never ends.
const (
	OneYear   TokenDuration = "8760h"
	TwoYears  TokenDuration = "17520h"
	FiveYears TokenDuration = "43800h"
)

// Dataset is a kind of log.
type Dataset string

// The data sets of Zero Trust that belong to an account.
const (
	AccessRequests   Dataset = "access_requests"
	AuditLogs        Dataset = "audit_logs"
	DevicePosture    Dataset = "device_posture_results"
	GatewayDNS       Dataset = "gateway_dns"
	GatewayNetwork   Dataset = "gateway_network"
	ZeroTrustNetwork Dataset = "zero_trust_network_sessions"
)

// Alert is an event that people are told of.
type Alert string

// The alerts that concern a tunnel and what surrounds it.
const (
	TunnelHealth         Alert = "tunnel_health_event"
	TunnelUpdate         Alert = "tunnel_update_event"
	ExpiringServiceToken Alert = "expiring_service_token_alert"
	FailingLogpush       Alert = "failing_logpush_job_disabled_alert"
)

// Values of the provider that no argument chooses.
const (
	configByCloudflare = "cloudflare"
	actionAllow        = "allow"
	actionBlock        = "block"
	filterNetwork      = "l4"
	decisionAllow      = "allow"
	decisionService    = "non_identity"
	typeSelfHosted     = "self_hosted"
	destinationPrivate = "private"
	protocolTCP        = "tcp"
	recordAlias        = "CNAME"
	modeInclude        = "include"
	serviceModeWarp    = "warp"
)
