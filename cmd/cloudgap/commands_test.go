package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
)

// documented are the files that tell people which commands to run.
var documented = []string{"README.md", "CONTRIBUTING.md", "docs/guides/pull-request-gate.md", "docs/guides/policy-pack.md", ".github/workflows/policy-gate.yml",
	"docs/components/rke2-control-plane.md",
}

var (
	makeCommand = regexp.MustCompile(`\bmake ([a-z][a-z0-9-]*(?: [A-Z]+=[a-z,]+)*)(?:\x60|\n| +#)`)
	toolCommand = regexp.MustCompile(`\bcloudgap ((?:rehearse|gate|verify|doctor|cost|artifacts) (?:\\\n|[^\n\x60])+)`)
)

// TestEveryCommandThatIsDocumentedIsOneThatExists reads the commands of make and of this tool out of the pages. The two commands
// of the README themselves are run by CI.
func TestEveryCommandThatIsDocumentedIsOneThatExists(t *testing.T) {
	t.Parallel()
	repository := filepath.Join("..", "..")
	found := map[string]int{}
	for _, name := range documented {
		text, err := os.ReadFile(filepath.Join(repository, filepath.FromSlash(name)))
		if err != nil {
			t.Fatal(err)
		}
		for _, match := range makeCommand.FindAllStringSubmatch(string(text), -1) {
			found["make"]++
			dry := exec.CommandContext(t.Context(), "make", append([]string{"--dry-run", "--directory", repository}, strings.Fields(match[1])...)...)
			if out, err := dry.CombinedOutput(); err != nil {
				t.Errorf("%s: make %s: %v\n%s", name, match[1], err, out)
			}
		}
		for _, match := range toolCommand.FindAllStringSubmatch(string(text), -1) {
			found["cloudgap"]++
			if err := parses(t, strings.Fields(strings.ReplaceAll(match[1], "\\", " "))); err != nil {
				t.Errorf("%s: cloudgap %s: %v", name, match[1], err)
			}
		}
	}
	if found["make"] < 5 || found["cloudgap"] < 5 {
		t.Errorf("expected the pages to name several commands of each kind, got %v", found)
	}
}

// parses tells whether the tool takes the arguments. Paths that a page makes up stand for the repository, or for a file in it.
func parses(t *testing.T, args []string) error {
	t.Helper()
	for i, arg := range args {
		switch {
		case arg == "DIR" || arg == "../main" || arg == "base":
			args[i] = filepath.Join("..", "..")
		case arg == "FILE" || arg == "STACK" || arg == "STACK...":
			args[i] = "main.go"
		}
	}
	var cli commandLine
	parser, err := kong.New(&cli)
	if err != nil {
		t.Fatal(err)
	}
	_, err = parser.Parse(args)
	return err
}
