package cloud

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// Format is a text with placeholders in braces:
//
//	{hexN}       N hexadecimal digits, the same in every run for one resource of a stack ({hex16}, {hex7})
//	{digitsN}    N decimal digits, likewise
//	{upperN}     N characters of A-Z and 2-7, as in IAM's unique ids, likewise
//	{uuid}       a UUID in canonical form, likewise
//	{id}         the object's id (not within an ID format)
//	{account}, {region}, {partition}, {dnsSuffix}
//	{logical}    the resource's logical name
//	{value}      within a Refusal: the value at fault
//	{anything}   the object's property of that name; a path such as {vpcConfig.vpcId} is allowed
//
// Placeholders of one kind are the same digits throughout one object; {hex8:a} and {hex8:b} differ. A format whose property is
// absent is an error, not an empty text.
type Format string

var placeholder = regexp.MustCompile(`\{([A-Za-z][A-Za-z0-9.\[\]]*)(?::([A-Za-z0-9]+))?\}`)

var digitPlaceholder = regexp.MustCompile(`^(hex|digits|upper)([0-9]+)$`)

// properties lists the properties that the format needs.
func (f Format) properties() []string {
	var result []string
	for _, m := range placeholder.FindAllStringSubmatch(string(f), -1) {
		switch name := m[1]; {
		case reserved[name], digitPlaceholder.MatchString(name):
		default:
			result = append(result, name)
		}
	}
	return result
}

var reserved = map[string]bool{
	"uuid": true, "id": true, "account": true, "region": true, "partition": true, "dnsSuffix": true, "logical": true, "value": true,
}

var dnsSuffix = map[string]string{"aws": "amazonaws.com", "aws-us-gov": "amazonaws.com", "aws-cn": "amazonaws.com.cn"}

// formatScope is what placeholders stand for.
type formatScope struct {
	object  *Object
	account Account
	logical string
	value   *string
}

func (s formatScope) expand(f Format) (string, error) {
	var missing []string
	text := placeholder.ReplaceAllStringFunc(string(f), func(match string) string {
		m := placeholder.FindStringSubmatch(match)
		text, ok := s.resolve(m[1], m[2])
		if !ok {
			missing = append(missing, m[1])
		}
		return text
	})
	if len(missing) > 0 {
		return "", fmt.Errorf("format %q needs %s, which is not set", f, strings.Join(missing, ", "))
	}
	return text, nil
}

func (s formatScope) resolve(name, label string) (string, bool) {
	switch name {
	case "account":
		return s.account.ID, true
	case "region":
		return s.account.Region, true
	case "partition":
		return s.account.Partition, true
	case "dnsSuffix":
		return dnsSuffix[s.account.Partition], true
	case "logical":
		return s.logical, true
	case "value":
		if s.value == nil {
			return "", false
		}
		return *s.value, true
	}
	if s.object == nil {
		return "", false
	}
	if name == "id" {
		return s.object.ID, s.object.ID != ""
	}
	if name == "uuid" {
		return digits{s.object.Seed, label}.uuid(), true
	}
	if m := digitPlaceholder.FindStringSubmatch(name); m != nil {
		n, err := strconv.Atoi(m[2])
		return digits{s.object.Seed, label}.take(m[1], n), err == nil
	}
	value, ok := s.object.Properties.Get(name)
	if !ok {
		return "", false
	}
	return scalarText(value)
}

func scalarText(value any) (string, bool) {
	switch value := value.(type) {
	case string:
		return value, true
	case float64:
		return strconv.FormatFloat(value, 'f', -1, 64), true
	case bool:
		return strconv.FormatBool(value), true
	}
	return "", false
}

// fill sets every default that the object lacks. Formats may name one another's properties in any order.
func (s formatScope) fill(defaults Values) error {
	open := Values{}
	for name, value := range defaults {
		if _, given := s.object.Properties[name]; !given {
			open[name] = Normal(value)
		}
	}
	for len(open) > 0 {
		var firstErr error
		before := len(open)
		for _, name := range open.Keys() {
			value, err := s.expandAll(open[name])
			if err != nil {
				if firstErr == nil {
					firstErr = fmt.Errorf("output %q: %w", name, err)
				}
				continue
			}
			s.object.Properties[name] = value
			delete(open, name)
		}
		if len(open) == before {
			return firstErr
		}
	}
	return nil
}

// expandAll expands the formats anywhere within a value.
func (s formatScope) expandAll(value any) (any, error) {
	switch value := value.(type) {
	case string:
		return s.expand(Format(value))
	case map[string]any:
		result := make(map[string]any, len(value))
		for k, e := range value {
			expanded, err := s.expandAll(e)
			if err != nil {
				return nil, err
			}
			result[k] = expanded
		}
		return result, nil
	case []any:
		result := make([]any, len(value))
		for i, e := range value {
			expanded, err := s.expandAll(e)
			if err != nil {
				return nil, err
			}
			result[i] = expanded
		}
		return result, nil
	}
	return value, nil
}
