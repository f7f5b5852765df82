package doctor

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/cloudgap/cloudgap/components/endpoints/resource"
	"github.com/cloudgap/cloudgap/components/internal/iamdoc"
)

// document reads the policy of an endpoint.
func document(endpoint resource.Resource) (iamdoc.Document, error) {
	text := endpoint.Text("policy")
	if text == "" {
		return iamdoc.Document{}, fmt.Errorf("the policy is not known")
	}
	return parsePolicy(text)
}

// looseStatement is a statement as AWS may give it back: with single values in place of lists.
type looseStatement struct {
	Sid       string
	Effect    string
	Principal any
	Action    any
	NotAction any
	Resource  any
	Condition map[string]map[string]any
}

// looseStatements is a list of statements, or a single one in place of the list.
type looseStatements []looseStatement

// UnmarshalJSON implements json.Unmarshaler.
func (s *looseStatements) UnmarshalJSON(data []byte) error {
	if len(data) > 0 && data[0] == '{' {
		data = slices.Concat([]byte("["), data, []byte("]"))
	}
	return json.Unmarshal(data, (*[]looseStatement)(s))
}

func parsePolicy(text string) (iamdoc.Document, error) {
	var loose struct{ Statement looseStatements }
	if err := json.Unmarshal([]byte(text), &loose); err != nil {
		return iamdoc.Document{}, fmt.Errorf("the policy is no policy document: %w", err)
	}
	var d iamdoc.Document
	for _, l := range loose.Statement {
		s := iamdoc.Statement{Sid: l.Sid, Effect: l.Effect, Action: stringList(l.Action), NotAction: stringList(l.NotAction), Resource: stringList(l.Resource)}
		if slices.Equal(stringList(l.Principal), []string{"*"}) {
			s.Principal = iamdoc.AnyPrincipal
		}
		for operator, keys := range l.Condition {
			for key, values := range keys {
				if s.Condition == nil {
					s.Condition = iamdoc.Conditions{}
				}
				if s.Condition[operator] == nil {
					s.Condition[operator] = map[string][]string{}
				}
				s.Condition[operator][key] = stringList(values)
			}
		}
		d.Statement = append(d.Statement, s)
	}
	return d, nil
}

// stringList returns a string or a list of strings as a list.
func stringList(v any) []string {
	switch v := v.(type) {
	case string:
		return []string{v}
	case []any:
		var list []string
		for _, element := range v {
			list = append(list, stringList(element)...)
		}
		return list
	case map[string]any:
		return stringList(v["AWS"])
	}
	return nil
}
