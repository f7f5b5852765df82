package main

import (
	"slices"
	"strconv"
	"strings"

	"github.com/cloudgap/cloudgap/internal/term"
)

// isolationRow is one subnet of the isolation table.
type isolationRow struct {
	Subnet, Tier, Block, Table string
	// Destinations are texts of the form "10.0.0.0/16 via local".
	Destinations []string
	Verdict      string
	Isolated     bool
}

// writeIsolationTable prints a row per subnet, and once what each kind of row can reach: most subnets of a VPC can reach the
// same, and the one that can reach more has to stand out.
func writeIsolationTable(out *term.Writer, subnets []isolationRow) {
	if len(subnets) == 0 {
		return
	}
	reaches, keys := reachSets(subnets)
	var rows [][]term.Cell
	for i, n := range subnets {
		row := term.Row(n.Subnet, n.Tier, n.Block, n.Table, keys[i], n.Verdict)
		row[5].Style = term.Good
		if !n.Isolated {
			row[5].Style = term.Bad
		}
		rows = append(rows, row)
	}
	out.Table([]string{"subnet", "tier", "block", "route table", "reach", "verdict"}, rows)

	rows = nil
	for _, reach := range reaches {
		key := reach.key
		for _, way := range reach.ways {
			rows = append(rows, term.Row(key, strings.Join(way.to, ", "), "via "+way.via))
			key = ""
		}
	}
	out.Printf("\n")
	out.Table([]string{"reach", "its traffic can go to", ""}, rows)
}

// writeIsolationNotes says what the table does not show: where the control planes of EKS can go, and what the way in for people gives
// up.
func writeIsolationNotes(out *term.Writer, controlPlanes, concessions []string) {
	for _, plane := range controlPlanes {
		out.Printf("  %s %s\n", out.Styled(term.Warn, "note:"), plane)
	}
	for _, concession := range concessions {
		out.Printf("  %s %s\n", out.Styled(term.Warn, "given up:"), concession)
	}
}

// reach is what the traffic of one or more subnets can go to.
type reach struct {
	key  string
	ways []reachVia
}

// reachVia is what traffic can go to through one target.
type reachVia struct {
	via string
	to  []string
}

// reachSets numbers the distinct reaches in the order of the subnets; keys holds the number of each subnet's.
func reachSets(subnets []isolationRow) (reaches []reach, keys []string) {
	known := map[string]string{}
	for _, n := range subnets {
		id := strings.Join(n.Destinations, "\n")
		if _, ok := known[id]; !ok {
			known[id] = strconv.Itoa(len(reaches) + 1)
			reaches = append(reaches, reach{key: known[id], ways: byTarget(n.Destinations)})
		}
		keys = append(keys, known[id])
	}
	return reaches, keys
}

// byTarget gathers destinations by the target that they go through, in the order of the first of each. A subnet whose table is
// not known has none.
func byTarget(destinations []string) []reachVia {
	if len(destinations) == 0 {
		return []reachVia{{via: "a route table that is not known", to: []string{"unknown"}}}
	}
	var ways []reachVia
	for _, d := range destinations {
		to, via, _ := strings.Cut(d, " via ")
		i := slices.IndexFunc(ways, func(w reachVia) bool { return w.via == via })
		if i < 0 {
			ways = append(ways, reachVia{via: via})
			i = len(ways) - 1
		}
		ways[i].to = append(ways[i].to, to)
	}
	return ways
}
