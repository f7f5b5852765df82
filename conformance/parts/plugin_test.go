package parts

import (
	"os"
	"path/filepath"
	"testing"
)

func TestAPluginIsFoundOnThePathOrWherePulumiInstallsItInThisVersionOnly(t *testing.T) {
	place := func(dir string) string {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			t.Fatal(err)
		}
		file := filepath.Join(dir, "pulumi-resource-aws")
		if err := os.WriteFile(file, []byte("#!/bin/sh\n"), 0o755); err != nil {
			t.Fatal(err)
		}
		return file
	}
	home, path := t.TempDir(), t.TempDir()
	t.Setenv("PULUMI_HOME", home)
	t.Setenv("PATH", path)
	place(filepath.Join(home, "plugins", "resource-aws-v6.0.0"))
	if got, ok := AWSPlugin("6.83.2"); ok {
		t.Errorf("another version was found: %s", got)
	}
	installed := place(filepath.Join(home, "plugins", "resource-aws-v6.83.2"))
	if got, ok := AWSPlugin("6.83.2"); !ok || got != installed {
		t.Errorf("want %s, got %s", installed, got)
	}
	onPath := place(path)
	if got, ok := AWSPlugin("6.83.2"); !ok || got != onPath {
		t.Errorf("want %s, got %s", onPath, got)
	}
	t.Setenv("PULUMI_HOME", "")
	t.Setenv("HOME", home)
	t.Setenv("PATH", t.TempDir())
	inHome := place(filepath.Join(home, ".pulumi", "plugins", "resource-aws-v6.83.2"))
	if got, ok := AWSPlugin("6.83.2"); !ok || got != inHome {
		t.Errorf("want %s, got %s", inHome, got)
	}
}
