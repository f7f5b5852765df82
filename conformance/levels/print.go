package levels

import (
	"fmt"
	"io"
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
		fmt.Fprintf(w, "%-6s %-17s %-7s %6.1f s  %s\n", r.Level, r.Subject, r.Outcome, r.Duration.Seconds(), indent(r.Detail))
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

func indent(text string) string { return strings.ReplaceAll(text, "\n", "\n       ") }
