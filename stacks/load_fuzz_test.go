package stacks

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func FuzzLoadFile(f *testing.F) {
	for _, file := range []string{"../Pulumi.dev.yaml", "../Pulumi.prod.yaml"} {
		data, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
		f.Add(data[:len(data)/2])
	}
	for _, text := range []string{"", "config:", "config: 5", "- 5", "config: {aws:region: 5}", "config: {aws:region: eu-west-1, cloudgap:spec: null}", "\xff\xfe"} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		file := filepath.Join(t.TempDir(), "Pulumi.fuzzed.yaml")
		if err := os.WriteFile(file, data, 0o600); err != nil {
			t.Fatal(err)
		}
		env, err := LoadFile(file)
		switch {
		case err == nil && (env == nil || env.Region == "" || env.Environment == ""):
			t.Errorf("expected an error or an environment, got %+v", env)
		case err != nil && !strings.Contains(err.Error(), "Pulumi.fuzzed.yaml"):
			t.Errorf("expected the error to name the file, got %v", err)
		}
	})
}
