package isolation

import (
	"net/netip"
	"slices"
)

// Config is what a team declares about its network. Waivers are no part of it: the model says what is, and the rules
// decide what is excused.
//
// An entry of a list of trusted things is an id, an ARN, or the URN of a resource in the stack (for what does not exist
// yet at preview).
type Config struct {
	// PrivateRanges are the addresses that count as inside. Empty means RFC 1918, RFC 6598 and RFC 4193 (10.0.0.0/8,
	// 172.16.0.0/12, 192.168.0.0/16, 100.64.0.0/10, fc00::/7). The CIDRs of a VPC always count as inside for itself.
	PrivateRanges []netip.Prefix
	// TunnelEdge are the pinned prefixes of the access tunnel. Only a VPC of the access shape may route to them, see
	// VPC.Access. Empty means that no VPC may.
	TunnelEdge []netip.Prefix
	// Peers are the networks that may be peered with: VPC ids, peering connection ids, or account ids. A VPC of the same
	// stack is judged itself and needs no entry.
	Peers []string
	// Hubs are the transit gateways, core networks, virtual private gateways and Direct Connect gateways that private
	// destinations may be routed to. A transit gateway of the same stack is judged itself and needs no entry.
	Hubs []string
	// Endpoints are the endpoints (or names of endpoint services) of others that traffic may be sent to: Gateway Load
	// Balancer endpoints in a route, PrivateLink services outside AWS's own.
	Endpoints []string
	// PrefixLists are the ids of prefix lists outside the stack whose entries are known to be private.
	PrefixLists []string
	// Principals are the account ids, organization ids or ARNs that network objects may be shared with.
	Principals []string
	// OpaqueTypes are type tokens of resources that may be in a stack although the model cannot see what they create. An
	// entry that ends in "*" stands for every type with that beginning, for example "datadog:*".
	OpaqueTypes []string
}

func trusts(list []string, candidates ...string) bool {
	for _, entry := range list {
		for _, c := range candidates {
			if c != "" && entry == c {
				return true
			}
		}
	}
	return false
}

// defaultPrivate are RFC 1918, RFC 6598 and RFC 4193.
var defaultPrivate = []netip.Prefix{
	netip.MustParsePrefix("10.0.0.0/8"),
	netip.MustParsePrefix("172.16.0.0/12"),
	netip.MustParsePrefix("192.168.0.0/16"),
	netip.MustParsePrefix("100.64.0.0/10"),
	netip.MustParsePrefix("fc00::/7"),
}

// Private are the ranges that count as inside: the declared ones, or the default.
func (c Config) Private() []netip.Prefix { return slices.Clone(c.privateRanges()) }

func (c Config) privateRanges() []netip.Prefix {
	if len(c.PrivateRanges) == 0 {
		return defaultPrivate
	}
	return c.PrivateRanges
}
