package isolation

import "net/netip"

// Table is a route table.
type Table struct {
	// Resource is the RouteTable or DefaultRouteTable, nil for a main table that AWS made and nobody manages.
	Resource *Resource
	// VPC is nil where it cannot be known.
	VPC *VPC
	// Main tells whether the table is in effect for subnets without an explicit association.
	Main bool
	// Routes are the routes in it, in the order of URN and position.
	Routes []*Route
	// Subnets are those that the table is or may be in effect for.
	Subnets []*Subnet

	id     string
	urns   []string
	sorted []tableEntry
	ways   []Way
}

// tableEntry is one plain prefix of a table, for the search for more specific routes.
type tableEntry struct {
	prefix netip.Prefix
	route  *Route
}

// Name is the logical name, or says that it is the main table that AWS made.
func (t *Table) Name() string {
	if t.Resource != nil {
		return t.Resource.Name
	}
	return "main table of " + t.VPC.Name()
}

func (t *Table) step() Step {
	if t.Resource == nil {
		return Step{What: "main route table of VPC " + t.VPC.Name(), ID: t.id}
	}
	return Step{URN: t.Resource.URN, What: "route table", ID: t.id}
}

var tableKinds = []string{"ec2/routeTable", "ec2/defaultRouteTable"}

// addTables enters the tables: those of the stack, and for each VPC of the stack the one that AWS makes with it, unless a
// DefaultRouteTable manages that. Then it settles which table is the main one.
func (g *graph) addTables() {
	g.tableOf = map[*Resource]*Table{}
	g.tableByID = map[string]*Table{}
	g.defaultOf = map[*VPC]*Table{}
	for _, r := range g.byKind["ec2/defaultRouteTable"] {
		v := g.vpcOfDefaultTable(r)
		t := g.addTable(r, v)
		if id := r.text("defaultRouteTableId"); id != "" {
			g.tableByID[id] = t
		}
		switch {
		case v != nil:
			g.defaultOf[v] = t
		case r.Value("defaultRouteTableId").state != Known:
			g.loose = append(g.loose, Way{
				Kind: RouteExternal, Direction: Both, Verdict: CannotTell, Offender: r.URN, Property: "defaultRouteTableId",
				Reason: "the VPC whose default table it manages is not known", Missing: []string{"defaultRouteTableId"},
				Path: []Step{t.step()},
			})
		}
	}
	for _, r := range g.byKind["ec2/routeTable"] {
		g.addTable(r, g.vpcNamed(r.Value("vpcId")))
	}
	for _, v := range g.vpcs {
		if g.defaultOf[v] == nil && v.Resource != nil {
			id, _ := v.Resource.Answer("defaultRouteTableId").Text()
			g.defaultOf[v] = g.newTable(&Table{VPC: v, id: id})
		}
		g.settleMain(v)
	}
}

func (g *graph) addTable(r *Resource, v *VPC) *Table {
	t := g.newTable(&Table{Resource: r, VPC: v, id: r.ID()})
	g.tableOf[r] = t
	return t
}

func (g *graph) newTable(t *Table) *Table {
	g.tables = append(g.tables, t)
	if t.id != "" {
		g.tableByID[t.id] = t
	}
	if t.VPC != nil {
		t.VPC.Tables = append(t.VPC.Tables, t)
	}
	return t
}

// vpcOfDefaultTable finds the VPC whose default table a DefaultRouteTable adopts.
func (g *graph) vpcOfDefaultTable(r *Resource) *VPC {
	v := r.Value("defaultRouteTableId")
	id, state := v.Text()
	if state == Known {
		if found := g.vpcByTable[id]; found != nil {
			return found
		}
	}
	if state == Unknown {
		if found := g.vpcAmong(v.refs, maxHops); found != nil {
			return found
		}
	}
	return g.vpcNamed(r.Answer("vpcId"))
}

// settleMain decides which table is the main one: the one of a MainRouteTableAssociation, else the one that the VPC
// reports, else the default table.
func (g *graph) settleMain(v *VPC) {
	v.Main = g.defaultOf[v]
	if v.Resource == nil {
		return
	}
	main, known := v.Resource.Answer("mainRouteTableId").Text()
	original, _ := v.Resource.Answer("defaultRouteTableId").Text()
	if known == Known && original != "" && main != original {
		v.Main = g.tableByID[main]
	}
}

// applyMainAssociations applies the main table associations. One that cannot be resolved takes the main table away from every VPC that
// it may concern, so that their subnets cannot be told.
func (g *graph) applyMainAssociations() {
	for _, r := range g.byKind["ec2/mainRouteTableAssociation"] {
		v := g.vpcNamed(r.Value("vpcId"))
		tables, missing := g.tablesNamed(r.Value("routeTableId"))
		var main *Table
		if len(tables) == 1 && len(missing) == 0 {
			main = tables[0]
		}
		for _, candidate := range g.vpcs {
			if candidate == v || v == nil {
				candidate.Main = main
			}
		}
	}
	for _, v := range g.vpcs {
		if v.Main != nil {
			v.Main.Main = true
		}
	}
}

// tablesNamed resolves a value that names a route table to the tables that it may be, and says what is missing where it
// may be another one.
func (g *graph) tablesNamed(v Value) (tables []*Table, missing []string) {
	return g.tablesVia(v, maxHops)
}

func (g *graph) tablesVia(v Value, hops int) (tables []*Table, missing []string) {
	id, state := v.Text()
	switch state {
	case Known:
		if t := g.tableByID[id]; t != nil {
			return []*Table{t}, nil
		}
		return nil, []string{"the routes of table " + id + ", which is outside the stack"}
	case Absent:
		return nil, []string{"routeTableId"}
	}
	for _, urn := range v.refs {
		if r := g.byURN[urn]; r != nil && r.isComponent() {
			continue
		}
		found, complete := g.tablesFrom(urn, hops)
		tables = append(tables, found...)
		if !complete {
			missing = append(missing, "routeTableId, which depends on "+urnName(urn))
		}
	}
	if len(tables) == 0 && len(missing) == 0 {
		// Outputs of a remote component depend on the component alone, which then stands for its descendants.
		found, _ := g.producers(v.refs, tableKinds, maxCandidates)
		for _, r := range found {
			tables = append(tables, g.tableOf[r])
		}
	}
	if tables = unique(tables); len(tables) == 0 || len(tables) > maxCandidates {
		return nil, append(missing, "routeTableId")
	}
	return tables, missing
}

// tablesFrom says which tables an id that depends on one resource may name.
func (g *graph) tablesFrom(urn string, hops int) (tables []*Table, complete bool) {
	r := g.byURN[urn]
	if r == nil {
		return nil, false
	}
	switch r.kind {
	case "ec2/routeTable", "ec2/defaultRouteTable":
		return []*Table{g.tableOf[r]}, true
	case "ec2/vpc", "ec2/defaultVpc":
		v := g.vpcOf[r]
		if t := g.defaultOf[v]; t != nil {
			tables = append(tables, t)
		}
		if v.Main != nil {
			tables = append(tables, v.Main)
		}
		return unique(tables), len(tables) > 0
	case "ec2/routeTableAssociation", "ec2/mainRouteTableAssociation":
		if hops > 0 {
			var missing []string
			tables, missing = g.tablesVia(r.Value("routeTableId"), hops-1)
			return tables, len(missing) == 0
		}
		return nil, false
	}
	return nil, false
}
