package isolation

import (
	"net/netip"
	"slices"

	"go4.org/netipx"
)

// hub is a transit gateway of the stack with what leaks out of its tables.
type hub struct {
	resource *Resource
	leaks    []leak
	reach    *netipx.IPSet
	anywhere bool
}

// leak is a violation in one table of a transit gateway. The table is nil where it cannot be told.
type leak struct {
	table       *Resource
	destination Destination
	way         Way
}

const hubTableKind = "ec2transitgateway/routeTable"

// hubAttachments are the attachments of a transit gateway, with the kind of way that each opens unless it is trusted; none
// for the attachment of a VPC of the stack, which is judged itself.
var hubAttachments = map[string]Kind{
	"ec2transitgateway/vpcAttachment":             "",
	"ec2transitgateway/vpcAttachmentAccepter":     RouteTGW,
	"ec2transitgateway/peeringAttachment":         RouteTGW,
	"ec2transitgateway/peeringAttachmentAccepter": RouteTGW,
	"ec2transitgateway/connect":                   RouteTGW,
	"ec2transitgateway/connectPeer":               RouteTGW,
	"ec2/vpnConnection":                           RouteVPN,
	"directconnect/gatewayAssociation":            RouteDX,
	"networkmanager/transitGatewayPeering":        RouteCoreWAN,
}

var hubAttachmentKinds = func() []string {
	var kinds []string
	for k := range hubAttachments {
		kinds = append(kinds, k)
	}
	slices.Sort(kinds)
	return kinds
}()

// addTransitGateways judges the tables of the transit gateways of the stack.
func (g *graph) addTransitGateways() {
	g.hubs = map[*Resource]*hub{}
	var blocks netipx.IPSetBuilder
	for _, v := range g.vpcs {
		blocks.AddSet(v.CIDRs.set)
	}
	g.blocks = build(&blocks)
	for _, r := range g.byKind["ec2transitgateway/transitGateway"] {
		if !r.External {
			g.hubs[r] = &hub{resource: r}
		}
	}
	g.associateAttachments()
	for _, r := range g.of("ec2transitgateway/route", "ec2transitgateway/prefixListReference", "ec2transitgateway/routeTablePropagation") {
		way, d, bad := g.judgeHubRoute(r)
		if !bad {
			continue
		}
		l := leak{destination: d, way: way, table: g.refer(r.Value("transitGatewayRouteTableId"), hubTableKind).only()}
		g.hubLeaks = append(g.hubLeaks, way)
		for _, h := range g.hubsOf(l.table) {
			h.leaks = append(h.leaks, l)
		}
	}
	for _, h := range g.hubs {
		h.sumUp()
	}
}

// sumUp collects where the leaks lead, so that a route that none of them concerns is told at once.
func (h *hub) sumUp() {
	var b netipx.IPSetBuilder
	for _, l := range h.leaks {
		h.anywhere = h.anywhere || l.anywhere()
		if l.destination.Addresses.set != nil {
			b.AddSet(l.destination.Addresses.set)
		}
	}
	h.reach = build(&b)
}

// anywhere tells whether the leak may concern every destination.
func (l leak) anywhere() bool {
	return l.destination.State != Known || l.destination.Addresses.IsEmpty()
}

// hubsOf returns the transit gateway of a table, or all of them where it cannot be told.
func (g *graph) hubsOf(table *Resource) []*hub {
	if table != nil {
		if r := g.refer(table.Value("transitGatewayId"), "ec2transitgateway/transitGateway").only(); r != nil && g.hubs[r] != nil {
			return []*hub{g.hubs[r]}
		}
	}
	var all []*hub
	for _, r := range g.byKind["ec2transitgateway/transitGateway"] {
		if h := g.hubs[r]; h != nil {
			all = append(all, h)
		}
	}
	return all
}

// associateAttachments notes in which transit gateway tables the traffic of each VPC is looked up.
func (g *graph) associateAttachments() {
	g.hubTables = map[*VPC][]*Resource{}
	unresolved := map[*VPC]bool{}
	attached := map[*Resource]bool{}
	for _, r := range g.byKind["ec2transitgateway/routeTableAssociation"] {
		attachment := g.refer(r.Value("transitGatewayAttachmentId"), "ec2transitgateway/vpcAttachment").only()
		table := g.refer(r.Value("transitGatewayRouteTableId"), hubTableKind).only()
		if attachment == nil {
			continue
		}
		if v := g.vpcNamed(attachment.Value("vpcId")); v != nil {
			attached[attachment] = true
			g.hubTables[v] = append(g.hubTables[v], table)
			unresolved[v] = unresolved[v] || table == nil
		}
	}
	for _, r := range g.byKind["ec2transitgateway/vpcAttachment"] {
		if v := g.vpcNamed(r.Value("vpcId")); v != nil && !attached[r] {
			unresolved[v] = true
		}
	}
	for v := range unresolved {
		if unresolved[v] {
			delete(g.hubTables, v)
		}
	}
}

// transitGateway resolves a target to the transit gateway of the stack that it names.
func (g *graph) transitGateway(t Target) *Resource {
	r := g.byURN[t.URN]
	if r == nil {
		r = first(filterKind(g.byID[t.ID], []string{"ec2transitgateway/transitGateway"}))
	}
	if r == nil || r.kind == "ec2transitgateway/transitGateway" {
		return r
	}
	return g.refer(r.Value("transitGatewayId"), "ec2transitgateway/transitGateway").only()
}

func (g *graph) trustedTransitGateway(t Target) (ok bool, why string, missing []string) {
	r := g.transitGateway(t)
	switch {
	case trusts(g.cfg.Hubs, t.ID, t.URN), r != nil && trusts(g.cfg.Hubs, r.URN, r.ID(), r.text("arn")):
		return true, "the transit gateway is declared", nil
	case r != nil && g.hubs[r] != nil:
		return true, "the transit gateway is in the stack", nil
	case r == nil && t.ID == "":
		if via := g.byURN[t.URN]; via != nil {
			if id, state := via.Value("transitGatewayId").Text(); state == Known {
				return trusts(g.cfg.Hubs, id), "the transit gateway " + id + " is not declared, and what lies behind it is not known", nil
			}
		}
		return false, "the transit gateway is not known", []string{t.Key}
	default:
		return false, "the transit gateway " + firstText(t.ID, urnName(t.URN)) + " is not declared, and what lies behind it is not known", nil
	}
}

// assessBeyond follows a permitted route into the tables of a transit gateway of the stack: what leaks there leaks for
// the subnet as well, if the route can carry it.
func (g *graph) assessBeyond(w *Way, rt *Route, t *Table) {
	if rt.Target.Kind != TargetTransitGateway {
		return
	}
	h := g.hubs[g.transitGateway(rt.Target)]
	prefixes := rt.Destination.Addresses.Prefixes()
	if h == nil || !h.anywhere && !overlaps(h.reach, prefixes) {
		return
	}
	var tables []*Resource
	if t != nil && t.VPC != nil {
		tables = g.hubTables[t.VPC]
	}
	for _, l := range h.leaks {
		if len(tables) > 0 && l.table != nil && !slices.Contains(tables, l.table) {
			continue
		}
		if !l.anywhere() && !overlaps(l.destination.Addresses.set, prefixes) {
			continue
		}
		w.fail(l.way.Verdict, l.way.Kind, l.way.Reason, rt.Destination.Addresses.and(l.destination.Addresses))
		w.Offender, w.Property, w.Missing = l.way.Offender, l.way.Property, l.way.Missing
		w.Path = append(w.Path, l.way.Path...)
		return
	}
}

func overlaps(set *netipx.IPSet, prefixes []netip.Prefix) bool {
	return slices.ContainsFunc(prefixes, set.OverlapsPrefix)
}

// hubWays reports the leaks in transit gateway tables.
func (g *graph) hubWays() []Way { return slices.Clone(g.hubLeaks) }

// transitGatewayWays refuses the settings that let anything attach and be routed.
func (g *graph) transitGatewayWays(r *Resource) []Way {
	var ways []Way
	for _, f := range []struct{ key, absent, reason string }{
		{"autoAcceptSharedAttachments", "disable", "the transit gateway accepts attachments of other accounts by itself"},
		{"defaultRouteTableAssociation", "enable", "every new attachment joins the default table of the transit gateway"},
		{"defaultRouteTablePropagation", "enable", "every new attachment propagates its routes into the default table of the transit gateway"},
	} {
		value, state := r.Value(f.key).Text()
		if state == Absent {
			value = f.absent
		}
		if value == "disable" {
			continue
		}
		w := newWay(r, RouteTGW, Both, f.key, f.reason)
		if state == Unknown {
			w.Verdict, w.Missing = CannotTell, []string{f.key}
		}
		ways = append(ways, w)
	}
	return ways
}

// attachmentWays refuses an attachment that connects the transit gateway with something that is not trusted.
func (g *graph) attachmentWays(r *Resource) []Way {
	if kind := hubAttachments[r.kind]; kind != "" {
		if g.declaredAttachment(r) {
			return nil
		}
		return []Way{newWay(r, kind, Both, "", "the attachment leads to a network that is not declared")}
	}
	t := g.classify("transitGatewayId", r.Value("transitGatewayId"))
	if t.Kind != TargetTransitGateway {
		t.ID = ""
	}
	ok, why, missing := g.trustedTransitGateway(t)
	if ok || g.declaredAttachment(r) {
		return nil
	}
	w := newWay(r, RouteTGW, Both, "transitGatewayId", why)
	if len(missing) > 0 {
		w.Verdict, w.Missing = CannotTell, missing
	}
	return []Way{w}
}
