package cloud

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// broken lists the values that break the constraint. Unknown values never do.
func (c Constraint) broken(values Values) []Failure {
	var failures []Failure
	for _, found := range values.At(c.Path) {
		reason := c.reason(found.Value)
		if reason == "" {
			continue
		}
		if c.Text != "" {
			text, _ := scalarText(found.Value)
			reason = strings.ReplaceAll(c.Text, "{value}", text)
		}
		failures = append(failures, Failure{found.Path, reason})
	}
	return failures
}

func (c Constraint) reason(value any) string {
	switch value := value.(type) {
	case string:
		return c.reasonForText(value)
	case float64:
		if (c.Min != 0 || c.Max != 0) && (value < c.Min || value > c.Max) {
			return fmt.Sprintf("expected a number from %s to %s, got %s", plainNumber(c.Min), plainNumber(c.Max), plainNumber(value))
		}
	case []any:
		return c.reasonForLength(len(value), "elements")
	}
	return ""
}

func (c Constraint) reasonForText(text string) string {
	if reason := c.reasonForLength(utf8.RuneCountInString(text), "characters"); reason != "" {
		return reason
	}
	if c.Pattern != nil && !c.Pattern.MatchString(text) {
		return fmt.Sprintf("expected text that matches %s, got %q", c.Pattern, text)
	}
	if len(c.OneOf) > 0 && !slices.Contains(c.OneOf, text) {
		return fmt.Sprintf("expected one of %q, got %q", c.OneOf, text)
	}
	return ""
}

func (c Constraint) reasonForLength(length int, unit string) string {
	if length < c.MinLen || c.MaxLen > 0 && length > c.MaxLen {
		most := strconv.Itoa(c.MaxLen)
		if c.MaxLen == 0 {
			most = "any number of"
		}
		return fmt.Sprintf("expected %d to %s %s, got %d", c.MinLen, most, unit, length)
	}
	return ""
}

func plainNumber(n float64) string { return strconv.FormatFloat(n, 'f', -1, 64) }

func isNumber(text string) bool {
	_, err := strconv.ParseFloat(text, 64)
	return err == nil
}
