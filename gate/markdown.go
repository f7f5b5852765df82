package gate

import (
	"fmt"
	"strings"
)

// Markdown writes the verdict for the summary of a workflow or a comment on a pull request: for each stack the violations,
// the isolation of its subnets, its endpoints, and the difference from the base.
func Markdown(v Verdict) string {
	var b strings.Builder
	fmt.Fprintf(&b, "## cloudgap gate: %s\n\n", v.Outcome())
	writeOverview(&b, v)
	for _, s := range v.Stacks {
		writeStack(&b, s)
	}
	return b.String()
}

func writeOverview(b *strings.Builder, v Verdict) {
	rows := make([][]string, len(v.Stacks))
	for i, s := range v.Stacks {
		ran := "none"
		if s.Pack.Name != "" {
			ran = fmt.Sprintf("%s %s, %d rules", s.Pack.Name, s.Pack.Version, s.Pack.Rules)
		}
		rows[i] = []string{
			s.Name, string(s.Outcome()), fmt.Sprint(len(s.Violations)), fmt.Sprint(len(s.Waived)), s.Snapshot.isolation(),
			fmt.Sprint(len(s.Snapshot.Resources)), fmt.Sprint(len(s.Snapshot.Endpoints)), ran,
		}
	}
	writeTable(b, []string{"Stack", "Verdict", "Violations", "Waived", "Subnets isolated", "Resources and components", "Endpoints", "Pack"}, rows)
}

// isolation counts the isolated subnets: "6 of 6".
func (s Snapshot) isolation() string {
	n := 0
	for _, subnet := range s.Subnets {
		if subnet.Isolated() {
			n++
		}
	}
	return fmt.Sprintf("%d of %d", n, len(s.Subnets))
}

func writeStack(b *strings.Builder, s Stack) {
	fmt.Fprintf(b, "### %s\n\n", inline(s.Name))
	if s.Problem != "" {
		fmt.Fprintf(b, "**Not judged:** %s\n\n", inline(s.Problem))
	}
	writeViolations(b, "Violations", s.Violations)
	writeViolations(b, "Waived", s.Waived)
	if s.Difference != nil {
		writeDifference(b, *s.Difference)
	}
	if len(s.Snapshot.Subnets) > 0 {
		writeSubnets(b, s.Snapshot.Subnets)
	}
	for _, plane := range s.Snapshot.ControlPlanes {
		fmt.Fprintf(b, "> %s\n\n", inline(plane))
	}
	for _, concession := range s.Snapshot.Concessions {
		fmt.Fprintf(b, "> Given up: %s\n\n", inline(concession))
	}
	for _, notice := range s.Notices {
		fmt.Fprintf(b, "> %s\n\n", inline(notice))
	}
}

func writeViolations(b *strings.Builder, title string, list []Violation) {
	if len(list) == 0 {
		return
	}
	fmt.Fprintf(b, "#### %s\n\n", title)
	rows := make([][]string, len(list))
	for i, v := range list {
		what := v.Message
		if v.Waiver != "" {
			what = "waived: " + v.Waiver + "\n" + what
		}
		rows[i] = []string{"[" + v.Rule + "](" + rulePages + v.Rule + ".md)", v.Severity, inline(v.Position.String()), multiline(what)}
	}
	writeRawTable(b, []string{"Rule", "Severity", "Where", "What"}, rows)
}

// String writes the position as "file:line", or the file alone.
func (p Position) String() string {
	if p.Line == 0 {
		return p.File
	}
	return fmt.Sprintf("%s:%d", p.File, p.Line)
}

func writeDifference(b *strings.Builder, d Difference) {
	b.WriteString("#### Difference from the base\n\n")
	if d.Problem != "" {
		fmt.Fprintf(b, "**Not compared:** %s\n\n", inline(d.Problem))
		return
	}
	if d.Empty() {
		b.WriteString("Nothing that is planned differs.\n\n")
		return
	}
	var rows [][]string
	for _, part := range d.Parts() {
		for _, c := range part.Changes {
			rows = append(rows, []string{part.Name, string(c.Kind), c.Subject, strings.Join(c.Details, "; ")})
		}
	}
	writeTable(b, []string{"What", "Change", "Which", "How"}, rows)
}

func writeSubnets(b *strings.Builder, subnets []Subnet) {
	b.WriteString("<details><summary>Isolation of each subnet</summary>\n\n")
	rows := make([][]string, len(subnets))
	for i, s := range subnets {
		verdict := s.Verdict
		if !s.Isolated() {
			verdict = "**" + verdict + "**"
		}
		rows[i] = []string{inline(s.Name), inline(s.Tier), inline(s.Cidr), inline(s.Table), inline(strings.Join(s.Destinations, ", ")), verdict}
	}
	writeRawTable(b, []string{"Subnet", "Tier", "Block", "Route table", "Its traffic can go to", "Verdict"}, rows)
	b.WriteString("</details>\n\n")
}

// writeTable writes cells that hold text.
func writeTable(b *strings.Builder, header []string, rows [][]string) {
	for _, row := range rows {
		for i := range row {
			row[i] = inline(row[i])
		}
	}
	writeRawTable(b, header, rows)
}

// writeRawTable writes cells that are Markdown already.
func writeRawTable(b *strings.Builder, header []string, rows [][]string) {
	line := func(cells []string) { fmt.Fprintf(b, "| %s |\n", strings.Join(cells, " | ")) }
	line(header)
	fmt.Fprintf(b, "|%s\n", strings.Repeat(" --- |", len(header)))
	for _, row := range rows {
		line(row)
	}
	b.WriteString("\n")
}

// markup are the characters that Markdown gives a meaning to; names and values come from the pull request and must not.
var markup = strings.NewReplacer(
	"&", "&amp;", "<", "&lt;", ">", "&gt;",
	"\\", "\\\\", "|", "\\|", "`", "\\`", "*", "\\*", "_", "\\_", "[", "\\[", "]", "\\]", "#", "\\#", "@", "&#64;", "~", "\\~", "\r", "",
)

// inline makes text that stands on one line and means only what it says.
func inline(text string) string { return strings.ReplaceAll(markup.Replace(text), "\n", " ") }

// multiline keeps the lines of a message within a cell, and folds away the controls, which are long.
func multiline(message string) string {
	lines := strings.Split(message, "\n")
	for i, line := range lines {
		label, controls, found := strings.Cut(strings.TrimSpace(line), "controls: ")
		if found && label == "" {
			return cell(lines[:i]) + "<details><summary>controls</summary>" + inline(controls) + "</details>" + cell(lines[i+1:])
		}
	}
	return cell(lines)
}

func cell(lines []string) string {
	escaped := make([]string, len(lines))
	for i, line := range lines {
		escaped[i] = inline(strings.TrimSpace(line))
	}
	return strings.Join(escaped, "<br>")
}
