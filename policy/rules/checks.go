package rules

import (
	"fmt"
	"strings"

	"github.com/cloudgap/cloudgap/policy/isolation"
)

// judge is a judgement of one resource.
type judge = func(*isolation.Resource, Settings) []Finding

// place is a value and where in the resource it stands.
type place struct {
	value isolation.Value
	path  string
}

// places finds the values at a path of property names. A name that ends in "[]" stands for the elements of a list. A list
// that cannot be read yields one unknown place, so that it is judged like an element that cannot be read.
func places(r *isolation.Resource, path string) []place {
	names := strings.Split(path, ".")
	first, isList := strings.CutSuffix(names[0], "[]")
	found := expand(place{r.Value(first), first}, isList)
	for _, name := range names[1:] {
		field, isList := strings.CutSuffix(name, "[]")
		var next []place
		for _, p := range found {
			next = append(next, expand(place{p.value.Field(field), p.path + "." + field}, isList)...)
		}
		found = next
	}
	return found
}

func expand(p place, isList bool) []place {
	if !isList || p.value.State() == isolation.Unknown {
		return []place{p}
	}
	elements, _ := p.value.Elements()
	found := make([]place, len(elements))
	for i, e := range elements {
		found[i] = place{e, fmt.Sprintf("%s[%d]", p.path, i)}
	}
	return found
}

// all joins judgements.
func all(judges ...judge) judge {
	return func(r *isolation.Resource, s Settings) []Finding {
		var findings []Finding
		for _, j := range judges {
			findings = append(findings, j(r, s)...)
		}
		return findings
	}
}

// requireTrue refuses everything but true: an omitted value as well, because the service's default is false.
func requireTrue(path, reason string) judge {
	return each(path, func(v isolation.Value) string {
		on, state := v.Bool()
		return verdict(state, !on, true, reason)
	})
}

// requireText refuses everything but one text, an omitted value as well.
func requireText(path, reason, text string) judge {
	return each(path, func(v isolation.Value) string {
		is, state := v.Text()
		return verdict(state, !strings.EqualFold(is, text), true, reason)
	})
}

// each judges the values at a path; the answer is what is wrong with a value, or nothing.
func each(path string, wrong func(isolation.Value) string) judge {
	return func(r *isolation.Resource, _ Settings) []Finding {
		var findings []Finding
		for _, p := range places(r, path) {
			reason := wrong(p.value)
			if reason == "" {
				continue
			}
			f := Finding{Property: p.path, Reason: reason}
			if p.value.State() == isolation.Unknown {
				f.Missing = []string{p.path}
			}
			findings = append(findings, f)
		}
		return findings
	}
}

// verdict is what is wrong with a value: nothing, the reason, or that it cannot be judged.
func verdict(state isolation.State, bad, absentIsBad bool, reason string) string {
	switch {
	case state == isolation.Unknown:
		return "the value is not known before the deployment; it may be one that " + reason
	case state == isolation.Absent && absentIsBad, state == isolation.Known && bad:
		return reason
	default:
		return ""
	}
}
