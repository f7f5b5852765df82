package parts

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestMirrorsAreReadFromTheTerraformConfiguration(t *testing.T) {
	t.Setenv("MIRROR_HOME", "/srv")
	got := mirrorsIn(`
plugin_cache_dir = "/var/cache/tf"
provider_installation {
  filesystem_mirror {
    include = ["*/*/*"]
    path    = "$MIRROR_HOME/mirror"
  }
  direct { exclude = ["*/*/*"] }
}`)
	if diff := cmp.Diff([]string{"/srv/mirror", "/var/cache/tf"}, got); diff != "" {
		t.Errorf("folders (-want +got):\n%s", diff)
	}
}

func TestProviderIsFoundInAMirrorForThisPlatformOnly(t *testing.T) {
	mirror := t.TempDir()
	place := func(platform string) string {
		dir := filepath.Join(mirror, "registry.terraform.io", "hashicorp", "aws", ProviderVersion, platform)
		if err := os.MkdirAll(dir, 0o755); err != nil {
			t.Fatal(err)
		}
		file := filepath.Join(dir, "terraform-provider-aws_v"+ProviderVersion+"_x5")
		if err := os.WriteFile(file, []byte("#!/bin/sh\n"), 0o755); err != nil {
			t.Fatal(err)
		}
		return file
	}
	place("aaa_other")
	ours := place(runtime.GOOS + "_" + runtime.GOARCH)
	configuration := filepath.Join(t.TempDir(), "rc")
	text := `provider_installation { filesystem_mirror { path = "` + mirror + `" } }`
	if err := os.WriteFile(configuration, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("CLOUDGAP_TERRAFORM_PROVIDER_AWS", "")
	t.Setenv("TF_CLI_CONFIG_FILE", configuration)
	got, err := AWSProvider()
	if err != nil || got != ours {
		t.Errorf("want %s, got %q, %v", ours, got, err)
	}
}

func TestMissingPartsSayWhereAndHow(t *testing.T) {
	t.Setenv("CLOUDGAP_TERRAFORM_PROVIDER_AWS", "/nowhere/provider")
	t.Setenv("CLOUDGAP_MOTO_SERVER", "/nowhere/moto")
	for name, find := range map[string]func() (string, error){"provider": AWSProvider, "moto": Moto} {
		_, err := find()
		var missing *Missing
		if !errors.As(err, &missing) {
			t.Errorf("%s: want a Missing error, got %v", name, err)
			continue
		}
		if !strings.Contains(err.Error(), "/nowhere") || missing.Remedy == "" {
			t.Errorf("%s: want the place and the remedy in the error, got: %v", name, err)
		}
	}
}
