package main

import (
	"fmt"
	"strings"

	"github.com/cloudgap/cloudgap/gate"
	"github.com/cloudgap/cloudgap/internal/term"
)

// outcomeStyles are how outcomes look.
var outcomeStyles = map[gate.Outcome]term.Style{gate.Clean: term.Good, gate.Violated: term.Bad, gate.Unjudged: term.Bad}

// writeVerdict prints a verdict for a person.
func writeVerdict(out *term.Writer, verdict gate.Verdict) {
	for _, s := range verdict.Stacks {
		writeViolations(out, s)
		if s.Difference != nil {
			writeDifference(out, s.Difference)
		}
	}
	out.Printf("\n%s\n", out.Styled(term.Bold, "Verdict"))
	var rows [][]term.Cell
	for _, s := range verdict.Stacks {
		isolated := 0
		for _, n := range s.Snapshot.Subnets {
			if n.Isolated() {
				isolated++
			}
		}
		row := term.Row(
			s.Name, string(s.Outcome()), fmt.Sprint(len(s.Violations)), fmt.Sprint(len(s.Waived)), fmt.Sprint(len(s.Snapshot.Resources)),
			fmt.Sprintf("%d of %d", isolated, len(s.Snapshot.Subnets)), fmt.Sprint(len(s.Snapshot.Endpoints)), ranPack(s.Pack),
		)
		row[1].Style = outcomeStyles[s.Outcome()]
		rows = append(rows, row)
	}
	out.Table([]string{"stack", "verdict", "violations", "waived", "resources and components", "subnets isolated", "endpoints", "pack"}, rows)
}

func ranPack(p gate.Pack) string {
	if p.Name == "" {
		return "none ran"
	}
	return fmt.Sprintf("%s %s, %d rules", p.Name, p.Version, p.Rules)
}

// writeViolations prints what is wrong with a stack, resource by resource.
func writeViolations(out *term.Writer, s gate.Stack) {
	if s.Problem != "" {
		out.Printf("\n%s %s\n", out.Styled(term.Bad, s.Name+": not judged:"), strings.ReplaceAll(s.Problem, "\n", "\n  "))
	}
	for _, notice := range s.Notices {
		out.Printf("\n%s %s\n", out.Styled(term.Warn, s.Name+": note:"), notice)
	}
	for _, part := range []struct {
		title string
		style term.Style
		list  []gate.Violation
	}{{"violations", term.Bad, s.Violations}, {"waived", term.Warn, s.Waived}} {
		if len(part.list) == 0 {
			continue
		}
		out.Printf("\n%s\n", out.Styled(part.style, fmt.Sprintf("%s: %s", s.Name, part.title)))
		last := ""
		for _, v := range part.list {
			if v.URN != last {
				out.Printf("\n  %s  %s  %s\n", out.Styled(term.Bold, v.Name()), out.Styled(term.Dim, v.Type()), v.Position)
				last = v.URN
			}
			out.Printf("    %s  %s (%s)\n", out.Styled(part.style, v.Rule), v.Title, v.Severity)
			if v.Waiver != "" {
				out.Printf("      waived: %s\n", v.Waiver)
			}
			out.Printf("      %s\n", strings.ReplaceAll(v.Message, "\n", "\n    "))
		}
	}
}

// writeDifference prints what a change does, the paths first.
func writeDifference(out *term.Writer, d *gate.Difference) {
	out.Printf("\n%s\n", out.Styled(term.Bold, "Difference from the base"))
	switch {
	case d.Problem != "":
		out.Printf("  %s %s\n", out.Styled(term.Warn, "not compared:"), strings.ReplaceAll(d.Problem, "\n", "\n    "))
		return
	case d.Empty():
		out.Printf("  nothing that is planned differs\n")
		return
	}
	for _, part := range d.Parts() {
		for _, c := range part.Changes {
			out.Printf("  %-7s %s: %s\n", c.Kind, part.Name, c.Subject)
			for _, detail := range c.Details {
				out.Printf("          %s\n", detail)
			}
		}
	}
}

// writeIsolation prints where the traffic of each subnet can go, and every way out and in.
func writeIsolation(out *term.Writer, verdict gate.Verdict) {
	for _, s := range verdict.Stacks {
		if len(s.Snapshot.Subnets) > 0 {
			out.Printf("\n%s\n", out.Styled(term.Bold, "Isolation"))
		}
		var rows []isolationRow
		for _, n := range s.Snapshot.Subnets {
			rows = append(rows, isolationRow{n.Name, n.Tier, n.Cidr, n.Table, n.Destinations, n.Verdict, n.Isolated()})
		}
		writeIsolationTable(out, rows)
		writeIsolationNotes(out, s.Snapshot.ControlPlanes, s.Snapshot.Concessions)
		if len(s.Snapshot.Ways) > 0 {
			out.Printf("\n%s\n", out.Styled(term.Bold, "Ways out and in"))
			for _, w := range s.Snapshot.Ways {
				out.Printf("  %s  %s\n", out.Styled(term.Bad, w.Rule), w.Text)
			}
		}
	}
}
