package gate

import (
	"cmp"
	"time"

	"github.com/cloudgap/cloudgap/policy/pack"
	"github.com/cloudgap/cloudgap/policy/rules"
)

// JudgePlan judges what `pulumi preview --json --show-sames` printed, without an engine. The file is the one that the
// reports name.
func JudgePlan(file string, data []byte, settings rules.Settings, sources Sources) Stack {
	return judgeDocument(planDocument, file, data, settings, sources)
}

// JudgeState judges what `pulumi stack export` printed, without an engine.
func JudgeState(file string, data []byte, settings rules.Settings, sources Sources) Stack {
	return judgeDocument(stateDocument, file, data, settings, sources)
}

func judgeDocument(k kind, file string, data []byte, settings rules.Settings, sources Sources) Stack {
	s := Stack{Name: file, File: file}
	d, err := readDocument(k, data)
	if err != nil {
		s.Problem = err.Error()
		return s
	}
	s.Name = d.stackName()
	s.Pack = Pack{Name: pack.Name, Version: pack.Version, Rules: pack.RuleCount()}
	judgement := pack.Judge(d.resources, settings, time.Now)
	if judgement.Model == nil {
		s.Problem = "the network model could not be built"
	}
	for _, r := range judgement.Reports {
		v := violationOf(r.Rule.ID, cmp.Or(r.URN, d.stackURN()), r.Message)
		if r.Waiver != nil {
			v.Waiver = r.Waiver.String()
			s.Waived = append(s.Waived, v)
		} else {
			s.Violations = append(s.Violations, v)
		}
	}
	s.Snapshot = snapshotOf(d, judgement.Model).redacted(judgement.Redact)
	s.place(d, sources, "")
	return s
}

// place sorts what was found and tells where each resource comes from.
func (s *Stack) place(d *document, sources Sources, engineRoot string) {
	for _, list := range [][]Violation{s.Violations, s.Waived} {
		sortViolations(list)
		for i := range list {
			list[i].Position = Position{File: s.File}
			if d == nil {
				continue
			}
			if p, found := sources.locate(d.entries[list[i].URN], engineRoot); found {
				list[i].Position = p
			}
		}
	}
}

func violationOf(id, urn, message string) Violation {
	v := Violation{Rule: id, Title: id, URN: urn, Message: message}
	if rule, known := rules.ByID(id); known {
		v.Title, v.Severity = rule.Title, rule.Severity.String()
	}
	return v
}
