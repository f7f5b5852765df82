package rules

import (
	"fmt"

	"github.com/cloudgap/cloudgap/policy/isolation"
)

// Subject is all that a judgement of one resource may look at.
type Subject struct {
	// Resource is the resource, with its inputs.
	Resource *isolation.Resource
	// Settings are what the team declares.
	Settings Settings

	modelled
}

// NewSubject looks at one resource without the stack around it.
func NewSubject(resource isolation.Resource, settings Settings) Subject {
	return Subject{Resource: &resource, Settings: settings, modelled: model(resource.URN, func() []isolation.Way {
		return isolation.JudgeResource(resource, settings.Network)
	})}
}

// modelled is what the model found, or that it failed.
type modelled struct {
	ways   []isolation.Way
	broken []Finding
}

// model asks the model for ways. A panic must block like a violation, because nobody knows what would have been found.
func model(urn string, find func() []isolation.Way) (m modelled) {
	defer func() {
		if cause := recover(); cause != nil {
			m = modelled{broken: []Finding{{
				URN:    urn,
				Reason: fmt.Sprintf("the network model failed and could not judge, which counts as a violation; please report it: %T", cause),
			}}}
		}
	}()
	return modelled{ways: find()}
}

// brokenModel is the finding that the model failed, for the one rule that reports it.
func (m modelled) brokenModel(r Rule) []Finding {
	if r.ID != PackSelf {
		return nil
	}
	return m.broken
}

// ofKind are the ways of one kind that are a violation, as findings.
func ofKind(ways []isolation.Way, kind isolation.Kind) []Finding {
	var findings []Finding
	for _, w := range ways {
		if w.Kind == kind && w.Verdict != isolation.Isolated {
			findings = append(findings, Finding{
				URN: w.Offender, Property: w.Property, Reason: w.Reason, Path: w.Path, Subnets: w.Subnets, Missing: w.Missing,
			})
		}
	}
	return findings
}
