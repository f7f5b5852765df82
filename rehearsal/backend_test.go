package rehearsal

import (
	"io/fs"
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
