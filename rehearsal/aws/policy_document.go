package aws

import (
	"encoding/json"
	"path"
	"slices"
	"strconv"
	"strings"
)

// document is an IAM policy document as far as the simulation judges one.
type document struct {
	Version   string
	Statement oneOrMany[statement]
}

// statement is one statement of a policy document. A nil list means that the element is absent.
type statement struct {
	Effect       string
	Principal    principals
	NotPrincipal principals
	Action       oneOrMany[string]
	NotAction    oneOrMany[string]
	Resource     oneOrMany[string]
	NotResource  oneOrMany[string]
	Condition    map[string]map[string]oneOrMany[string]
}

// oneOrMany reads a JSON element that may be a single value or a list.
type oneOrMany[T any] []T

// UnmarshalJSON implements json.Unmarshaler.
func (o *oneOrMany[T]) UnmarshalJSON(data []byte) error {
	var many []T
	if err := json.Unmarshal(data, &many); err == nil {
		*o = many
		return nil
	}
	var one T
	if err := json.Unmarshal(data, &one); err != nil {
		return err
	}
	*o = oneOrMany[T]{one}
	return nil
}

// principals maps a principal type to principals; the string "*" is read as every AWS principal.
type principals map[string]oneOrMany[string]

// UnmarshalJSON implements json.Unmarshaler.
func (p *principals) UnmarshalJSON(data []byte) error {
	if string(data) == `"*"` {
		*p = principals{"AWS": {"*"}}
		return nil
	}
	return json.Unmarshal(data, (*map[string]oneOrMany[string])(p))
}

// parseDocument reads a policy document and says what makes it malformed in the policy language itself.
func parseDocument(text string) (document, string) {
	var doc document
	if err := json.Unmarshal([]byte(text), &doc); err != nil {
		return document{}, "Syntax errors in policy."
	}
	if doc.Version != "" && doc.Version != "2012-10-17" && doc.Version != "2008-10-17" {
		return document{}, "The policy must contain a valid version string"
	}
	for _, s := range doc.Statement {
		switch {
		case s.Effect != "Allow" && s.Effect != "Deny":
			return document{}, "Syntax errors in policy."
		case len(s.Action) == 0 && len(s.NotAction) == 0:
			return document{}, "Policy statement must contain actions."
		}
	}
	return doc, ""
}

// request is what a policy is asked: may the principal do the action on the resource. The context holds the condition keys that
// are known; a condition on any other key is taken as not met.
type request struct {
	// principalType is "AWS" or "Service".
	principalType string
	// principals are the names under which the caller is known: its own ARN and its account's.
	principals []string
	action     string
	resource   string
	context    map[string]string
}

// allows tells whether a resource policy lets a request through: one Allow statement applies and no Deny statement does.
func (d document) allows(r request) bool {
	allowed := false
	for _, s := range d.Statement {
		if !s.applies(r) {
			continue
		}
		if s.Effect == "Deny" {
			return false
		}
		allowed = true
	}
	return allowed
}

// denies tells whether a Deny statement of a resource policy applies to a request.
func (d document) denies(r request) bool {
	return slices.ContainsFunc(d.Statement, func(s statement) bool { return s.Effect == "Deny" && s.applies(r) })
}

func (s statement) applies(r request) bool {
	if s.NotPrincipal != nil || !s.names(r) {
		return false
	}
	actionMatches := matchesAny(s.Action, r.action)
	if len(s.NotAction) > 0 {
		actionMatches = !matchesAny(s.NotAction, r.action)
	}
	resourceMatches := matchesAny(s.Resource, r.resource)
	if len(s.NotResource) > 0 {
		resourceMatches = !matchesAny(s.NotResource, r.resource)
	}
	return actionMatches && resourceMatches && s.conditionsHold(r.context)
}

func (s statement) names(r request) bool {
	for _, listed := range s.Principal[r.principalType] {
		if listed == "*" || slices.Contains(r.principals, listed) {
			return true
		}
	}
	return false
}

func (s statement) conditionsHold(context map[string]string) bool {
	for operator, keys := range s.Condition {
		for key, wanted := range keys {
			if !conditionHolds(operator, context, key, wanted, s.Effect == "Deny") {
				return false
			}
		}
	}
	return true
}

// negated are the operators that hold for a request which lacks the key.
// Source: IAM user guide, "Condition operators": a key that is not in the context matches a negated operator.
var negated = []string{"StringNotEquals", "StringNotEqualsIgnoreCase", "StringNotLike", "ArnNotEquals", "ArnNotLike"}

// conditionHolds judges the string, ARN, Boolean and Null operators. Operators of other families are taken as not met, so that a
// policy which relies on them counts as one that does not allow. Where a key is not known, a negated operator holds for a
// statement that denies and not for one that allows: either way the request fares worse.
func conditionHolds(operator string, context map[string]string, key string, wanted []string, denies bool) bool {
	operator, optional := strings.CutSuffix(operator, "IfExists")
	value, known := context[strings.ToLower(key)]
	if operator == "Null" {
		return slices.Contains(wanted, strconv.FormatBool(!known))
	}
	if !known {
		return optional || denies && slices.Contains(negated, operator)
	}
	switch operator {
	case "StringEquals", "Bool":
		return slices.Contains(wanted, value)
	case "StringLike", "ArnLike", "ArnEquals":
		return matchesAny(wanted, value)
	case "StringNotEquals":
		return !slices.Contains(wanted, value)
	case "StringNotLike", "ArnNotLike", "ArnNotEquals":
		return !matchesAny(wanted, value)
	default:
		return false
	}
}

// matchesAny compares with the wildcards of the policy language, * and ?, without regard to case as actions are.
func matchesAny(patterns []string, value string) bool {
	return slices.ContainsFunc(patterns, func(pattern string) bool {
		return wildcard(strings.ToLower(pattern), strings.ToLower(value))
	})
}

// wildcard matches like path.Match with the path separator and the brackets taken as ordinary characters.
func wildcard(pattern, value string) bool {
	ordinary := strings.NewReplacer("/", "\x00", "[", "\x01", "]", "\x02", `\`, "\x03")
	matched, err := path.Match(ordinary.Replace(pattern), ordinary.Replace(value))
	return err == nil && matched
}
