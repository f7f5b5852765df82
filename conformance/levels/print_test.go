package levels

import (
	"errors"
	"strings"
	"testing"

	"github.com/cloudgap/cloudgap/conformance/parts"
)

func TestASkipIsNeverAPass(t *testing.T) {
	t.Parallel()
	subjects := []Subject{{Name: "dev"}, {Name: "prod"}}
	missing := &parts.Missing{Part: "moto_server", Looked: []string{"PATH"}, Remedy: "install it"}
	var text strings.Builder
	results := append([]Result{{Level: Plan, Subject: "dev", Outcome: Passed}}, skip(Apply, subjects, missing)...)
	Print(&text, results)
	for _, want := range []string{
		"level plan: ran on 1 subjects, none skipped", "level apply: DID NOT RUN, 2 subjects SKIPPED", "moto_server not found (looked in PATH); install it",
	} {
		if !strings.Contains(text.String(), want) {
			t.Errorf("want %q in:\n%s", want, text.String())
		}
	}
	if AnyFailed(results) {
		t.Error("a missing part counts as a failure")
	}
	if !AnyFailed(skip(Apply, subjects, errors.New("broken"))) {
		t.Error("an error that is no missing part counts as a skip")
	}
}

func TestKnownDifferencesArePrinted(t *testing.T) {
	t.Parallel()
	var text strings.Builder
	Print(&text, []Result{{Level: Apply, Subject: "dev", Outcome: Passed, Differences: []string{"refresh: x"}}})
	if !strings.Contains(text.String(), "known difference: refresh: x") {
		t.Errorf("want the difference in:\n%s", text.String())
	}
}

func TestALongTextLosesItsMiddle(t *testing.T) {
	t.Parallel()
	text := "first\n" + strings.Repeat("x\n", 500) + "last"
	got := shorten(text)
	if lines := strings.Split(got, "\n"); len(lines) != 61 || lines[0] != "first" || lines[60] != "last" || !strings.Contains(got, "442 lines left out") {
		t.Errorf("got %d lines:\n%s", len(lines), got)
	}
	if short := "a\nb"; shorten(short) != short {
		t.Error("a short text was changed")
	}
}
