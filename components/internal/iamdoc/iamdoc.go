// Package iamdoc is a typed IAM policy document that marshals to the same bytes for the same statements, so that a
// policy can be compared, golden-tested and reasoned about before it is sent.
package iamdoc

import (
	"encoding/json"
	"fmt"
)

// Version is the policy language version that AWS recommends and that policy variables need.
const Version = "2012-10-17"

// Effects of a statement.
const (
	Allow = "Allow"
	Deny  = "Deny"
)

// Document is an IAM policy document.
type Document struct {
	Version   string      `json:"Version"`
	ID        string      `json:"Id,omitempty"`
	Statement []Statement `json:"Statement"`
}

// Statement is one statement of a policy document. Lists are always marshalled as JSON lists; AWS normalises a
// single-element list to a string, which the AWS provider compares as equal.
type Statement struct {
	Sid       string     `json:"Sid,omitempty"`
	Effect    string     `json:"Effect"`
	Principal Principal  `json:"Principal,omitempty"`
	Action    []string   `json:"Action,omitempty"`
	NotAction []string   `json:"NotAction,omitempty"`
	Resource  []string   `json:"Resource,omitempty"`
	Condition Conditions `json:"Condition,omitempty"`
}

// Principal maps a principal type ("AWS", "Service", "Federated") to principals. AnyPrincipal is marshalled as "*".
type Principal map[string][]string

// AnyPrincipal matches everyone, anonymous callers included; it needs a condition or a narrow resource beside it.
var AnyPrincipal = Principal{"*": {"*"}}

// MarshalJSON writes AnyPrincipal as the string "*" and every other principal as an object of lists.
func (p Principal) MarshalJSON() ([]byte, error) {
	if _, any := p["*"]; any {
		return []byte(`"*"`), nil
	}
	return json.Marshal(map[string][]string(p))
}

// Conditions maps operator to condition key to values.
type Conditions map[string]map[string][]string

// New returns a document of the current language version with the given statements.
func New(statements ...Statement) Document {
	return Document{Version: Version, Statement: statements}
}

// JSON returns the document as compact JSON with sorted keys.
func (d Document) JSON() (string, error) {
	data, err := json.Marshal(d)
	if err != nil {
		return "", fmt.Errorf("marshal policy document: %w", err)
	}
	return string(data), nil
}
