package main

import (
	"errors"
	"strings"

	"github.com/cloudgap/cloudgap/internal/term"
	"github.com/cloudgap/cloudgap/rehearsal"
)

// writeFailedStep tells why a step of a rehearsal failed: the violated policies resource by resource, the errors of the
// engine, the changes that should not have been.
func writeFailedStep(to *term.Writer, failed *rehearsal.StepError) {
	to.Printf("\n%s %s\n", to.Styled(term.Bad, "failed:"), headline(failed))
	last := ""
	for _, v := range failed.Violations {
		if v.URN != last {
			to.Printf("\n  %s  %s\n", to.Styled(term.Bold, nameOf(v.URN)), to.Styled(term.Dim, typeOf(v.URN)))
			last = v.URN
		}
		to.Printf("    %s  %s\n", to.Styled(term.Bad, v.Policy), strings.ReplaceAll(v.Message, "\n", "\n      "))
	}
	for _, d := range failed.Diagnostics {
		resource := ""
		if d.URN != "" {
			resource = nameOf(d.URN) + ": "
		}
		to.Printf("  %s%s\n", resource, strings.ReplaceAll(strings.TrimSpace(d.Text), "\n", "\n    "))
	}
	for _, p := range failed.Unexpected {
		to.Printf("  %s  %s: unexpected %s\n", to.Styled(term.Bold, nameOf(p.URN)), p.Type, p.Operation)
	}
}

// headline says in a line what the step failed of.
func headline(failed *rehearsal.StepError) string {
	// What more there is to say of these follows line by line.
	for _, known := range []error{rehearsal.ErrViolated, rehearsal.ErrNotConverged, rehearsal.ErrDrift} {
		if errors.Is(failed.Err, known) {
			return string(failed.Step) + ": " + known.Error()
		}
	}
	if len(failed.Diagnostics) > 0 {
		return string(failed.Step) + ": " + rehearsal.ErrFailed.Error()
	}
	return string(failed.Step) + ": " + failed.Err.Error()
}
