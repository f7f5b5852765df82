package artifacts_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cloudgap/cloudgap/components/rke2/artifacts"
)

func FuzzParseManifest(f *testing.F) {
	for _, text := range []string{
		"", "null", "{}", "[]", `{"artifacts": [null]}`, `{"artifacts": [{"key": "a", "sha256": "b"}]}`,
		`{"artifacts": [{"kind": "chart", "name": "a.tgz", "key": "charts/a.tgz", "sha256": "` + hash("a") + `"}], "newer": true}`,
		`{"artifacts": [{"key": "../a", "sha256": "` + hash("a") + `"}]}{}`,
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		first, err := artifacts.ParseManifest(data)
		if err != nil {
			return
		}
		if len(first.Artifacts) == 0 {
			t.Fatal("a manifest of nothing was read, in which everything is intact")
		}
		// Nothing is there, so that nothing may be intact.
		judged, err := first.Judge(t.Context(), artifacts.Directory(t.TempDir()), func(artifacts.Judgement) {})
		for _, j := range judged {
			if j.State != artifacts.Missing {
				t.Errorf("%q is %s in an empty directory", j.Key, j.State)
			}
		}
		if err == nil && len(judged) != len(first.Artifacts) {
			t.Errorf("%d of %d artifacts were judged, without an error", len(judged), len(first.Artifacts))
		}
		written, err := json.Marshal(first)
		if err != nil {
			t.Fatal(err)
		}
		second, err := artifacts.ParseManifest(written)
		if diff := cmp.Diff(first, second); err != nil || diff != "" {
			t.Errorf("a manifest is not read as it is written, %v (-first +second):\n%s", err, diff)
		}
	})
}
