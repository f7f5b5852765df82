package isolation

import "strings"

// Subnet is a subnet of the stack.
type Subnet struct {
	Resource *Resource
	// VPC is nil where it cannot be known.
	VPC *VPC
	// Tables are the route tables that may be in effect: one, except where an association cannot be resolved.
	Tables []*Table
	// Explicit tells an explicit association from falling back to the main table.
	Explicit bool
	// Missing says why the table in effect cannot be known; empty where it can.
	Missing []string
}

var subnetKinds = []string{"ec2/subnet", "ec2/defaultSubnet"}

func (g *graph) addSubnets() {
	g.subnetOf = map[*Resource]*Subnet{}
	for _, r := range g.of(subnetKinds...) {
		s := &Subnet{Resource: r, VPC: g.vpcNamed(r.Value("vpcId"))}
		g.subnets = append(g.subnets, s)
		g.subnetOf[r] = s
		if s.VPC != nil {
			s.VPC.Subnets = append(s.VPC.Subnets, s)
		}
	}
	for _, r := range g.byKind["ec2/routeTableAssociation"] {
		g.associate(r)
	}
	for _, s := range g.subnets {
		g.settleTable(s)
	}
}

// associate enters one explicit association. An association with a gateway is an edge association and concerns no subnet.
func (g *graph) associate(r *Resource) {
	id := r.Value("subnetId")
	if id.state == Absent {
		return
	}
	subnet := g.refer(id, subnetKinds...)
	tables, missing := g.tablesNamed(r.Value("routeTableId"))
	if id.state == Unknown && (len(subnet.resources) == 0 || len(subnet.resources) > maxCandidates) {
		missing = append(missing, "the subnet of association "+quoted(r))
	}
	if len(missing) > 0 {
		g.loose = append(g.loose, Way{
			Kind: RouteExternal, Direction: Both, Verdict: CannotTell, Offender: r.URN, Property: "routeTableId",
			Reason: "the association names a table or a subnet that the stack does not show", Missing: missing,
			Path: []Step{{URN: r.URN, What: "route table association"}},
		})
	}
	if len(subnet.resources) > maxCandidates {
		return
	}
	sure := subnet.only() != nil
	for _, candidate := range subnet.resources {
		s := g.subnetOf[candidate]
		if s == nil {
			continue
		}
		s.Explicit = s.Explicit || sure
		s.Tables = append(s.Tables, tables...)
		s.Missing = append(s.Missing, missing...)
	}
}

// settleTable adds the main table where no association is certain, and enters the subnet in its tables.
func (g *graph) settleTable(s *Subnet) {
	switch {
	case s.Explicit:
	case s.VPC == nil:
		s.Missing = append(s.Missing, "the VPC of subnet "+quoted(s.Resource))
	case s.VPC.Main == nil:
		s.Missing = append(s.Missing, "the main route table of VPC "+s.VPC.Name())
	default:
		s.Tables = append(s.Tables, s.VPC.Main)
	}
	s.Tables = unique(s.Tables)
	for _, t := range s.Tables {
		t.Subnets = append(t.Subnets, s)
	}
}

// tier reads the tier from the tags.
func (s *Subnet) tier() string {
	for _, key := range []string{"tags", "tagsAll"} {
		tags := s.Resource.Value(key)
		for _, name := range tags.Keys() {
			if n := strings.ToLower(name); n == "cloudgap:tier" || n == "tier" {
				tier, _ := tags.Field(name).Text()
				return tier
			}
		}
	}
	return ""
}

// unique drops repeated elements and keeps the order.
func unique[T comparable](list []T) []T {
	seen := make(map[T]bool, len(list))
	var kept []T
	for _, e := range list {
		if !seen[e] {
			seen[e] = true
			kept = append(kept, e)
		}
	}
	return kept
}

func quoted(r *Resource) string { return `"` + r.Name + `"` }
