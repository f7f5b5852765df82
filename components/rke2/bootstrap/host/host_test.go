package host_test

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cloudgap/cloudgap/components/rke2/bootstrap/host"
	"github.com/cloudgap/cloudgap/components/rke2/bootstrap/protocol"
	"github.com/cloudgap/cloudgap/components/rke2/documents"
)

func TestAFileIsWrittenWholeOrNotAtAll(t *testing.T) {
	t.Parallel()
	h := host.Host{Root: t.TempDir()}
	file := documents.File{Path: "/etc/a/b.conf", Mode: 0o600, Content: "old"}
	if changed, err := h.Write(file); err != nil || !changed {
		t.Fatalf("expected the file to be written, got changed=%v, %v", changed, err)
	}
	if changed, err := h.Write(file); err != nil || changed {
		t.Errorf("expected no change by the same content, got changed=%v, %v", changed, err)
	}
	broken := errors.New("the connection broke")
	err := h.WriteFrom(file.Path, 0o600, func(w io.Writer) error {
		_, _ = io.WriteString(w, "half of the n")
		return broken
	})
	if !errors.Is(err, broken) {
		t.Errorf("expected the error of the source, got %v", err)
	}
	content, err := h.Read(file.Path)
	if diff := cmp.Diff("old", string(content)); err != nil || diff != "" {
		t.Errorf("expected the old content after a failure (-want +got), error %v:\n%s", err, diff)
	}
	left, err := filepath.Glob(filepath.Join(h.Root, "etc/a/.cloudgap-*"))
	if err != nil || len(left) > 0 {
		t.Errorf("expected no temporary file to be left, got %v, %v", left, err)
	}
	info, err := os.Stat(h.Path(file.Path))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("expected mode 0600, got %v, %v", info.Mode(), err)
	}
}

func TestTheStateSurvivesARestart(t *testing.T) {
	t.Parallel()
	h := host.Host{Root: t.TempDir()}
	if state, err := h.Load(); err != nil || state != (protocol.State{}) {
		t.Errorf("expected the zero state before the first save, got %v, %v", state, err)
	}
	want := protocol.State{Phase: protocol.PhaseJoining, Lock: 3}
	if err := h.Save(want); err != nil {
		t.Fatal(err)
	}
	got, err := h.Load()
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("state differs (-saved +loaded), error %v:\n%s", err, diff)
	}
	if err := os.WriteFile(h.Path(host.StatePath), []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := h.Load(); err == nil {
		t.Error("expected a damaged state to be an error, because taking it for a fresh node could initialise a cluster")
	}
}

func TestAFailedProgramSaysWhy(t *testing.T) {
	t.Parallel()
	_, err := host.Host{}.Run(t.Context(), "sh", "-c", "echo reason >&2; exit 3")
	if err == nil || !strings.Contains(err.Error(), "exit status 3: reason") {
		t.Errorf("expected the exit status and the reason, got %v", err)
	}
}

func TestAFileIsGivenToTheOwnerOfItsFolder(t *testing.T) {
	t.Parallel()
	h := host.Host{Root: t.TempDir()}
	if _, err := h.Write(documents.File{Path: "/run/service/key", Mode: 0o600, Content: "key"}); err != nil {
		t.Fatal(err)
	}
	// Only root may give files away; for others the owner is the same.
	owner := os.Getuid()
	if owner == 0 {
		owner = 1
		if err := os.Chown(h.Path("/run/service"), owner, owner); err != nil {
			t.Fatal(err)
		}
	}
	if err := h.Give("/run/service/key"); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(h.Path("/run/service/key"))
	if err != nil || int(info.Sys().(*syscall.Stat_t).Uid) != owner || info.Mode().Perm() != 0o600 {
		t.Errorf("expected the owner %d and mode 0600, got %+v, %v", owner, info.Sys(), err)
	}
	if err := h.Give("/run/nowhere/key"); err == nil {
		t.Error("expected an error where there is no folder")
	}
}
