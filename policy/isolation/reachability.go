package isolation

import (
	"cmp"
	"net/netip"
	"slices"

	"go4.org/netipx"
)

// refused are the targets that lead outside whatever the destination is, with the reason.
var refused = map[TargetKind]struct {
	kind   Kind
	reason string
}{
	TargetInternetGateway:   {RouteIGW, "an internet gateway connects the VPC with the internet"},
	TargetNATGateway:        {RouteNAT, "a NAT gateway forwards traffic out of the VPC"},
	TargetEgressOnlyGateway: {RouteEIGW, "an egress-only internet gateway lets IPv6 traffic out to the internet"},
	TargetCarrierGateway:    {RouteCarrier, "a carrier gateway connects the VPC with a carrier network and the internet"},
	TargetLocalGateway:      {RouteLGW, "a local gateway connects the VPC with the network around the Outpost"},
	TargetInterface:         {RouteENI, "a network interface as next hop can forward traffic anywhere, as a NAT instance does"},
	TargetInstance:          {RouteENI, "an instance as next hop can forward traffic anywhere, as a NAT instance does"},
	TargetRouteServer:       {RouteDynamic, "a route server injects routes that the plan does not show"},
}

// hubKinds are the kinds of way for targets that are permitted where they are trusted.
var hubKinds = map[TargetKind]Kind{
	TargetTransitGateway: RouteTGW,
	TargetCoreNetwork:    RouteCoreWAN,
	TargetPeering:        RoutePeering,
	TargetVPNGateway:     RouteVPN,
	TargetEndpoint:       RouteVPCE,
}

// assess judges one route in one table; the table is nil for a route in a table outside the stack.
func (g *graph) assess(rt *Route, t *Table) Way {
	w := Way{
		Direction: Both, Offender: rt.Resource.URN, Property: rt.Property, Destinations: rt.Destination.Addresses,
		Verdict: Isolated, Kind: RouteUnknown,
	}
	if w.Property == "" {
		w.Property = rt.Target.Key
	}
	if t != nil {
		w.Path = append(w.Path, t.step())
	}
	w.Path = append(w.Path, rt.step(), rt.Target.step())
	outside := g.outside(rt, t)
	switch target := rt.Target.Kind; {
	case target == TargetLocal:
		w.Reason = "local"
	case target == TargetGatewayEndpoint:
		w.Reason = "a gateway endpoint leads to one AWS service"
	case refused[target].kind != "":
		g.assessRefused(&w, rt, t, outside)
	case target == TargetUnknown:
		w.fail(CannotTell, RouteUnknown, "the target of the route is not known", outside)
		w.Missing = append(w.Missing, rt.Target.Missing)
	default:
		g.assessHub(&w, rt, t, outside)
	}
	return w
}

func (w *Way) fail(v Verdict, k Kind, reason string, outside Addresses) {
	w.Verdict, w.Kind, w.Reason, w.Destinations = v, k, reason, outside
}

// assessRefused fails a route to a gateway, except to the tunnel edge in an access VPC.
func (g *graph) assessRefused(w *Way, rt *Route, t *Table, outside Addresses) {
	r := refused[rt.Target.Kind]
	if t != nil && t.VPC != nil && t.VPC.Access.Holds && g.edgeOnly(rt, outside) {
		w.Kind, w.Direction, w.Reason = r.kind, Egress, "the access VPC routes the pinned tunnel edge prefixes only"
		return
	}
	w.fail(Reaches, r.kind, r.reason, outside)
	if outside.IsEmpty() {
		w.Destinations = rt.Destination.Addresses
	}
	if rt.Target.Kind == TargetNATGateway || rt.Target.Kind == TargetEgressOnlyGateway {
		w.Direction = Egress
	}
}

// assessHub judges a route to something that connects networks: the target has to be trusted, and the destination private.
func (g *graph) assessHub(w *Way, rt *Route, t *Table, outside Addresses) {
	kind := hubKinds[rt.Target.Kind]
	trusted, why, missing := g.trusted(rt)
	switch {
	case rt.Propagated:
		w.fail(CannotTell, kind, "a propagated route follows what the other side advertises, a default route included", outside)
		w.Missing = rt.Destination.Missing
	case !trusted && !outside.IsEmpty():
		w.fail(Reaches, kind, why+", and the destination is outside the private ranges", outside)
	case !trusted && len(missing) > 0:
		w.fail(CannotTell, kind, why, outside)
		w.Missing = missing
	case !trusted:
		w.fail(Reaches, kind, why, rt.Destination.Addresses)
	case !outside.IsEmpty():
		w.fail(Reaches, RoutePublicDest, "the destination is outside the private ranges", outside)
	case rt.Destination.State == Unknown:
		w.fail(CannotTell, unknownDestination(rt), "the destination of the route is not known", Addresses{})
		w.Missing = rt.Destination.Missing
	default:
		w.Kind, w.Reason = kind, why
		g.assessBeyond(w, rt, t)
	}
}

func unknownDestination(rt *Route) Kind {
	if rt.Destination.PrefixList {
		return RoutePrefixList
	}
	return RouteUnknown
}

// outside returns the addresses that a route serves in a table and that are neither private nor in the VPC. A more
// specific route of the same table takes its part away, unless it is propagated and the route is static with the same
// prefix.
func (g *graph) outside(rt *Route, t *Table) Addresses {
	left := rt.Destination.Addresses.minus(g.private)
	if t != nil && t.VPC != nil && !left.IsEmpty() {
		left = left.minus(t.VPC.CIDRs.set)
	}
	if peer := g.peerVPC(rt.Target); peer != nil && !left.IsEmpty() {
		left = left.minus(peer.CIDRs.set)
	}
	if t == nil || left.IsEmpty() || rt.Destination.PrefixList {
		return left
	}
	return left.minus(t.moreSpecific(rt))
}

// edgeOnly tells whether a route goes to pinned tunnel edge prefixes and nothing else.
func (g *graph) edgeOnly(rt *Route, outside Addresses) bool {
	return rt.Destination.State == Known && !outside.IsEmpty() && outside.minus(g.edge).IsEmpty() &&
		rt.Target.Kind != TargetInterface && rt.Target.Kind != TargetInstance
}

// moreSpecific returns the addresses inside a route's destination that other static routes of the table serve with longer
// prefixes.
func (t *Table) moreSpecific(rt *Route) *netipx.IPSet {
	if t.sorted == nil {
		t.sortRoutes()
	}
	var b netipx.IPSetBuilder
	for _, p := range rt.Destination.Addresses.Prefixes() {
		at, _ := slices.BinarySearchFunc(t.sorted, p.Addr(), func(e tableEntry, a netip.Addr) int { return e.prefix.Addr().Compare(a) })
		for _, e := range t.sorted[at:] {
			if !p.Contains(e.prefix.Addr()) {
				break
			}
			if e.prefix.Bits() > p.Bits() && e.route != rt {
				b.AddPrefix(e.prefix)
			}
		}
	}
	return build(&b)
}

// sortRoutes sorts by address the plain prefixes that are certain to be in the table.
func (t *Table) sortRoutes() {
	t.sorted = []tableEntry{}
	for _, rt := range t.Routes {
		if rt.Propagated || rt.Destination.PrefixList || len(rt.Tables) != 1 {
			continue
		}
		for _, p := range rt.Destination.Addresses.Prefixes() {
			t.sorted = append(t.sorted, tableEntry{p, rt})
		}
	}
	slices.SortStableFunc(t.sorted, func(a, b tableEntry) int {
		return cmp.Or(a.prefix.Addr().Compare(b.prefix.Addr()), cmp.Compare(a.prefix.Bits(), b.prefix.Bits()))
	})
}

// trusted tells whether the target of a route is declared or judged itself. why is the reason in words; missing says what
// has to be known where the target itself cannot be told.
func (g *graph) trusted(rt *Route) (ok bool, why string, missing []string) {
	t := rt.Target
	switch t.Kind {
	case TargetTransitGateway:
		return g.trustedTransitGateway(t)
	case TargetPeering:
		return g.trustedPeering(t)
	case TargetEndpoint:
		if trusts(g.cfg.Endpoints, t.ID, t.URN) {
			return true, "the endpoint is declared", nil
		}
		return false, "a Gateway Load Balancer endpoint that is not declared can forward traffic anywhere", nil
	default:
		if trusts(g.cfg.Hubs, t.ID, t.URN) {
			return true, "the " + string(t.Kind) + " is declared", nil
		}
		return false, "the " + string(t.Kind) + " is not declared, and what lies behind it is not known", nil
	}
}
