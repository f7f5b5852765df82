package main

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/cloudgap/cloudgap/internal/term"
	"github.com/cloudgap/cloudgap/policy/isolation"
)

func (s *summary) writeJSON(out *term.Writer) error {
	data, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		return fmt.Errorf("marshal the summary: %w", err)
	}
	out.Printf("%s\n", data)
	return nil
}

// write prints the summary for a person.
func (s *summary) write(out *term.Writer) {
	for _, part := range []struct {
		title string
		write func(*term.Writer)
	}{
		{"Resources", s.writeResources},
		{"Isolation", s.writeIsolation},
		{"Endpoints", s.writeEndpoints},
		{"Policy", s.writePolicy},
		{"Engine", s.writeEngine},
	} {
		out.Printf("\n%s\n", out.Styled(term.Bold, part.title))
		part.write(out)
	}
	out.Printf("\nSimulated clouds cannot show that AWS accepts this; they show what Pulumi and the policy pack do with it.\n")
}

func (s *summary) writeResources(out *term.Writer) {
	var rows [][]term.Cell
	total := 0
	for _, c := range s.Components {
		total += c.Resources
		rows = append(rows, term.Row(c.Name, c.Type, fmt.Sprint(c.Resources), strings.Join(c.Services, " ")))
	}
	rows = append(rows, term.Row("all", "", fmt.Sprint(total), ""))
	out.Table([]string{"component", "type", "resources", "services"}, rows)
	if others := s.engineCount() - total; others > 0 {
		out.Printf("  The engine counts %d more: components, providers and the stack itself, which are nothing in the cloud.\n", others)
	}
}

func (s *summary) writeIsolation(out *term.Writer) {
	var rows []isolationRow
	for _, n := range s.Subnets {
		table := strings.TrimPrefix(n.RouteTable, n.within+"-")
		rows = append(rows, isolationRow{n.Name, n.Tier, n.Cidr, table, n.Destinations, n.Verdict, n.verdict == isolation.Isolated})
	}
	writeIsolationTable(out, rows)
	writeIsolationNotes(out, s.ControlPlanes, s.Concessions)
}

func (s *summary) writeEndpoints(out *term.Writer) {
	var rows [][]term.Cell
	for _, e := range s.Endpoints {
		places := fmt.Sprintf("%d subnets", e.Places)
		if e.Type == "Gateway" {
			places = fmt.Sprintf("%d route tables", e.Places)
		}
		dns := "off"
		if e.PrivateDNS {
			dns = "on"
		}
		rows = append(rows, term.Row(e.Service, e.Type, e.Within, places, dns, e.Policy))
	}
	out.Table([]string{"service", "type", "of", "in", "private DNS", "policy"}, rows)
}

func (s *summary) writePolicy(out *term.Writer) {
	verdict := out.Styled(term.Good, "no violation")
	if s.Policy.Violations > 0 {
		verdict = out.Styled(term.Bad, fmt.Sprintf("%d violations", s.Policy.Violations))
	}
	out.Printf("  %s %s: %d rules ran, %s\n", s.Policy.Pack, s.Policy.Version, s.Policy.Rules, verdict)
}

func (s *summary) writeEngine(out *term.Writer) {
	var rows [][]term.Cell
	for _, step := range s.Steps {
		rows = append(rows, term.Row(step.Step, fmt.Sprintf("%5.1f s", step.Seconds), changes(step.Changes)))
	}
	rows = append(rows, term.Row("all", fmt.Sprintf("%5.1f s", s.Seconds), "Pulumi "+s.CLI))
	out.Table([]string{"step", "time", "resources"}, rows)
	for _, notice := range s.Notices {
		out.Printf("  %s %s\n", out.Styled(term.Warn, "note:"), notice)
	}
}

// changes writes counts by operation in a stable order: "12 create, 3 same".
func changes(counts map[string]int) string {
	var operations []string
	for operation, n := range counts {
		if n > 0 {
			operations = append(operations, operation)
		}
	}
	slices.Sort(operations)
	for i, operation := range operations {
		operations[i] = fmt.Sprintf("%d %s", counts[operation], operation)
	}
	return strings.Join(operations, ", ")
}
