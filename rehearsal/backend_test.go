package rehearsal

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// The file backend writes its attribute files not as a whole: an engine that is killed leaves one with which the state cannot
// be read any more.
func TestTheBackendKeepsNoFilesThatAKilledEngineCanSpoil(t *testing.T) {
	t.Parallel()
	options := testOptions(t, func(*pulumi.Context) error { return nil })
	options.StateDir = t.TempDir()
	if _, err := Run(t.Context(), options); err != nil {
		t.Fatal(err)
	}
	files := 0
	err := filepath.WalkDir(filepath.Join(options.StateDir, "backend"), func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			files++
			if strings.HasSuffix(path, ".attrs") {
				t.Errorf("the backend keeps %s", path)
			}
		}
		return err
	})
	if err != nil || files == 0 {
		t.Errorf("the backend has %d files, %v", files, err)
	}
}

func TestAStateDirectoryDoesNotGrowWithEveryStep(t *testing.T) {
	t.Parallel()
	options := testOptions(t, network(0, nil))
	s := open(t, options)
	for range 3 {
		if _, err := s.Up(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	kept, err := filepath.Glob(filepath.Join(s.dir.backend(), ".pulumi", "history", "*", "*", "*.history.json"))
	if err != nil || len(kept) != 1 {
		t.Errorf("expected the history of the last operation only, got %v, %v", kept, err)
	}
	if info, err := os.Stat(s.dir.log()); err != nil || !info.Mode().IsRegular() || info.Size() != 0 {
		t.Errorf("expected the engine to write no debug log, got %v, %v", info, err)
	}
}
