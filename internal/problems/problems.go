// Package problems collects everything that is wrong with an input and reports it as one error, so that a user mends a
// configuration in one go instead of one run per mistake.
package problems

import (
	"encoding/json"
	"fmt"
	"strings"
)

// List gathers problems in the order in which they are found. The zero value is ready for use.
type List struct {
	lines []string
}

// Add records one problem as "path: what, got value; remedy". The path uses the field names that the user wrote, the
// remedy is an instruction. Pass Missing as the value where nothing was given.
func (l *List) Add(path, what string, got any, remedy string) {
	l.lines = append(l.lines, fmt.Sprintf("%s: %s, got %s; %s", path, what, show(got), remedy))
}

// Merge appends the problems of another list, each path prefixed with "prefix." (or with nothing where prefix is empty).
func (l *List) Merge(prefix string, other List) {
	for _, line := range other.lines {
		if prefix != "" {
			line = prefix + "." + line
		}
		l.lines = append(l.lines, line)
	}
}

// Empty tells whether no problem was recorded.
func (l *List) Empty() bool { return len(l.lines) == 0 }

// Lines returns the recorded problems, one line each, in the order of recording.
func (l *List) Lines() []string { return append([]string(nil), l.lines...) }

// Err returns nil for an empty list, and otherwise one *Error that names the subject (for example
// "network: invalid ZeroEgressVpcArgs") and lists every problem on a line of its own.
func (l *List) Err(subject string) error {
	if l.Empty() {
		return nil
	}
	return &Error{Subject: subject, Problems: l.Lines()}
}

// Error is a list of problems with one subject.
type Error struct {
	// Subject says what is invalid.
	Subject string
	// Problems holds one line for each problem, "path: what, got value; remedy".
	Problems []string
}

// Error implements error: the subject, then each problem on an indented line of its own.
func (e *Error) Error() string {
	return e.Subject + ":\n  " + strings.Join(e.Problems, "\n  ")
}

type missing struct{}

// Missing is the value to report where the user gave none.
var Missing any = missing{}

func show(got any) string {
	switch v := got.(type) {
	case missing, nil:
		return "nothing"
	case string:
		return fmt.Sprintf("%q", v)
	case []string:
		return fmt.Sprintf("%q", v)
	case []any, map[string]any:
		if text, err := json.Marshal(v); err == nil {
			return string(text)
		}
		return fmt.Sprintf("%v", v)
	case fmt.Stringer:
		return v.String()
	default:
		return fmt.Sprintf("%v", v)
	}
}
