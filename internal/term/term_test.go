package term_test

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cloudgap/cloudgap/internal/term"
)

func TestTableAlignsColumnsByCharactersAndUsesNoColourOutsideATerminal(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	w := term.New(&out)
	w.Table([]string{"subnet", "to"}, [][]term.Cell{
		term.Row("nodes-a", "VPC"),
		{{Text: "é→x", Style: term.Bad}, {Text: "internet", Style: term.Bad}},
	})
	want := "  subnet   to\n" +
		"  nodes-a  VPC\n" +
		"  é→x      internet\n"
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Errorf("table differs (-want +got):\n%s", diff)
	}
}
