package isolation

// judgeAlone judges a resource without the network around it. Only what is certain is reported: the stack may settle what is
// unknown here. A route to a target that is not known yet is left to the stack, which knows what the target will be; on an
// update the target is known by the time the route is registered.
func judgeAlone(r Resource, cfg Config) []Way {
	g := newGraph([]Resource{r}, cfg)
	ways := g.exposures(g.resources[0])
	for _, rt := range g.routes {
		ways = append(ways, g.assess(rt, nil))
	}
	ways = append(ways, g.securityGroupGaps()...)
	ways = append(ways, g.networkACLGaps()...)
	var certain []Way
	for _, w := range settle(ways) {
		if w.Verdict == Reaches && !needsStack[w.Kind] && !(len(cfg.TunnelEdge) > 0 && accessMay[w.Kind]) {
			certain = append(certain, w)
		}
	}
	return certain
}

// needsStack are the kinds that the rest of the stack can excuse: a hub, peer, service or gateway endpoint may be in the
// stack itself.
var needsStack = map[Kind]bool{
	RouteTGW: true, RoutePeering: true, RouteVPN: true, RouteDX: true, RouteCoreWAN: true, RouteVPCE: true,
	EPThirdParty: true, NACLEgress: true, Mirror: true, Share: true, DNSForward: true,
}
