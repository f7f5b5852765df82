// Package evaluator decides whether a policy lets a call through. It knows the part of the IAM policy language
// that our policies use and refuses what it does not know, so that it never says yes by ignorance.
package evaluator

import (
	"fmt"
	"slices"
	"strings"

	"github.com/cloudgap/cloudgap/components/internal/iamdoc"
)

// Call is one request that arrives at an endpoint.
type Call struct {
	// Action is the IAM action, for example "s3:GetObject".
	Action string
	// Resource is the ARN that the request is about, "*" where the action has none.
	Resource string
	// Context holds the condition keys of the request, with those of the resource. An unsigned request has no aws:Principal... key.
	Context map[string]string
}

// Allowed tells whether the document lets the call through: some statement allows it and none denies it. It fails on a
// statement that it cannot judge.
func Allowed(d iamdoc.Document, c Call) (bool, error) {
	allowed := false
	for _, s := range d.Statement {
		applies, err := matches(s, c)
		if err != nil {
			return false, fmt.Errorf("statement %q: %w", s.Sid, err)
		}
		if !applies {
			continue
		}
		if s.Effect == iamdoc.Deny {
			return false, nil
		}
		allowed = true
	}
	return allowed, nil
}

func matches(s iamdoc.Statement, c Call) (bool, error) {
	if s.Effect != iamdoc.Allow && s.Effect != iamdoc.Deny {
		return false, fmt.Errorf("unknown effect %q", s.Effect)
	}
	if _, any := s.Principal["*"]; !any || len(s.NotAction) > 0 {
		return false, fmt.Errorf("only statements for every principal and with actions can be judged")
	}
	if !slices.ContainsFunc(s.Action, func(p string) bool { return Match(strings.ToLower(p), strings.ToLower(c.Action)) }) ||
		!slices.ContainsFunc(s.Resource, func(p string) bool { return Match(p, c.Resource) }) {
		return false, nil
	}
	for operator, keys := range s.Condition {
		for key, values := range keys {
			holds, err := condition(operator, values, c.Context[key])
			if err != nil || !holds {
				return false, err
			}
		}
	}
	return true, nil
}

// condition judges one condition; an absent key, the empty string, meets none.
func condition(operator string, values []string, got string) (bool, error) {
	var holds func(string) bool
	switch operator {
	case "StringEquals", "ArnEquals", "Bool":
		holds = func(want string) bool { return want == got }
	case "StringLike", "ArnLike":
		holds = func(want string) bool { return Match(want, got) }
	default:
		return false, fmt.Errorf("unknown condition operator %q", operator)
	}
	return got != "" && slices.ContainsFunc(values, holds), nil
}

// Match tells whether the text fits the pattern, in which "*" stands for any characters and "?" for one.
func Match(pattern, text string) bool {
	p, t, star, mark := 0, 0, -1, 0
	for t < len(text) {
		switch {
		case p < len(pattern) && pattern[p] == '*':
			star, mark = p, t
			p++
		case p < len(pattern) && (pattern[p] == '?' || pattern[p] == text[t]):
			p++
			t++
		case star >= 0:
			mark++
			p, t = star+1, mark
		default:
			return false
		}
	}
	return strings.Trim(pattern[p:], "*") == ""
}
