package isolation

import (
	"fmt"
	"slices"
)

// Route is one route, wherever it is written down.
type Route struct {
	// Resource holds the route: a Route, a RouteTable or a DefaultRouteTable, or what injects routes into a table.
	Resource *Resource
	// Property is "" for a Route and "routes[2]" for an inline one.
	Property string
	// Tables are the tables that the route is or may be in; empty where the table is outside the stack.
	Tables []*Table
	// Destination is where it goes, Target by what.
	Destination Destination
	Target      Target
	// Propagated marks a route that a gateway injects; a static route to the same prefix wins.
	Propagated bool
}

func (rt *Route) step() Step {
	return Step{URN: rt.Resource.URN, What: "route " + rt.Destination.Text}
}

func (g *graph) addRoutes() {
	for _, r := range g.byKind["ec2/route"] {
		g.addSeparateRoute(r)
	}
	for _, r := range g.of(tableKinds...) {
		g.addInlineRoutes(r)
		g.addPropagation(r, []*Table{g.tableOf[r]}, r.Value("propagatingVgws"), "propagatingVgws")
	}
	g.addInjectedRoutes()
	g.addGatewayEndpointRoutes()
}

func (g *graph) enter(rt *Route) {
	g.routes = append(g.routes, rt)
	for _, t := range rt.Tables {
		t.Routes = append(t.Routes, rt)
	}
}

func (g *graph) addSeparateRoute(r *Resource) {
	tables, missing := g.tablesNamed(r.Value("routeTableId"))
	if len(missing) > 0 {
		g.loose = append(g.loose, Way{
			Kind: RouteExternal, Direction: Both, Verdict: CannotTell, Offender: r.URN, Property: "routeTableId",
			Reason: "the route is in a table that the stack does not show", Missing: missing,
			Path: []Step{{URN: r.URN, What: "route"}},
		})
	}
	d := g.destination(r.Value)
	for _, t := range g.targets(r.keys(), r.Value) {
		g.enter(&Route{Resource: r, Tables: tables, Destination: d, Target: t})
	}
}

// targets classifies every property that is not known to be harmless, so that a target property of a newer provider is
// found as well. A route without any target is one whose target is hidden.
func (g *graph) targets(keys []string, get func(string) Value) []Target {
	slices.Sort(keys)
	var targets []Target
	for _, key := range slices.Compact(keys) {
		if slices.Contains(neutralRouteKeys, key) {
			continue
		}
		if v := get(key); v.state != Absent {
			targets = append(targets, g.classify(key, v))
		}
	}
	if len(targets) == 0 {
		targets = append(targets, Target{Kind: TargetUnknown, Missing: "the target"})
	}
	return targets
}

// addInlineRoutes reads the routes that a table holds itself: those that the author wrote, and those that only the
// provider reports, which are routes made elsewhere.
func (g *graph) addInlineRoutes(r *Resource) {
	t := g.tableOf[r]
	refs := r.PropertyDependencies["routes"]
	in, out := fromProperty(r.Inputs.Get("routes")), fromProperty(r.Outputs.Get("routes"))
	in.refs, out.refs = refs, refs
	if in.state == Unknown || in.state == Absent && out.state != Known && (len(refs) > 0 || out.state == Unknown && r.Inputs.Len() == 0) {
		g.enter(&Route{
			Resource: r, Property: "routes", Tables: []*Table{t},
			Destination: Destination{State: Unknown, Text: "unknown", Missing: []string{"routes"}},
			Target:      g.classifyByDependency(Target{Kind: TargetUnknown, Key: "routes"}, refs),
		})
	}
	written, _ := in.Elements()
	g.addInline(r, t, written, nil)
	reported, _ := out.Elements()
	g.addInline(r, t, reported, t.Routes)
}

// addInline enters a list of inline routes. A route that is known already, by destination and target, is not repeated.
func (g *graph) addInline(r *Resource, t *Table, elements []Value, known []*Route) {
	for i, e := range elements {
		d := g.destination(e.Field)
		keys := e.Keys()
		if e.state == Unknown {
			d = Destination{State: Unknown, Text: "unknown", Missing: []string{"an element of routes"}}
		}
		targets := g.targets(keys, e.Field)
		if targets[0].Key == "" && len(e.refs) > 0 {
			targets = []Target{g.classifyByDependency(targets[0], e.refs)}
		}
		for _, target := range targets {
			if !repeats(known, d, target) {
				g.enter(&Route{
					Resource: r, Property: fmt.Sprintf("routes[%d]", i), Tables: []*Table{t}, Destination: d, Target: target,
				})
			}
		}
	}
}

// repeats tells whether a route that the provider reports is one of those that are known: the same destination by the
// same target, or by a target whose id is not known to either side.
func repeats(known []*Route, d Destination, t Target) bool {
	return slices.ContainsFunc(known, func(rt *Route) bool {
		return rt.Destination.Text == d.Text && (rt.Target.ID == t.ID || rt.Target.ID == "" || t.ID == "")
	})
}

// addPropagation enters the routes that virtual private gateways propagate into tables.
func (g *graph) addPropagation(r *Resource, tables []*Table, v Value, property string) {
	if elements, state := v.Elements(); state == Absent || state == Known && len(elements) == 0 {
		return
	}
	g.enter(&Route{
		Resource: r, Property: property, Tables: tables, Propagated: true,
		Destination: Destination{State: Unknown, Text: "whatever is advertised", Missing: []string{"the routes that the other side advertises"}},
		Target:      g.injector(property, v),
	})
}

func (g *graph) injector(property string, v Value) Target {
	t := Target{Kind: TargetVPNGateway, Key: property}
	if texts, _ := v.Strings(); len(texts) > 0 {
		t.ID = texts[0]
		if r := first(g.byID[t.ID]); r != nil {
			t.URN = r.URN
		}
	} else if found, _ := g.producers(v.refs, []string{"ec2/vpnGateway", "ec2/vpnGatewayAttachment"}, maxCandidates); len(found) > 0 {
		t.URN = found[0].URN
	}
	return t
}

// addInjectedRoutes enters the routes that separate resources inject: VGW propagation and route servers.
func (g *graph) addInjectedRoutes() {
	for _, r := range g.byKind["ec2/vpnGatewayRoutePropagation"] {
		tables, _ := g.tablesNamed(r.Value("routeTableId"))
		v := r.Value("vpnGatewayId")
		if v.state == Absent {
			v.state = Unknown
		}
		g.addPropagation(r, tables, v, "vpnGatewayId")
	}
	for _, r := range g.byKind["vpc/routeServerPropagation"] {
		tables, _ := g.tablesNamed(r.Value("routeTableId"))
		g.enter(&Route{
			Resource: r, Property: "routeServerId", Tables: tables, Propagated: true,
			Destination: Destination{State: Unknown, Text: "whatever is advertised", Missing: []string{"the routes that the peers advertise"}},
			Target:      Target{Kind: TargetRouteServer, Key: "routeServerId", ID: r.text("routeServerId")},
		})
	}
}
