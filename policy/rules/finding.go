package rules

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/cloudgap/cloudgap/policy/isolation"
)

// Key identifies a finding of a rule, so that both passes report it once.
func (f Finding) Key() string { return f.URN + "\x00" + f.Property }

// tidy sorts findings by resource and property and keeps the one with the most evidence of each.
func tidy(findings []Finding) []Finding {
	slices.SortStableFunc(findings, func(a, b Finding) int {
		return cmp.Or(
			cmp.Compare(a.URN, b.URN),
			cmp.Compare(a.Property, b.Property),
			cmp.Compare(len(b.Path), len(a.Path)),
			cmp.Compare(a.Reason, b.Reason),
		)
	})
	return slices.CompactFunc(findings, func(a, b Finding) bool { return a.Key() == b.Key() })
}

// Message is the text of a violation: what is wrong with which resource, the path, what is not known, how to mend it, and
// the controls.
func (r Rule) Message(f Finding) string {
	var b strings.Builder
	b.WriteString(subject(f.URN) + f.Reason)
	line := func(label, text string) {
		if text != "" {
			b.WriteString("\n  " + label + ": " + text)
		}
	}
	line("property", f.Property)
	if len(f.Path) > 1 {
		line("path", joinPath(f.Path))
	}
	if len(f.Subnets) > 1 {
		line("subnets", listSubnets(f.Subnets))
	}
	line("not known", strings.Join(f.Missing, ", "))
	line("fix", r.Fix)
	controls := make([]string, len(r.Controls))
	for i, c := range r.Controls {
		controls[i] = c.String()
	}
	line("controls", strings.Join(controls, "; "))
	return b.String()
}

func joinPath(path []isolation.Step) string {
	steps := make([]string, len(path))
	for i, step := range path {
		steps[i] = step.String()
	}
	return strings.Join(steps, " → ")
}

// manySubnets is the number of subnets that a message names; a leak in a large network serves dozens.
const manySubnets = 6

// listSubnets names the subnets that a path serves.
func listSubnets(urns []string) string {
	shown := urns[:min(len(urns), manySubnets)]
	names := make([]string, len(shown))
	for i, urn := range shown {
		names[i] = fmt.Sprintf("%q", urn[strings.LastIndex(urn, "::")+len("::"):])
	}
	text := strings.Join(names, ", ")
	if more := len(urns) - len(shown); more > 0 {
		text += fmt.Sprintf(" and %d more", more)
	}
	return text
}

// subject names a resource by the last part of its type and its logical name, as people know it from the program.
func subject(urn string) string {
	parts := strings.SplitN(urn, "::", 4)
	if len(parts) < 4 {
		return ""
	}
	kind := parts[2][strings.LastIndexAny(parts[2], ":$")+1:]
	return fmt.Sprintf("%s %q: ", kind, parts[3])
}
