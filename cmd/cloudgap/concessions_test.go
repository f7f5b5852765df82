package main

import (
	"bytes"
	"strings"
	"testing"

	"github.com/cloudgap/cloudgap/gate"
	"github.com/cloudgap/cloudgap/internal/term"
)

// TestEveryReportNamesWhatIsGivenUp looks at what rehearse, gate and verify print, and at the summary of a pull request.
func TestEveryReportNamesWhatIsGivenUp(t *testing.T) {
	t.Parallel()
	const given = `"dev-access": the workload VPC has a gateway`
	verdict := gate.Verdict{Stacks: []gate.Stack{{Name: "dev", Snapshot: gate.Snapshot{Concessions: []string{given}}}}}
	var rehearsed, verified bytes.Buffer
	(&summary{Concessions: []string{given}}).writeIsolation(term.New(&rehearsed))
	writeIsolation(term.New(&verified), verdict)
	for name, text := range map[string]string{"rehearse": rehearsed.String(), "verify": verified.String()} {
		if !strings.Contains(text, "given up: "+given) {
			t.Errorf("%s does not say what is given up:\n%s", name, text)
		}
	}
	if text := gate.Markdown(verdict); !strings.Contains(text, "> Given up: ") || !strings.Contains(text, "the workload VPC has a gateway") {
		t.Errorf("the summary of a pull request does not say what is given up:\n%s", text)
	}
}
