// Package standintest builds the stand-in for tests.
package standintest

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
)

// names are those under which the stand-in is called.
var names = []string{
	"rke2", "systemctl", "kubectl", "dnf", "rpm", "sysctl", "modprobe", "id", "useradd", "setenforce", "restorecon",
	"blkid", "mkfs.xfs", "amazon-cloudwatch-agent-ctl",
}

var build = sync.OnceValues(func() (string, error) {
	folder, err := os.MkdirTemp("", "standin")
	if err != nil {
		return "", err
	}
	const standin = "github.com/cloudgap/cloudgap/components/rke2/bootstrap/internal/standin"
	command := exec.Command("go", "build", "-o", filepath.Join(folder, "standin"), standin) //nolint:gosec // a fixed command
	if out, err := command.CombinedOutput(); err != nil {
		return "", fmt.Errorf("build the stand-in: %w: %s", err, out)
	}
	for _, name := range names {
		if err := os.Symlink("standin", filepath.Join(folder, name)); err != nil {
			return "", err
		}
	}
	return folder, nil
})

// Main runs the tests of a package and removes what was built for them. Use it as TestMain.
func Main(m *testing.M) {
	code := m.Run()
	if folder, err := build(); err == nil {
		_ = os.RemoveAll(folder)
	}
	os.Exit(code)
}

// Programs returns the folder in which the stand-in lies under each of its names. It is built once.
func Programs(t testing.TB) string {
	t.Helper()
	folder, err := build()
	if err != nil {
		t.Fatal(err)
	}
	return folder
}
