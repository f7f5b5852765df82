package cloud

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func FuzzOpenStore(f *testing.F) {
	for _, text := range []string{
		"", "{", `{"version": 99}`, `{"version": 1}`, `{"version": 2}`, "null\nnull",
	} {
		f.Add([]byte(text))
	}
	for _, line := range []string{
		`{"serial": 1, "put": [{"kind": "vpc", "id": "vpc-1", "serial": 1}]}`, `{"put": [null]}`, `{"removed": [{}], "generations": {"urn": 1}}`, `{"put": [{}`, `[]`, `null`,
	} {
		header, err := headerLine()
		if err != nil {
			f.Fatal(err)
		}
		f.Add([]byte(header + line + "\n"))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		path := filepath.Join(t.TempDir(), "cloud.jsonl")
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		first, err := openStore(path)
		if err != nil {
			if !errors.Is(err, ErrCorrupt) {
				t.Errorf("expected ErrCorrupt, got %v", err)
			}
			return
		}
		second, err := openStore(path)
		if err != nil {
			t.Fatalf("expected the file that was written to be read, got %v", err)
		}
		if diff := cmp.Diff(len(first.sorted()), len(second.sorted())); diff != "" {
			t.Errorf("another number of objects is read from the file that was written (-first +second):\n%s", diff)
		}
	})
}

func headerLine() (string, error) {
	var line bytes.Buffer
	err := encodeLine(&line, storeHeader{Version: storeVersion})
	return line.String(), err
}
