package isolation

import "slices"

// Model is the graph of a stack's network with the verdicts on it. It is immutable after Build and safe for concurrent
// use.
type Model struct {
	graph *graph
	ways  []Way
	gaps  []Way
	rows  []SubnetReport
	// planes are the control planes of clusters.
	planes []ControlPlaneReport
	// concessions are what the way in for people gives up.
	concessions []ConcessionReport
}

// Build makes the model of a stack. The order of the resources does not matter. It never fails: what cannot be
// understood becomes a way with the verdict CannotTell.
func Build(resources []Resource, cfg Config) *Model {
	g := newGraph(resources, cfg)
	m := &Model{graph: g}
	m.ways, m.gaps = g.judge()
	m.rows = g.report()
	m.planes = g.controlPlanes()
	m.concessions = g.concessions()
	return m
}

// JudgeResource judges one resource alone, as a resource policy sees it: only the ways and gaps that it proves by itself,
// without the network around it. What a value that is not known yet decides is left to the model of the whole stack, and so
// are the gateways and routes that an access VPC may have where Config.TunnelEdge is set.
func JudgeResource(r Resource, cfg Config) []Way { return judgeAlone(r, cfg) }

// Subnets returns one row for each subnet in the order of VPC and name.
func (m *Model) Subnets() []SubnetReport { return m.rows }

// ControlPlanes returns one row for each EKS cluster, sorted by name.
func (m *Model) ControlPlanes() []ControlPlaneReport { return m.planes }

// Concessions returns what the way in for people gives up, sorted by the name of what gives it up.
func (m *Model) Concessions() []ConcessionReport { return m.concessions }

// Ways returns every way out or in that violates isolation, in a stable order, each once.
func (m *Model) Ways() []Way { return m.ways }

// Gaps returns what is no path by itself but would let traffic pass where there is one: filters that are open to public
// addresses, and a resolver without a firewall. They have the form of ways and are not part of Ways.
func (m *Model) Gaps() []Way { return m.gaps }

// WaysOf returns the ways and gaps of some kinds.
func (m *Model) WaysOf(kinds ...Kind) []Way {
	var found []Way
	for _, list := range [][]Way{m.ways, m.gaps} {
		for _, w := range list {
			if slices.Contains(kinds, w.Kind) {
				found = append(found, w)
			}
		}
	}
	return found
}

// Resource returns a resource by its URN, or nil.
func (m *Model) Resource(urn string) *Resource { return m.graph.byURN[urn] }

// Resources returns the resources of some tokens (aliases count), sorted by URN; all resources where no token is given.
func (m *Model) Resources(tokens ...string) []*Resource {
	if len(tokens) == 0 {
		return m.graph.resources
	}
	var found []*Resource
	for _, t := range tokens {
		found = append(found, m.graph.byKind[kindOf(t)]...)
	}
	slices.SortFunc(found, byURN)
	return slices.Compact(found)
}

// VPCs returns the VPCs of the stack and those outside that it refers to by id.
func (m *Model) VPCs() []*VPC { return m.graph.vpcs }

// Tables returns the route tables, including the main table that AWS makes for each VPC.
func (m *Model) Tables() []*Table { return m.graph.tables }

// Routes returns all routes: separate resources, inline ones, and those of default route tables.
func (m *Model) Routes() []*Route { return m.graph.routes }
