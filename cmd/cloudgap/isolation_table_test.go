package main

import (
	"bytes"
	"testing"

	"github.com/cloudgap/cloudgap/internal/term"
	"github.com/google/go-cmp/cmp"
)

func TestTheIsolationTableSaysOnceWhatSubnetsCanReach(t *testing.T) {
	local := "10.0.0.0/16 via local"
	var out bytes.Buffer
	writeIsolationTable(term.New(&out), []isolationRow{
		{"nodes-a", "nodes", "10.0.0.0/24", "a", []string{local, "dynamodb via gateway endpoint", "s3 via gateway endpoint"}, "isolated", true},
		{"nodes-b", "nodes", "10.0.1.0/24", "b", []string{local, "dynamodb via gateway endpoint", "s3 via gateway endpoint"}, "isolated", true},
		{"open", "nodes", "10.0.2.0/24", "c", []string{local, `0.0.0.0/0 via internet gateway "igw"`}, "reaches", false},
		{"late", "nodes", "10.0.3.0/24", "unknown", nil, "cannot tell", false},
	})
	want := `  subnet   tier   block        route table  reach  verdict
  nodes-a  nodes  10.0.0.0/24  a            1      isolated
  nodes-b  nodes  10.0.1.0/24  b            1      isolated
  open     nodes  10.0.2.0/24  c            2      reaches
  late     nodes  10.0.3.0/24  unknown      3      cannot tell

  reach  its traffic can go to
  1      10.0.0.0/16            via local
         dynamodb, s3           via gateway endpoint
  2      10.0.0.0/16            via local
         0.0.0.0/0              via internet gateway "igw"
  3      unknown                via a route table that is not known
`
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Errorf("the table differs (-want +got):\n%s", diff)
	}
}
