package main

import (
	"fmt"
	"strings"
	"time"

	"github.com/cloudgap/cloudgap/internal/term"
	"github.com/cloudgap/cloudgap/rehearsal"
)

// progress tells a person what a rehearsal is doing: one line for each step, on a terminal with the resource under way.
type progress struct {
	to       *term.Writer
	finished int
}

// stepTitles say what a step is for.
var stepTitles = map[rehearsal.Step]string{
	rehearsal.StepPrepare: "prepare engine and simulated clouds",
	rehearsal.StepPreview: "preview with the policy pack",
	rehearsal.StepUp:      "up",
	rehearsal.StepUpAgain: "up again, expecting no change",
	rehearsal.StepRefresh: "refresh, expecting no drift",
	rehearsal.StepDestroy: "destroy, expecting nothing to remain",
}

// event is told what happens, one event after the other.
func (p *progress) event(e rehearsal.Event) {
	title := stepTitles[e.Step]
	if title == "" {
		title = string(e.Step)
	}
	switch e.Kind {
	case rehearsal.StepStarted:
		p.finished = 0
		p.to.Rewrite("  … " + title)
	case rehearsal.ResourceFinished:
		p.finished++
		p.to.Rewrite(fmt.Sprintf("  … %s: %d resources, %s", title, p.finished, nameOf(e.URN)))
	case rehearsal.StepFinished:
		mark := p.to.Styled(term.Good, "✓")
		if e.Err != nil {
			mark = p.to.Styled(term.Bad, "✗")
		}
		p.to.Rewrite("")
		p.to.Printf("  %s %-38s %6.1f s\n", mark, title, e.Elapsed.Round(100*time.Millisecond).Seconds())
	case rehearsal.Diagnostic:
		if e.Severity == "warning" || strings.HasPrefix(e.Severity, "info") && e.URN == "" {
			p.to.Rewrite("")
			p.to.Printf("    %s\n", strings.TrimSpace(e.Message))
		}
	}
}

// nameOf is the logical name within a URN.
func nameOf(urn string) string {
	return urn[strings.LastIndex(urn, "::")+len("::"):]
}
