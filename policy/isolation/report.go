package isolation

import (
	"cmp"
	"slices"
	"strings"
)

// SubnetReport is the row of the isolation table for one subnet.
type SubnetReport struct {
	// URN and Name identify the subnet; ID is empty while it is not known.
	URN, Name, ID string
	// Tier is the value of the subnet's tag "cloudgap:tier" or "tier", in any case of letters, or empty.
	Tier string
	// CIDR is the IPv4 block (or the IPv6 block of a subnet without one), or empty while it is not known.
	CIDR string
	// VPC names the VPC: its logical name, or its id where it is outside the stack.
	VPC string
	// Table names the route table in effect; TableURN is empty for a table outside the stack or one that AWS made.
	Table, TableURN string
	// Explicit tells an explicit association from falling back to the main table.
	Explicit bool
	// Destinations says where traffic can go, in the order: local, endpoints, private ranges, everything else.
	Destinations []DestinationReport
	// Verdict is the answer for the subnet: the worst of its ways. Falling back to a main table that is known to be
	// private is a violation of its own (RouteMain) and does not change the answer.
	Verdict Verdict
	// Missing says what has to be known where the verdict is CannotTell for want of the table.
	Missing []string
	// Ways are all ways by route of this subnet, permitted ones included.
	Ways []Way
}

// DestinationReport is one entry of a subnet's table of destinations.
type DestinationReport struct {
	// Addresses is the destination as text: a prefix, a prefix list, "s3" for a gateway endpoint.
	Addresses string
	// Via names the target: "local", "gateway endpoint", `transit gateway "hub"`.
	Via string
	// Verdict tells whether the destination is inside.
	Verdict Verdict
}

// String is the form in which reports name it: "10.0.0.0/16 via local".
func (d DestinationReport) String() string { return d.Addresses + " via " + d.Via }

// report makes the isolation table.
func (g *graph) report() []SubnetReport {
	byTable := map[*Table]tableReport{}
	rows := make([]SubnetReport, 0, len(g.subnets))
	for _, s := range g.subnets {
		row := SubnetReport{
			URN: s.Resource.URN, Name: s.Resource.Name, ID: s.Resource.ID(), Tier: s.tier(),
			CIDR: cmp.Or(s.Resource.text("cidrBlock"), s.Resource.text("ipv6CidrBlock")),
			VPC:  s.VPC.Name(), Explicit: s.Explicit, Missing: s.Missing, Verdict: Isolated,
		}
		var names []string
		for _, t := range s.Tables {
			tr, ok := byTable[t]
			if !ok {
				tr = g.reportTable(t)
				byTable[t] = tr
			}
			names = append(names, t.Name())
			row.Verdict = worst(row.Verdict, tr.verdict)
			row.Ways = slices.Concat(row.Ways, tr.ways)
			row.Destinations = slices.Concat(row.Destinations, tr.destinations)
			if t.Resource != nil && len(s.Tables) == 1 {
				row.TableURN = t.Resource.URN
			}
		}
		row.Table = strings.Join(names, " or ")
		if len(s.Missing) > 0 || len(s.Tables) == 0 {
			row.Table = strings.Join(append(names, "unknown"), " or ")
			row.Verdict = worst(row.Verdict, CannotTell)
		}
		rows = append(rows, row)
	}
	slices.SortStableFunc(rows, func(a, b SubnetReport) int {
		return cmp.Or(strings.Compare(a.VPC, b.VPC), strings.Compare(a.Name, b.Name), strings.Compare(a.URN, b.URN))
	})
	return rows
}

// tableReport is what all subnets of a table have in common.
type tableReport struct {
	verdict      Verdict
	ways         []Way
	destinations []DestinationReport
}

func (g *graph) reportTable(t *Table) tableReport {
	tr := tableReport{verdict: Isolated, destinations: []DestinationReport{{Via: string(TargetLocal), Verdict: Isolated}}}
	if t.VPC != nil && !t.VPC.CIDRs.IsEmpty() {
		tr.destinations[0].Addresses = t.VPC.CIDRs.String()
	} else {
		tr.destinations[0].Addresses = "the VPC"
	}
	rank := map[string]int{}
	for i, w := range g.assessed(t) {
		rt := t.Routes[i]
		if rt.Target.Kind == TargetLocal {
			continue
		}
		tr.ways = append(tr.ways, w)
		tr.verdict = worst(tr.verdict, w.Verdict)
		d := DestinationReport{Addresses: rt.Destination.Text, Via: rt.Target.step().String(), Verdict: w.Verdict}
		if rt.Target.Kind == TargetGatewayEndpoint {
			d.Via = string(TargetGatewayEndpoint)
		}
		rank[d.Via+d.Addresses] = destinationRank(rt, w)
		tr.destinations = append(tr.destinations, d)
	}
	rest := tr.destinations[1:]
	slices.SortStableFunc(rest, func(a, b DestinationReport) int {
		return cmp.Or(cmp.Compare(rank[a.Via+a.Addresses], rank[b.Via+b.Addresses]), strings.Compare(a.Addresses, b.Addresses))
	})
	tr.destinations = unique(tr.destinations)
	return tr
}

func destinationRank(rt *Route, w Way) int {
	switch {
	case w.Verdict != Isolated:
		return 2
	case rt.Target.Kind == TargetGatewayEndpoint:
		return 0
	default:
		return 1
	}
}

// worst prefers Reaches, because its evidence is certain, over CannotTell over Isolated.
func worst(a, b Verdict) Verdict {
	if a == Reaches || b == Reaches {
		return Reaches
	}
	if a == CannotTell || b == CannotTell {
		return CannotTell
	}
	return Isolated
}
