package levels

import (
	"fmt"
	"io"
	"slices"
	"strings"
)

// AnyFailed tells whether a result is a failure. A skip is none, and no success either: Print says so.
func AnyFailed(results []Result) bool {
	for _, r := range results {
		if r.Outcome == Failed {
			return true
		}
	}
	return false
}

// Print writes what every level said, the known differences, and at the end which levels ran and how much was skipped.
func Print(w io.Writer, results []Result) {
	ran, skipped := map[Level]int{}, map[Level]int{}
	var order []Level
	for _, r := range results {
		if ran[r.Level]+skipped[r.Level] == 0 {
			order = append(order, r.Level)
		}
		if r.Outcome == Skipped {
			skipped[r.Level]++
		} else {
			ran[r.Level]++
		}
		fmt.Fprintf(w, "%-6s %-17s %-7s %6.1f s  %s\n", r.Level, r.Subject, r.Outcome, r.Duration.Seconds(), indent(shorten(r.Detail)))
		for _, difference := range r.Differences {
			fmt.Fprintf(w, "       known difference: %s\n", difference)
		}
	}
	for _, level := range order {
		switch {
		case ran[level] == 0:
			fmt.Fprintf(w, "level %s: DID NOT RUN, %d subjects SKIPPED\n", level, skipped[level])
		case skipped[level] > 0:
			fmt.Fprintf(w, "level %s: ran on %d subjects, %d SKIPPED\n", level, ran[level], skipped[level])
		default:
			fmt.Fprintf(w, "level %s: ran on %d subjects, none skipped\n", level, ran[level])
		}
	}
}

// shorten leaves out the middle of a long text: an engine that was interrupted tells everything that it did before.
func shorten(text string) string {
	const begin, end = 20, 40
	lines := strings.Split(text, "\n")
	if len(lines) <= begin+end {
		return text
	}
	left := fmt.Sprintf("... %d lines left out ...", len(lines)-begin-end)
	return strings.Join(slices.Concat(lines[:begin], []string{left}, lines[len(lines)-end:]), "\n")
}

func indent(text string) string { return strings.ReplaceAll(text, "\n", "\n       ") }
