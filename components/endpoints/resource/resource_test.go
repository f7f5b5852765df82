package resource

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestPropertiesAreReadFromOutputsFirstAndNeverPanic(t *testing.T) {
	t.Parallel()
	r := Resource{
		URN:     "urn:pulumi:dev::p::a:b:C$d:e:F::name",
		Inputs:  map[string]any{"text": "input", "only": "input", "list": []any{"a", 1, "b"}, "flag": true, "number": 443.0, "odd": map[string]any{}},
		Outputs: map[string]any{"text": "output", "only": nil},
	}
	if r.Name() != "name" || r.Text("text") != "output" || r.Text("only") != "input" || r.Text("odd") != "" || r.Text("none") != "" {
		t.Errorf("texts are %q %q %q %q %q", r.Name(), r.Text("text"), r.Text("only"), r.Text("odd"), r.Text("none"))
	}
	if diff := cmp.Diff([]string{"a", "b"}, r.Texts("list")); diff != "" {
		t.Errorf("list (-want +got):\n%s", diff)
	}
	if n, ok := r.Number("number"); n != 443 || !ok {
		t.Errorf("number is %d, %t", n, ok)
	}
	if n, ok := r.Number("text"); ok {
		t.Errorf("a text was read as the number %d", n)
	}
	if !r.Flag("flag") || r.Flag("text") || (Resource{}).Name() != "" {
		t.Errorf("flags are %t and %t, name of nothing is %q", r.Flag("flag"), r.Flag("text"), (Resource{}).Name())
	}
}
