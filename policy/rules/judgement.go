package rules

import "slices"

// Violation is a finding that nothing excuses.
type Violation struct {
	// Rule is the rule that is violated.
	Rule Rule
	// Finding is what violates it.
	Finding
}

// Waived is a finding that a waiver excuses.
type Waived struct {
	Violation
	// Waiver is the exception.
	Waiver Waiver
}

// Judgement is the outcome of judging with some or all rules.
type Judgement struct {
	// Violations are in the order of the catalogue, then by resource.
	Violations []Violation
	// Waived are the excused findings, in the same order.
	Waived []Waived
}

// JudgeAll judges a stack by every rule.
func JudgeAll(s *Stack) Judgement {
	var j Judgement
	for _, rule := range All() {
		j = j.Join(rule.Judge(s))
	}
	return j
}

// Judge judges a stack by the rule and applies the waivers.
func (r Rule) Judge(s *Stack) Judgement { return r.excuse(r.JudgeStack(s), s.Ledger) }

// JudgeOne judges a single resource by the rule and applies the waivers.
func (r Rule) JudgeOne(s Subject, ledger *Ledger) Judgement {
	return r.excuse(r.JudgeResource(s), ledger)
}

// Join adds another judgement at the end.
func (j Judgement) Join(other Judgement) Judgement {
	return Judgement{slices.Concat(j.Violations, other.Violations), slices.Concat(j.Waived, other.Waived)}
}

// Split divides a judgement into the findings for which something holds and the others.
func (j Judgement) Split(holds func(Finding) bool) (yes, no Judgement) {
	for _, v := range j.Violations {
		part := &no
		if holds(v.Finding) {
			part = &yes
		}
		part.Violations = append(part.Violations, v)
	}
	for _, w := range j.Waived {
		part := &no
		if holds(w.Finding) {
			part = &yes
		}
		part.Waived = append(part.Waived, w)
	}
	return yes, no
}

func (r Rule) excuse(findings []Finding, ledger *Ledger) Judgement {
	var j Judgement
	for _, f := range findings {
		v := Violation{Rule: r, Finding: f}
		if w, excused := ledger.Excuse(r.ID, f.URN); excused {
			j.Waived = append(j.Waived, Waived{v, w})
		} else {
			j.Violations = append(j.Violations, v)
		}
	}
	return j
}
