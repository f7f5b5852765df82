package rules

import "strings"

// Control is what a rule serves of one framework.
type Control struct {
	// Framework is the name and the version, for example "PCI DSS 4.0".
	Framework string
	// IDs are the framework's own ids.
	IDs []string
	// Source says who maps the rule to these ids: a published mapping, or our own reading of the control's text.
	Source string
}

// String writes the control as "PCI DSS 4.0 1.3.1, 1.3.2".
func (c Control) String() string { return c.Framework + " " + strings.Join(c.IDs, ", ") }
