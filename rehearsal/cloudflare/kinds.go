package cloudflare

// Kinds of objects in the simulated account. They begin with the provider's name, because all simulated clouds share one store.
const (
	// KindTunnel is a tunnel. Its property Connectors tells how many connectors run.
	KindTunnel         = "cloudflare-tunnel"
	kindTunnelConfig   = "cloudflare-tunnel-config"
	kindTunnelRoute    = "cloudflare-tunnel-route"
	kindVirtualNetwork = "cloudflare-virtual-network"
	// KindGatewayPolicy is a policy of Gateway.
	KindGatewayPolicy    = "cloudflare-gateway-policy"
	kindGatewaySettings  = "cloudflare-gateway-settings"
	kindList             = "cloudflare-list"
	kindPostureRule      = "cloudflare-posture-rule"
	kindDeviceProfile    = "cloudflare-device-profile"
	kindSplitTunnel      = "cloudflare-split-tunnel"
	kindFallback         = "cloudflare-fallback-domains"
	kindGroup            = "cloudflare-access-group"
	kindPolicy           = "cloudflare-access-policy"
	kindApplication      = "cloudflare-access-application"
	kindServiceToken     = "cloudflare-service-token"
	kindLogpushJob       = "cloudflare-logpush-job"
	kindLogpushChallenge = "cloudflare-logpush-challenge"
	kindNotification     = "cloudflare-notification-policy"
	kindRecord           = "cloudflare-record"
	kindOrganization     = "cloudflare-access-organization"
)

// Facts that the API keeps about an object and that no output of the provider shows.
const (
	// Connectors is on a tunnel: how many connectors run and connect again when their connections are cut.
	Connectors = "_connectors"
	// Secret is on a tunnel: the secret that its token is made of now.
	Secret = "_secret"
	// orderOf is on a Gateway policy or device profile: its precedence as the API has it.
	orderOf = "_precedence"
	// changes is on a Gateway policy: how often it was changed.
	changes = "_changes"
)
