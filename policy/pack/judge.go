package pack

import (
	"time"

	"github.com/cloudgap/cloudgap/policy/isolation"
	"github.com/cloudgap/cloudgap/policy/rules"
)

// Report is a violation, or what a waiver excuses, as the pack words it.
type Report struct {
	// Rule is the rule.
	Rule rules.Rule
	// URN is the resource, empty for the whole stack.
	URN string
	// Message says what is wrong and how to fix it; it holds no secret.
	Message string
	// Waiver is the waiver that excuses it, nil for a violation.
	Waiver *rules.Waiver
}

// Judgement is what the pack says of the resources of a plan or of a state.
type Judgement struct {
	// Reports are the violations in the order of the catalogue, then what waivers excuse.
	Reports []Report
	// Model is the network that was judged, nil where it could not be built, which is a violation. Its texts may hold secrets.
	Model *isolation.Model
	// Redact takes the secrets of the resources out of a text.
	Redact func(text string) string
}

// Judge judges the resources of a plan or of a state by every rule of the pack, without an engine.
func Judge(resources []isolation.Resource, settings rules.Settings, now func() time.Time) Judgement {
	known := newSecrets()
	for _, r := range resources {
		known.learn(r.Inputs)
		known.learn(r.Outputs)
	}
	stack := rules.NewStack(resources, settings, rules.NewLedger(settings.Waivers, now))
	found := rules.JudgeAll(stack)
	j := Judgement{Model: stack.Model, Redact: known.redact}
	for _, v := range found.Violations {
		j.Reports = append(j.Reports, Report{Rule: v.Rule, URN: v.URN, Message: known.redact(v.Rule.Message(v.Finding))})
	}
	for _, w := range found.Waived {
		j.Reports = append(j.Reports, Report{Rule: w.Rule, URN: w.URN, Message: known.redact(w.Rule.Message(w.Finding)), Waiver: &w.Waiver})
	}
	return j
}
