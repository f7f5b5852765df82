package gate

import (
	"fmt"
	"net/url"
	"strings"
)

// Annotations writes the verdict as workflow commands of GitHub Actions, one on each line: an error for each violation and
// each stack that was not judged, a notice for what a waiver excuses. GitHub shows ten of a kind for each step.
func Annotations(v Verdict) string {
	var b strings.Builder
	for _, s := range v.Stacks {
		if s.Problem != "" {
			annotate(&b, "error", Position{File: s.File}, s.Name+": not judged", s.Problem)
		}
		for _, violation := range s.Violations {
			annotate(&b, "error", violation.Position, s.Name+": "+violation.Rule+" "+violation.Title, violation.Message)
		}
		for _, violation := range s.Waived {
			annotate(&b, "notice", violation.Position, s.Name+": "+violation.Rule+" is waived", violation.Waiver+"\n"+violation.Message)
		}
	}
	return b.String()
}

func annotate(b *strings.Builder, command string, p Position, title, message string) {
	fmt.Fprintf(b, "::%s file=%s,line=%d,title=%s::%s\n", command, commandProperty(p.File), max(p.Line, 1), commandProperty(title), commandText(message))
}

// The characters that a workflow command gives a meaning of its own to. Source: actions/toolkit, packages/core/src/command.ts.
var (
	textEscapes     = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	propertyEscapes = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)

func commandText(text string) string     { return textEscapes.Replace(text) }
func commandProperty(text string) string { return propertyEscapes.Replace(text) }

// uriPath escapes a path from the root of the repository for a URI.
func uriPath(file string) string { return (&url.URL{Path: file}).EscapedPath() }
