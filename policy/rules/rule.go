package rules

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/cloudgap/cloudgap/policy/isolation"
)

// Rule is one row of the catalogue.
type Rule struct {
	// ID is stable and never reused. It consists of letters, digits, "-", "_" and "." only, because it is the name of a
	// policy in Pulumi.
	ID string
	// Title is one line that says what must not be.
	Title string
	// Severity ranks a violation.
	Severity Severity
	// Types are the type tokens that the rule looks at, in the form of isolation.CanonicalToken; older names of the same
	// type are covered by it. A token that ends in "*" stands for every token with that beginning.
	Types []string
	// Why says what could happen.
	Why string
	// Fix says what to change.
	Fix string
	// Controls are what the rule serves of each framework.
	Controls []Control
	// Allows says what an entry of the rule's setting "allowed" is. Empty means that the rule has no such setting.
	Allows string
	// Resource judges a single resource by its inputs, and reports only what no other resource can excuse. Nil means
	// that there is nothing beyond the ways that the model finds in the resource alone.
	Resource func(r *isolation.Resource, settings Settings) []Finding
	// Stack judges the stack, beyond the single resources and the ways of the model that carry the rule's id as their
	// kind; those are always judged. Nil means that there is nothing beyond them.
	Stack func(s *Stack) []Finding
}

// Finding is one violation of a rule.
type Finding struct {
	// URN is the resource that has to change, empty only for a violation of the whole stack.
	URN string
	// Property is the property that decides, for example "routes[1].gatewayId"; empty where the resource itself is the
	// violation. A rule has at most one finding for each URN and property.
	Property string
	// Reason says what is wrong.
	Reason string
	// Path is the evidence, from the inside to the outside; empty where one resource is evidence enough.
	Path []isolation.Step
	// Subnets are the URNs of all subnets that the path serves, sorted; the path itself names one of them.
	Subnets []string
	// Missing lists what would have to be known for a better answer.
	Missing []string
}

// Applies tells whether the rule looks at resources of the type, under any of its names.
func (r Rule) Applies(token string) bool {
	canonical := isolation.CanonicalToken(token)
	for _, t := range r.Types {
		if prefix, wild := strings.CutSuffix(t, "*"); t == canonical || wild && strings.HasPrefix(canonical, prefix) {
			return true
		}
	}
	return false
}

// JudgeResource judges one resource by what it says of itself: the rule's own judgement, and the ways of the rule's kind
// that the model finds in the resource alone. A judgement that panics is a finding.
func (r Rule) JudgeResource(s Subject) []Finding {
	findings := append(ofKind(s.ways, isolation.Kind(r.ID)), s.brokenModel(r)...)
	if r.Applies(s.Resource.Type) {
		findings = append(findings, r.judgeAlone(s.Resource, s.Settings)...)
	}
	return tidy(findings)
}

func (r Rule) judgeAlone(resource *isolation.Resource, settings Settings) (findings []Finding) {
	if r.Resource == nil {
		return nil
	}
	defer r.recoverInto(&findings, resource.URN)
	findings = r.Resource(resource, settings)
	for i := range findings {
		findings[i].URN = cmp.Or(findings[i].URN, resource.URN)
	}
	return findings
}

// JudgeStack judges every resource of the stack by itself, the ways of the model that carry the rule's id, and the stack as
// a whole. The findings are sorted, and there is one for each resource and property. A judgement that panics is a finding.
func (r Rule) JudgeStack(s *Stack) []Finding {
	var findings []Finding
	if r.Resource != nil {
		for _, resource := range s.OfTypes(r.Types...) {
			findings = append(findings, r.judgeAlone(resource, s.Settings)...)
		}
	}
	findings = append(findings, ofKind(s.ways, isolation.Kind(r.ID))...)
	findings = append(findings, s.brokenModel(r)...)
	return tidy(append(findings, r.judgeWhole(s)...))
}

func (r Rule) judgeWhole(s *Stack) (findings []Finding) {
	if r.Stack == nil {
		return nil
	}
	defer r.recoverInto(&findings, "")
	return r.Stack(s)
}

// recoverInto turns a panic into a finding: a rule that cannot judge must block, and must say which rule it was.
func (r Rule) recoverInto(findings *[]Finding, urn string) {
	if cause := recover(); cause != nil {
		*findings = append(*findings, Finding{
			URN:    urn,
			Reason: fmt.Sprintf("rule %s failed and could not judge, which counts as a violation; please report it: %T", r.ID, cause),
		})
	}
}
