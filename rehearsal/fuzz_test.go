package rehearsal

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func FuzzReadResources(f *testing.F) {
	for _, text := range []string{
		"", "null", "{}", `{"version": 3, "deployment": null}`, `{"deployment": {"resources": [{"urn": "u", "inputs": {"a": [{"b": null}]}}]}}`,
		`{"deployment": {"resources": [{"outputs": {"4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", "value": "hush"}}]}}`,
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		resources, err := ReadResources(data)
		if err != nil && resources != nil {
			t.Errorf("expected resources or an error, got both: %v", err)
		}
		outputsOf(resources)
	})
}

func FuzzCopySettings(f *testing.F) {
	project, stack := "name: trial\nruntime: go\n", "config:\n  aws:region: us-east-1\n  key: {secure: abc}\n"
	f.Add(project, stack)
	f.Add("name: 5", stack)
	f.Add("- name", stack)
	f.Add("name: trial\nruntime: {name: nodejs, options: {virtualenv: 5}}\nmain: [1]\nstackConfigDir: 5", stack)
	f.Add(project, "config: 5\nenvironment: [a]")
	f.Add(project, "config: {a: [{secure: b}, {c: {secure: d}}]}")
	f.Add(project, "\xff\xfe")
	f.Fuzz(func(t *testing.T, project, stack string) {
		from, to := t.TempDir(), t.TempDir()
		for name, text := range map[string]string{"Pulumi.yaml": project, "Pulumi.dev.yaml": stack} {
			if err := os.WriteFile(filepath.Join(from, name), []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		copied, err := copySettings(Options{ProjectDir: from, Stack: "dev"}, to)
		if err != nil {
			return
		}
		if copied.project == "" {
			t.Error("expected a project without a name to be refused")
		}
		written, err := os.ReadFile(filepath.Join(to, "Pulumi.dev.yaml"))
		if err != nil || strings.Contains(string(written), "secure:") && !strings.Contains(stack, "secure") {
			t.Errorf("expected a copy without encrypted values, got %v:\n%s", err, written)
		}
	})
}
