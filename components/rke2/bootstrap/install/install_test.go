package install_test

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cloudgap/cloudgap/components/rke2/artifacts"
	"github.com/cloudgap/cloudgap/components/rke2/bootstrap/host"
	"github.com/cloudgap/cloudgap/components/rke2/bootstrap/install"
	"github.com/cloudgap/cloudgap/components/rke2/bootstrap/internal/standintest"
	"github.com/cloudgap/cloudgap/components/rke2/documents"
	"github.com/cloudgap/cloudgap/components/rke2/internal/sample"
)

func TestMain(m *testing.M) { standintest.Main(m) }

// bucket counts what is fetched from it.
type bucket struct {
	objects map[string][]byte
	fetched []string
}

func (b *bucket) Open(_ context.Context, key string) (io.ReadCloser, error) {
	content, ok := b.objects[key]
	if !ok {
		return nil, fmt.Errorf("%s: %w", key, fs.ErrNotExist)
	}
	b.fetched = append(b.fetched, key)
	return io.NopCloser(bytes.NewReader(content)), nil
}

func tarball(t *testing.T, entries ...tar.Header) []byte {
	t.Helper()
	var buffer bytes.Buffer
	zipped := gzip.NewWriter(&buffer)
	archive := tar.NewWriter(zipped)
	for _, entry := range entries {
		content := "content of " + entry.Name
		if entry.Typeflag == tar.TypeReg {
			entry.Size = int64(len(content))
		}
		if err := archive.WriteHeader(&entry); err != nil {
			t.Fatal(err)
		}
		if entry.Typeflag == tar.TypeReg {
			if _, err := io.WriteString(archive, content); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	if err := zipped.Close(); err != nil {
		t.Fatal(err)
	}
	return buffer.Bytes()
}

func file(name string, mode int64) tar.Header {
	return tar.Header{Name: name, Typeflag: tar.TypeReg, Mode: mode}
}

// newInstaller returns an installer of an empty node and a bucket that holds what it needs.
func newInstaller(t *testing.T, settings documents.Settings, rke2 []byte) (install.Installer, *bucket) {
	t.Helper()
	b := &bucket{objects: map[string][]byte{}}
	settings.Artifacts.List = slices.Clone(settings.Artifacts.List)
	for i, a := range settings.Artifacts.List {
		content := []byte("content of " + a.Key)
		if a.Kind == artifacts.Tarball {
			content = rke2
		}
		sum := sha256.Sum256(content)
		settings.Artifacts.List[i].SHA256 = hex.EncodeToString(sum[:])
		b.objects[a.Key] = content
	}
	root := t.TempDir()
	machine := host.Host{Root: root, Programs: standintest.Programs(t), Env: []string{"STANDIN_NODE=" + root}}
	if _, err := machine.Write(documents.File{Path: "/etc/selinux/config", Mode: 0o644, Content: "SELINUX=permissive\nSELINUXTYPE=targeted\n"}); err != nil {
		t.Fatal(err)
	}
	return install.Installer{Host: machine, Settings: settings, Source: b, Log: slog.New(slog.DiscardHandler)}, b
}

func release(t *testing.T) []byte {
	return tarball(t, tar.Header{Name: "bin/", Typeflag: tar.TypeDir, Mode: 0o755}, file("bin/rke2", 0o755),
		file("lib/systemd/system/rke2-server.service", 0o644))
}

func commands(t *testing.T, h host.Host) []string {
	t.Helper()
	text, err := h.Read("/commands.log")
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSpace(strings.ReplaceAll(string(text), h.Root, "")), "\n")
}

func TestAServerIsInstalledFromTheBucketAndThePinnedRepository(t *testing.T) {
	t.Parallel()
	i, b := newInstaller(t, sample.Server(), release(t))
	if err := i.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	want := []string{
		"modprobe --all br_netfilter overlay",
		"sysctl --system",
		"systemctl restart systemd-networkd.service",
		"rpm --query --quiet container-selinux iptables-nft rke2-selinux-0.20-1.el8.noarch",
		"dnf --assumeyes --releasever=2023.9.20260810 install container-selinux iptables-nft /var/lib/cloudgap/artifacts/rke2-selinux-0.20-1.el8.noarch.rpm",
		"setenforce 1",
		"blkid --probe /dev/sdf",
		"mkfs.xfs /dev/sdf",
		"systemctl daemon-reload",
		"systemctl enable --now var-lib-rancher-rke2-server-db.mount",
		"id etcd",
		"useradd --user-group --system --no-create-home --shell /sbin/nologin etcd",
		"systemctl daemon-reload",
		"id cloudgap-session",
		"useradd --user-group --create-home --groups systemd-journal --shell /bin/bash cloudgap-session",
		"amazon-cloudwatch-agent-ctl -a fetch-config -m ec2 -s -c file:/etc/cloudgap/cloudwatch-agent.json",
		"restorecon -R /etc/rancher /var/lib/rancher /usr/local/bin /usr/local/lib/systemd",
		"systemctl daemon-reload",
		"systemctl enable --now --no-block rke2-pod-roles.service",
	}
	if diff := cmp.Diff(want, commands(t, i.Host)); diff != "" {
		t.Errorf("commands differ (-want +got):\n%s", diff)
	}
	for path, mode := range map[string]fs.FileMode{
		"/usr/local/bin/rke2":                                                                0o755,
		"/usr/local/lib/systemd/system/rke2-server.service":                                  0o644,
		"/var/lib/rancher/rke2/agent/images/rke2-images-core.linux-amd64.tar.zst":            0o600,
		"/var/lib/rancher/rke2/agent/images/rke2-images-canal.linux-amd64.tar.zst":           0o600,
		"/var/lib/rancher/rke2/agent/images/.cache.json":                                     0o600,
		"/var/lib/rancher/credentialprovider/bin/ecr-credential-provider":                    0o755,
		"/var/lib/rancher/rke2/server/static/charts/aws-cloud-controller-manager-0.0.10.tgz": 0o600,
		"/var/lib/rancher/rke2/server/static/charts/aws-ebs-csi-driver-2.64.0.tgz":           0o600,
		// The service that lends roles reads these as a user of its own.
		"/etc/cloudgap/pod-roles.json":               0o644,
		"/etc/systemd/system/rke2-pod-roles.service": 0o644,
		"/etc/rancher/rke2/audit-policy.yaml":        0o600,
	} {
		info, err := os.Stat(i.Host.Path(path))
		if err != nil || info.Mode().Perm() != mode {
			t.Errorf("expected %s with mode %v, got %v, %v", path, mode, info, err)
		}
	}
	selinux, err := i.Host.Read("/etc/selinux/config")
	if diff := cmp.Diff("SELINUXTYPE=targeted\nSELINUX=enforcing\n", string(selinux)); err != nil || diff != "" {
		t.Errorf("SELinux configuration differs (-want +got), error %v:\n%s", err, diff)
	}
	if len(b.fetched) != len(i.Settings.Artifacts.List) {
		t.Errorf("expected every artifact to be fetched once, got %v", b.fetched)
	}
}

func TestAnAgentGetsNothingOfAServer(t *testing.T) {
	t.Parallel()
	i, _ := newInstaller(t, sample.Agent(), release(t))
	if err := i.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{
		"/var/lib/rancher/rke2/server", "/etc/rancher/rke2/audit-policy.yaml", documents.PodRolesPath, documents.PodRolesUnitPath,
	} {
		if exists, err := i.Host.Exists(path); err != nil || exists {
			t.Errorf("expected no %s, got exists=%v, %v", path, exists, err)
		}
	}
	if text := strings.Join(commands(t, i.Host), "\n"); strings.Contains(text, "etcd") || strings.Contains(text, "pod-roles") {
		t.Errorf("expected neither a user of etcd nor a service that lends roles, got:\n%s", text)
	}
}

func TestASecondRunFetchesAndInstallsNothing(t *testing.T) {
	t.Parallel()
	i, b := newInstaller(t, sample.Server(), release(t))
	if err := i.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(i.Host.Path(documents.CachePath), []byte("RKE2's"), 0o600); err != nil {
		t.Fatal(err)
	}
	first := len(commands(t, i.Host))
	b.fetched = nil
	if err := i.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	want := []string{
		"modprobe --all br_netfilter overlay", "sysctl --system",
		"rpm --query --quiet container-selinux iptables-nft rke2-selinux-0.20-1.el8.noarch", "setenforce 1",
		"blkid --probe /dev/sdf", "systemctl enable --now var-lib-rancher-rke2-server-db.mount", "id etcd",
		"id cloudgap-session", "amazon-cloudwatch-agent-ctl -a fetch-config -m ec2 -s -c file:/etc/cloudgap/cloudwatch-agent.json",
		"restorecon -R /etc/rancher /var/lib/rancher /usr/local/bin /usr/local/lib/systemd",
		"systemctl daemon-reload", "systemctl enable --now --no-block rke2-pod-roles.service",
	}
	if diff := cmp.Diff(want, commands(t, i.Host)[first:]); diff != "" {
		t.Errorf("commands of the second run differ (-want +got):\n%s", diff)
	}
	if len(b.fetched) > 0 {
		t.Errorf("expected nothing to be fetched again, got %v", b.fetched)
	}
	cache, err := i.Host.Read(documents.CachePath)
	if diff := cmp.Diff("RKE2's", string(cache)); err != nil || diff != "" {
		t.Errorf("expected RKE2's own cache to stay (-want +got), error %v:\n%s", err, diff)
	}
}

func TestATamperedArtifactIsNeverPutInPlace(t *testing.T) {
	t.Parallel()
	for index, a := range sample.Server().Artifacts.List {
		t.Run(a.Name, func(t *testing.T) {
			t.Parallel()
			i, b := newInstaller(t, sample.Server(), release(t))
			b.objects[a.Key] = []byte("tampered")
			err := i.Run(t.Context())
			if err == nil || !strings.Contains(err.Error(), a.Key+" has the hash") {
				t.Errorf("expected the tampered artifact to be named, got %v", err)
			}
			if exists, err := i.Host.Exists(install.Target(i.Settings.Artifacts.List[index])); err != nil || exists {
				t.Errorf("expected nothing in the artifact's place, got exists=%v, %v", exists, err)
			}
		})
	}
}

func TestAFileThatWasChangedOnTheDiskIsFetchedAgain(t *testing.T) {
	t.Parallel()
	i, b := newInstaller(t, sample.Server(), release(t))
	if err := i.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	b.fetched = nil
	images := i.Settings.Artifacts.List[1]
	if err := os.WriteFile(i.Host.Path(install.Target(images)), []byte("rotten"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := i.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{images.Key}, b.fetched); diff != "" {
		t.Errorf("fetched artifacts differ (-want +got):\n%s", diff)
	}
}

func TestATarballCannotWriteElsewhere(t *testing.T) {
	t.Parallel()
	for name, entry := range map[string]tar.Header{
		"a parent folder":  file("../../etc/passwd", 0o644),
		"an absolute path": file("/etc/passwd", 0o644),
		"a link":           {Name: "bin/rke2", Typeflag: tar.TypeSymlink, Linkname: "/etc/passwd"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			i, _ := newInstaller(t, sample.Server(), tarball(t, entry))
			if err := i.Run(t.Context()); err == nil || !strings.Contains(err.Error(), "unpack RKE2") {
				t.Errorf("expected the tarball to be refused, got %v", err)
			}
			if _, err := os.Stat(filepath.Join(i.Host.Root, "etc/passwd")); err == nil {
				t.Error("expected nothing to be written outside of the prefix")
			}
		})
	}
}

func TestANodeThatShouldBeInFIPSModeAndIsNotIsRefused(t *testing.T) {
	t.Parallel()
	settings := sample.Server()
	settings.Hardening.FIPS = true
	for content, fails := range map[string]bool{"0\n": true, "1\n": false} {
		i, _ := newInstaller(t, settings, release(t))
		if _, err := i.Host.Write(documents.File{Path: "/proc/sys/crypto/fips_enabled", Mode: 0o644, Content: content}); err != nil {
			t.Fatal(err)
		}
		if err := i.Run(t.Context()); (err != nil) != fails {
			t.Errorf("fips_enabled %q: expected failure %v, got %v", content, fails, err)
		}
	}
}
