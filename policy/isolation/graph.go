package isolation

import (
	"slices"
	"strings"

	"go4.org/netipx"
)

// graph is the network under construction. Build fills it part by part; after that nothing changes it.
type graph struct {
	cfg     Config
	private *netipx.IPSet
	edge    *netipx.IPSet
	blocks  *netipx.IPSet // of all VPCs

	resources []*Resource
	byURN     map[string]*Resource
	byKind    map[string][]*Resource
	byID      map[string][]*Resource
	children  map[string][]*Resource
	below     map[string]map[string][]*Resource

	vpcs        []*VPC
	vpcOf       map[*Resource]*VPC
	vpcByID     map[string]*VPC
	vpcByTable  map[string]*VPC
	subnets     []*Subnet
	subnetOf    map[*Resource]*Subnet
	tables      []*Table
	tableOf     map[*Resource]*Table
	tableByID   map[string]*Table
	defaultOf   map[*VPC]*Table
	routes      []*Route
	prefixLists map[*Resource]Destination
	hubs        map[*Resource]*hub
	hubTables   map[*VPC][]*Resource
	hubLeaks    []Way
	loose       []Way
}

func newGraph(resources []Resource, cfg Config) *graph {
	g := &graph{
		cfg:      cfg,
		private:  setOf(cfg.privateRanges()),
		edge:     setOf(cfg.TunnelEdge),
		byURN:    make(map[string]*Resource, len(resources)),
		byKind:   map[string][]*Resource{},
		byID:     map[string][]*Resource{},
		children: map[string][]*Resource{},
		below:    map[string]map[string][]*Resource{},
	}
	g.index(resources)
	g.addVPCs()
	g.addPrefixLists()
	g.addTables()
	g.applyMainAssociations()
	g.addSubnets()
	g.addRoutes()
	g.addTransitGateways()
	g.judgeAccessShapes()
	return g
}

// index keeps copies of the resources in the order of their URNs, so that no answer depends on the order of the source.
func (g *graph) index(resources []Resource) {
	g.resources = make([]*Resource, len(resources))
	for i := range resources {
		r := resources[i]
		if r.Type == "" {
			r.Type = urnType(r.URN)
		}
		if r.Name == "" {
			r.Name = urnName(r.URN)
		}
		r.kind = kindOf(r.Type)
		g.resources[i] = &r
	}
	slices.SortStableFunc(g.resources, byURN)
	for _, r := range g.resources {
		if g.byURN[r.URN] == nil {
			g.byURN[r.URN] = r
		}
		g.byKind[r.kind] = append(g.byKind[r.kind], r)
		if r.Parent != "" {
			g.children[r.Parent] = append(g.children[r.Parent], r)
		}
		for _, id := range []string{r.ID(), r.text("arn")} {
			if id != "" {
				g.byID[id] = append(g.byID[id], r)
			}
		}
	}
}

// of returns the resources of some kinds in the order of the kinds and of the URNs.
func (g *graph) of(kinds ...string) []*Resource {
	if len(kinds) == 1 {
		return g.byKind[kinds[0]]
	}
	var found []*Resource
	for _, k := range kinds {
		found = append(found, g.byKind[k]...)
	}
	return found
}

func (r *Resource) text(key string) string {
	text, _ := r.Value(key).Text()
	return text
}

func byURN(a, b *Resource) int { return strings.Compare(a.URN, b.URN) }
