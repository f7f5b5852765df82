package rules

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/cloudgap/cloudgap/internal/jsondoc"
	"github.com/cloudgap/cloudgap/internal/problems"
)

// Waiver excuses one rule for one resource, or for everything inside the components of one type, until a day.
type Waiver struct {
	// Rule is the id of the rule.
	Rule string `json:"rule"`
	// URN is the exact URN of the resource that is excused; empty where Component is given.
	URN string `json:"urn,omitempty"`
	// Component is the type token of the component whose children are excused; empty where URN is given.
	Component string `json:"component,omitempty"`
	// Reason says why the exception is acceptable.
	Reason string `json:"reason"`
	// Owner is who answers for it.
	Owner string `json:"owner"`
	// Expires is the last day on which the waiver holds, as 2006-01-02 in UTC.
	Expires string `json:"expires"`
}

// String identifies the waiver in a message.
func (w Waiver) String() string {
	subject := w.URN
	if subject == "" {
		subject = "component " + w.Component
	}
	return fmt.Sprintf("%s for %s until %s (owner %s: %s)", w.Rule, subject, w.Expires, w.Owner, w.Reason)
}

// Covers tells whether the waiver is about a finding of a rule on a resource, whatever the day.
func (w Waiver) Covers(rule, urn string) bool {
	if w.Rule != rule || urn == "" {
		return false
	}
	return w.URN == urn || w.Component != "" && slices.Contains(componentTypes(urn), w.Component)
}

// Expired tells whether the waiver no longer holds on a day.
func (w Waiver) Expired(now time.Time) bool { return now.UTC().Format(day) > w.Expires }

// componentTypes are the types of the parents that a URN names.
func componentTypes(urn string) []string {
	parts := strings.SplitN(urn, "::", 4)
	if len(parts) < 4 {
		return nil
	}
	types := strings.Split(parts[2], "$")
	return types[:len(types)-1]
}

// parseWaivers reads the list of waivers; each must be complete, because an exception that nobody owns never ends.
func parseWaivers(found *problems.List, path string, value any) []Waiver {
	items, ok := value.([]any)
	if !ok {
		found.Add(path, "must be a list of waivers", fmt.Sprintf("%T", value), "write it as a JSON list of objects")
		return nil
	}
	var waivers []Waiver
	for i, item := range items {
		at := fmt.Sprintf("%s[%d]", path, i)
		var w Waiver
		if err := decodeStrict(item, &w); err != nil {
			found.Add(at, "is no waiver", err.Error(), "give rule, urn or component, reason, owner and expires as strings, and nothing else")
			continue
		}
		w.check(found, at)
		waivers = append(waivers, w)
	}
	return waivers
}

func (w Waiver) check(found *problems.List, at string) {
	if _, known := ByID(w.Rule); !known || w.Rule == PackSelf {
		found.Add(at+".rule", "is no rule that can be waived", w.Rule, "take a rule id from docs/policies")
	}
	if (w.URN == "") == (w.Component == "") {
		found.Add(at, "must name either a resource or a component", []string{w.URN, w.Component}, "give exactly one of urn and component")
	}
	if w.URN != "" && !strings.HasPrefix(w.URN, "urn:pulumi:") {
		found.Add(at+".urn", "is no URN", w.URN, "copy the URN from the violation")
	}
	if strings.TrimSpace(w.Reason) == "" {
		found.Add(at+".reason", "is missing", problems.Missing, "say why the exception is acceptable")
	}
	if strings.TrimSpace(w.Owner) == "" {
		found.Add(at+".owner", "is missing", problems.Missing, "name who answers for the exception")
	}
	if _, err := time.Parse(day, w.Expires); err != nil {
		found.Add(at+".expires", "is no date", w.Expires, "write the last day like 2027-01-31")
	}
}

func decodeStrict(value, target any) error {
	encoded, err := json.Marshal(value)
	if err != nil {
		return fmt.Errorf("encode: %w", err)
	}
	return jsondoc.ReadKnown(encoded, target)
}

func waiverSchema() map[string]any {
	text := func(doc string) map[string]any { return map[string]any{"type": "string", "description": doc} }
	return map[string]any{
		"type":        "array",
		"description": "exceptions, each for one rule and one resource or component type",
		"items": map[string]any{
			"type": "object",
			"properties": map[string]any{
				"rule":      text("id of the rule"),
				"urn":       text("exact URN of the resource"),
				"component": text("type token of the component whose children are excused"),
				"reason":    text("why the exception is acceptable"),
				"owner":     text("who answers for it"),
				"expires":   text("last day, like 2027-01-31"),
			},
			"required":             []any{"rule", "reason", "owner", "expires"},
			"additionalProperties": false,
		},
	}
}
