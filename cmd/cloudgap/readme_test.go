package main

import (
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cloudgap/cloudgap/internal/docs"
)

// times are measured anew by every run; everything else in the output is the same each time.
var times = regexp.MustCompile(` +[0-9]+\.[0-9] s`)

func TestTheReadmeShowsTheOutputOfARehearsal(t *testing.T) {
	t.Parallel()
	readme := filepath.Join("..", "..", "README.md")
	out, err := rehearsed()
	if err != nil {
		t.Fatal(err)
	}
	section := "```\n$ make rehearse STACK=dev\n" + out + "```\n"
	if flag.Lookup("update").Value.String() == "true" {
		docs.Check(t, readme, map[string]string{"rehearsal of dev": section})
		return
	}
	text, err := os.ReadFile(readme)
	if err != nil {
		t.Fatal(err)
	}
	_, shown, _ := strings.Cut(string(text), "<!-- generated: rehearsal of dev -->\n")
	shown, _, _ = strings.Cut(shown, "<!-- end of rehearsal of dev -->")
	if diff := cmp.Diff(times.ReplaceAllString(shown, " TIME"), times.ReplaceAllString(section, " TIME")); diff != "" {
		t.Errorf("the README shows another output (-README +now); run make generate:\n%s", diff)
	}
}
