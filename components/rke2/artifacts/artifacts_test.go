package artifacts_test

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cloudgap/cloudgap/components/rke2/artifacts"
	"github.com/cloudgap/cloudgap/internal/problems"
)

func need() artifacts.Need {
	return artifacts.Need{
		Version: "v1.35.7+rke2r1", Arch: artifacts.ARM64, CNI: artifacts.Cilium,
		SELinuxPackage: "rke2-selinux-0.20-1.el8.noarch.rpm", CredentialProvider: "ecr-credential-provider-linux-arm64",
		Charts: []string{"aws-cloud-controller-manager-0.0.10.tgz"},
	}
}

func keys(list []artifacts.Artifact) []string {
	var keys []string
	for _, a := range list {
		keys = append(keys, a.Key)
	}
	return keys
}

func TestAgentsNeedTheSplitBundlesOfTheirArchitectureAndNoCharts(t *testing.T) {
	t.Parallel()
	want := []string{
		"v1.35.7+rke2r1/rke2.linux-arm64.tar.gz",
		"v1.35.7+rke2r1/rke2-images-core.linux-arm64.tar.zst",
		"v1.35.7+rke2r1/rke2-images-cilium.linux-arm64.tar.zst",
		"packages/rke2-selinux-0.20-1.el8.noarch.rpm",
		"credential-provider/ecr-credential-provider-linux-arm64",
	}
	if diff := cmp.Diff(want, keys(artifacts.Wanted(need()))); diff != "" {
		t.Errorf("artifacts of an agent differ (-want +got):\n%s", diff)
	}
}

func TestServersAlsoNeedTheCharts(t *testing.T) {
	t.Parallel()
	n := need()
	n.Server = true
	got := keys(artifacts.Wanted(n))
	if diff := cmp.Diff("charts/aws-cloud-controller-manager-0.0.10.tgz", got[len(got)-1]); diff != "" {
		t.Errorf("last artifact of a server differs (-want +got):\n%s", diff)
	}
}

func hash(content string) string {
	sum := sha256.Sum256([]byte(content))
	return hex.EncodeToString(sum[:])
}

func TestVerifyListsEveryMissingAndEveryTamperedFile(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for name, content := range map[string]string{"good": "good", "bad": "tampered"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	manifest := artifacts.Manifest{Artifacts: []artifacts.Artifact{
		{Key: "good", SHA256: hash("good")}, {Key: "bad", SHA256: hash("bad")}, {Key: "gone", SHA256: hash("gone")},
	}}
	err := manifest.Verify(t.Context(), artifacts.Directory(dir))
	if err == nil {
		t.Fatal("expected the tampered and the missing file to be reported, got no error")
	}
	for _, says := range []string{"bad: differs from the manifest", "gone: is missing"} {
		if !strings.Contains(err.Error(), says) {
			t.Errorf("expected the error to say %q, got:\n%v", says, err)
		}
	}
	if strings.Contains(err.Error(), "good:") {
		t.Errorf("expected nothing about the good file, got:\n%v", err)
	}
}

func TestADirectoryIsNotLeft(t *testing.T) {
	t.Parallel()
	if _, err := artifacts.Directory(t.TempDir()).Open(t.Context(), "../secret"); err == nil {
		t.Error("expected a path out of the directory to be refused")
	}
}

func TestEveryArtifactNeedsAHash(t *testing.T) {
	t.Parallel()
	wanted := artifacts.Wanted(need())
	hashes := map[string]string{}
	for _, a := range wanted {
		hashes[a.Key] = hash(a.Key)
	}
	var found problems.List
	for _, a := range artifacts.Complete("hashes", wanted, hashes, &found) {
		if a.SHA256 != hash(a.Key) {
			t.Errorf("%s: expected the hash %s, got %s", a.Key, hash(a.Key), a.SHA256)
		}
	}
	if !found.Empty() {
		t.Errorf("expected no problem, got %q", found.Lines())
	}
	delete(hashes, wanted[2].Key)
	hashes[wanted[0].Key] = "sha256:0"
	artifacts.Complete("hashes", wanted, hashes, &found)
	for _, says := range []string{"rke2-images-cilium.linux-arm64.tar.zst: has no hash", "rke2.linux-arm64.tar.gz: is not a SHA-256"} {
		if !strings.Contains(strings.Join(found.Lines(), "\n"), says) {
			t.Errorf("expected a problem that says %q, got %q", says, found.Lines())
		}
	}
}

func TestUnusableArtifactsAreRefused(t *testing.T) {
	t.Parallel()
	good := artifacts.Artifact{Kind: artifacts.Images, Name: "core.tar.zst", Key: "v1/core.tar.zst", SHA256: hash("x")}
	for name, test := range map[string]struct {
		change func(*artifacts.Artifact)
		says   string
	}{
		"no hash":            {func(a *artifacts.Artifact) { a.SHA256 = "" }, "is not a SHA-256"},
		"upper case":         {func(a *artifacts.Artifact) { a.SHA256 = strings.ToUpper(a.SHA256) }, "is not a SHA-256"},
		"a path":             {func(a *artifacts.Artifact) { a.Name = "../../etc/passwd" }, "is not a plain file name"},
		"no key":             {func(a *artifacts.Artifact) { a.Key = "" }, "is required"},
		"an unknown kind":    {func(a *artifacts.Artifact) { a.Kind = "script" }, "is not known"},
		"a list of images":   {func(a *artifacts.Artifact) { a.Name = "rke2-images.txt" }, "is not an image bundle"},
		"nothing wrong here": {func(*artifacts.Artifact) {}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := good
			test.change(&a)
			var found problems.List
			artifacts.Check("artifacts", []artifacts.Artifact{a}, &found)
			if got := strings.Join(found.Lines(), "\n"); (test.says == "") != found.Empty() || !strings.Contains(got, test.says) {
				t.Errorf("expected %q, got %q", test.says, got)
			}
		})
	}
	var found problems.List
	artifacts.Check("artifacts", []artifacts.Artifact{good, good}, &found)
	if !strings.Contains(strings.Join(found.Lines(), "\n"), "occurs twice") {
		t.Errorf("expected a file that is named twice to be refused, got %q", found.Lines())
	}
}
