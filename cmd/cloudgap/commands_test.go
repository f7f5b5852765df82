package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
)

// documented are the files that tell people which commands to run.
var documented = []string{"README.md", "CONTRIBUTING.md", "docs/guides/*.md", "docs/components/*.md", ".github/workflows/*.yml"}

// A command of make is quoted, or at the beginning of a line or of a step; one of the tool is told by its name.
var (
	makeCommand = regexp.MustCompile(`(?m)(?:^|\x60|\$ |run: )make ([a-z][a-z0-9-]*(?: [A-Z]+=[a-z,]+)*)(?:\x60|\n| +#)`)
	toolCommand = regexp.MustCompile(`\bcloudgap ((?:` + strings.Join(toolCommands(), "|") + `) (?:\\\n|[^\n\x60])+)`)
)

func toolCommands() (names []string) {
	for _, command := range kong.Must(&commandLine{}).Model.Children {
		names = append(names, command.Name)
	}
	return names
}

// pages are the documented files.
func pages(t *testing.T, repository string) (names []string) {
	t.Helper()
	for _, pattern := range documented {
		found, err := filepath.Glob(filepath.Join(repository, filepath.FromSlash(pattern)))
		if err != nil || len(found) == 0 {
			t.Fatalf("expected pages for %s, got %v, %v", pattern, found, err)
		}
		names = append(names, found...)
	}
	return names
}

// TestEveryCommandThatIsDocumentedIsOneThatExists reads the commands of make and of this tool out of the pages. The two commands
// of the README themselves are run by CI.
func TestEveryCommandThatIsDocumentedIsOneThatExists(t *testing.T) {
	t.Parallel()
	repository := filepath.Join("..", "..")
	found := map[string]int{}
	for _, name := range pages(t, repository) {
		text, err := os.ReadFile(name)
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
			args := strings.Fields(strings.ReplaceAll(match[1], "\\", " "))
			found[args[0]]++
			if err := parses(t, args); err != nil {
				t.Errorf("%s: cloudgap %s: %v", name, match[1], err)
			}
		}
	}
	for _, command := range append(toolCommands(), "make") {
		if found[command] == 0 {
			t.Errorf("expected the pages to tell how to run %s", command)
		}
	}
}

// parses tells whether the tool takes the arguments. Paths that a page makes up stand for the repository, or for a file in it.
func parses(t *testing.T, args []string) error {
	t.Helper()
	for i, arg := range args {
		switch {
		case arg == "DIR" || arg == "../main" || arg == "base":
			args[i] = filepath.Join("..", "..")
		case slices.Contains([]string{"FILE", "STACK", "STACK...", "PLAN", "STATE", "plan.json", "state.json", "policy-config.json"}, arg):
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
