package rules

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Example is a stack that a page shows, with what the rule says of it.
type Example struct {
	// Name says what is special about the example.
	Name string
	// Program is the stack in the notation of Pulumi YAML.
	Program string
	// Violates tells what the rule says.
	Violates bool
}

// Page is the documentation of the rule as Markdown.
func (r Rule) Page(examples []Example) []byte {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s: %s\n\n", r.ID, r.Title)
	fmt.Fprintf(&b, "Severity: **%s**. Level: mandatory.\n\n", r.Severity)
	fmt.Fprintf(&b, "## Why\n\n%s\n\n## How to fix\n\n%s.\n\n", r.Why, upperFirst(r.Fix))
	if len(r.Types) > 0 {
		b.WriteString("## What it looks at\n\n")
		for _, t := range r.Types {
			b.WriteString(lookedAt(t))
		}
		b.WriteString("\n")
	}
	r.writeSettings(&b)
	b.WriteString("## Controls\n\n| Framework | Controls | Source of the mapping |\n| --- | --- | --- |\n")
	for _, c := range r.Controls {
		fmt.Fprintf(&b, "| %s | %s | %s |\n", c.Framework, strings.Join(c.IDs, ", "), c.Source)
	}
	b.WriteString("\n")
	writeExamples(&b, "Passes", examples, false)
	writeExamples(&b, "Violates", examples, true)
	b.WriteString("Generated from the rule and its cases; `go test ./policy/rules -update` writes it again.\n")
	return []byte(b.String())
}

// lookedAt is the line of the page for a type, or for all with a beginning.
func lookedAt(token string) string {
	switch prefix, wild := strings.CutSuffix(token, "*"); {
	case !wild:
		return fmt.Sprintf("- `%s`\n", token)
	case prefix == "":
		return "- every other type, to see whether the pack knows its package\n"
	default:
		return fmt.Sprintf("- every type that begins with `%s`\n", prefix)
	}
}

func (r Rule) writeSettings(b *strings.Builder) {
	schema := r.Schema()
	if schema == nil {
		return
	}
	fmt.Fprintf(b, "## Settings\n\nIn the policy configuration, under `%s`:\n\n| Key | Meaning |\n| --- | --- |\n", r.ID)
	for _, key := range slices.Sorted(maps.Keys(schema)) {
		fmt.Fprintf(b, "| `%s` | %s |\n", key, schema[key]["description"])
	}
	b.WriteString("\n")
}

func writeExamples(b *strings.Builder, title string, examples []Example, violates bool) {
	first := true
	for _, e := range examples {
		if e.Violates != violates {
			continue
		}
		if first {
			fmt.Fprintf(b, "## %s\n\n", title)
			first = false
		}
		fmt.Fprintf(b, "%s:\n\n```yaml\n%s```\n\n", upperFirst(e.Name), e.Program)
	}
}

// Index is the page that lists the catalogue as Markdown.
func Index() []byte {
	var b strings.Builder
	fmt.Fprintf(&b, "# The rules of the policy pack\n\n%d rules, all of them mandatory. A value that is not known before the "+
		"deployment and that decides is a violation.\n\n| Rule | Severity | What must hold |\n| --- | --- | --- |\n", len(catalogue))
	for _, r := range catalogue {
		fmt.Fprintf(&b, "| [%s](%s.md) | %s | %s |\n", r.ID, r.ID, r.Severity, r.Title)
	}
	b.WriteString("\nGenerated from the catalogue; `go test ./policy/rules -update` writes it again.\n")
	return []byte(b.String())
}

func upperFirst(text string) string {
	if text == "" {
		return ""
	}
	return strings.ToUpper(text[:1]) + text[1:]
}
