package isolation

import (
	"cmp"
	"slices"
	"strings"
)

// judge collects every violation and every gap, each once and in a stable order.
func (g *graph) judge() (ways, gaps []Way) {
	ways = append(ways, g.loose...)
	for _, rt := range g.routes {
		if len(rt.Tables) == 0 {
			ways = append(ways, g.assess(rt, nil))
		}
	}
	for _, t := range g.tables {
		ways = append(ways, g.tableWays(t)...)
	}
	ways = append(ways, g.subnetWays()...)
	ways = append(ways, g.hubWays()...)
	for _, r := range g.resources {
		ways = append(ways, g.exposures(r)...)
	}
	ways = append(ways, g.placements()...)
	return settle(g.unpermitted(ways)), settle(g.gaps())
}

// tableWays judges the routes of a table, with the subnets that it serves.
func (g *graph) tableWays(t *Table) []Way {
	var ways []Way
	for _, w := range g.assessed(t) {
		if w.Verdict == Isolated {
			continue
		}
		ways = append(ways, t.served(w))
	}
	return ways
}

// served adds the subnets that follow the table to a way that begins at it.
func (t *Table) served(w Way) Way {
	w.Subnets = t.subnetURNs()
	if len(t.Subnets) > 0 {
		w.Path = append([]Step{t.Subnets[0].step()}, w.Path...)
	}
	return w
}

// assessed judges the routes of a table once, in their order.
func (g *graph) assessed(t *Table) []Way {
	if t.ways == nil {
		t.ways = make([]Way, len(t.Routes))
		for i, rt := range t.Routes {
			t.ways[i] = g.assess(rt, t)
		}
	}
	return t.ways
}

// subnetWays reports subnets without an explicit association, and those whose table cannot be known.
func (g *graph) subnetWays() []Way {
	var ways []Way
	for _, s := range g.subnets {
		w := Way{
			Kind: RouteMain, Direction: Both, Verdict: CannotTell, Offender: s.Resource.URN, Missing: s.Missing,
			Path: []Step{s.step()}, Subnets: []string{s.Resource.URN},
		}
		switch {
		case len(s.Missing) > 0:
			w.Reason = "the route table in effect for the subnet is not known"
			ways = append(ways, w)
		case !s.Explicit:
			w.Missing = []string{"an explicit association"}
			w.Reason = "the subnet has no route table of its own and follows whatever becomes the main table"
			ways = append(ways, w)
		}
	}
	return append(ways, g.mainTableWays()...)
}

// mainTableWays refuses routes in the main table of a VPC, private ones as well: a subnet that somebody adds follows them
// without anybody having decided so.
func (g *graph) mainTableWays() []Way {
	var ways []Way
	for _, v := range g.vpcs {
		if v.Resource == nil || v.Main == nil || v.Main.Resource == nil {
			continue
		}
		for _, rt := range v.Main.Routes {
			if rt.Target.Kind == TargetLocal || rt.Target.Kind == TargetGatewayEndpoint {
				continue
			}
			ways = append(ways, v.Main.served(Way{
				Kind: RouteMain, Direction: Both, Verdict: Reaches, Offender: rt.Resource.URN, Property: rt.Property,
				Reason: "the main table of the VPC holds a route, which every subnet without an association follows",
				Path:   []Step{v.Main.step(), rt.step(), rt.Target.step()},
			}))
		}
	}
	return ways
}

func (s *Subnet) step() Step { return Step{URN: s.Resource.URN, What: "subnet", ID: s.Resource.ID()} }

func (t *Table) subnetURNs() []string {
	if t.urns == nil && len(t.Subnets) > 0 {
		for _, s := range t.Subnets {
			t.urns = append(t.urns, s.Resource.URN)
		}
		slices.Sort(t.urns)
	}
	return t.urns
}

// settle sorts violations and merges those with the same kind, offender and property: the same thing is reported once,
// with every subnet that it serves and the longest path as evidence.
func settle(ways []Way) []Way {
	type key struct {
		kind               Kind
		offender, property string
	}
	at := map[key]int{}
	var kept []Way
	for _, w := range ways {
		if w.Verdict == Isolated {
			continue
		}
		k := key{w.Kind, w.Offender, w.Property}
		i, ok := at[k]
		if !ok {
			at[k] = len(kept)
			kept = append(kept, w)
			continue
		}
		kept[i] = merge(kept[i], w)
	}
	slices.SortStableFunc(kept, func(a, b Way) int {
		return cmp.Or(strings.Compare(a.Offender, b.Offender), strings.Compare(string(a.Kind), string(b.Kind)),
			strings.Compare(a.Property, b.Property))
	})
	return kept
}

func merge(a, b Way) Way {
	if len(b.Path) > len(a.Path) || b.Verdict == Reaches && a.Verdict != Reaches {
		a, b = b, a
	}
	if len(b.Subnets) > 0 {
		a.Subnets = unique(slices.Sorted(slices.Values(slices.Concat(a.Subnets, b.Subnets))))
	}
	a.Destinations = a.Destinations.or(b.Destinations)
	a.Missing = unique(slices.Concat(a.Missing, b.Missing))
	return a
}
