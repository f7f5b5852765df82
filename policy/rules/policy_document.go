package rules

import (
	"encoding/json"
	"fmt"
)

// document is an IAM policy document, as far as its reach is judged.
type document struct {
	Statement oneOrMany[statement]
}

// statement is one statement of a document.
type statement struct {
	Sid         string
	Effect      string
	Principal   principals
	Action      oneOrMany[string]
	NotAction   oneOrMany[string]
	Resource    oneOrMany[string]
	NotResource oneOrMany[string]
	// Condition maps an operator to a condition key to its values.
	Condition map[string]map[string]oneOrMany[conditionValue]
}

// parseDocument reads a document. One without statements is an error, because AWS replaces it by full access.
func parseDocument(text string) (document, error) {
	var d document
	if err := json.Unmarshal([]byte(text), &d); err != nil {
		return document{}, fmt.Errorf("read the policy document: %w", err)
	}
	if len(d.Statement) == 0 {
		return document{}, fmt.Errorf("read the policy document: it has no statements")
	}
	return d, nil
}

// label names a statement in a message.
func (s statement) label(index int) string {
	if s.Sid != "" {
		return fmt.Sprintf("statement %q", s.Sid)
	}
	return fmt.Sprintf("statement %d", index+1)
}

// oneOrMany is a list that IAM lets people write as a single value.
type oneOrMany[T any] []T

// UnmarshalJSON reads a single value or a list.
func (l *oneOrMany[T]) UnmarshalJSON(text []byte) error {
	if len(text) > 0 && text[0] == '[' {
		var many []T
		err := json.Unmarshal(text, &many)
		*l = many
		return err
	}
	var one T
	err := json.Unmarshal(text, &one)
	*l = oneOrMany[T]{one}
	return err
}

// conditionValue is a value of a condition, which may be written as a string, a number or a boolean.
type conditionValue string

// UnmarshalJSON reads a scalar as text.
func (v *conditionValue) UnmarshalJSON(text []byte) error {
	var s string
	if err := json.Unmarshal(text, &s); err == nil {
		*v = conditionValue(s)
		return nil
	}
	*v = conditionValue(text)
	return nil
}

// principals are the principals of a statement by type; "*" alone stands for everybody.
type principals map[string]oneOrMany[string]

// UnmarshalJSON reads "*" or an object.
func (p *principals) UnmarshalJSON(text []byte) error {
	if len(text) > 0 && text[0] == '"' {
		var everybody string
		err := json.Unmarshal(text, &everybody)
		*p = principals{"AWS": {everybody}}
		return err
	}
	var byType map[string]oneOrMany[string]
	err := json.Unmarshal(text, &byType)
	*p = byType
	return err
}
