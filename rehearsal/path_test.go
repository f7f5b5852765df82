package rehearsal

import (
	"os"
	"path/filepath"
	"testing"
)

// The engine takes lists of packs, and its backend as a URL: whatever means something there may stand in a folder's name.
func TestFoldersMayHaveAnyName(t *testing.T) {
	t.Parallel()
	options := withPack(t, testOptions(t, network(0, nil)))
	project := filepath.Join(t.TempDir(), `a, b "c" d'e %41 #1? é 日本`)
	if err := os.CopyFS(project, os.DirFS(options.ProjectDir)); err != nil {
		t.Fatal(err)
	}
	options.ProjectDir = project
	write(t, filepath.Join(project, PolicyConfigFile), `{"no-forbidden-tag": {"enforcementLevel": "mandatory"}}`)
	pack := filepath.Join(project, "pack,1")
	if err := os.Symlink(options.PolicyPacks[0].Path, pack); err != nil {
		t.Fatal(err)
	}
	options.PolicyPacks[0].Path = pack
	report, err := Run(t.Context(), options)
	if err != nil {
		t.Fatal(err)
	}
	if len(report.Packs) != 1 || len(report.Packs[0].Rules) == 0 {
		t.Errorf("expected the pack to have run, got %+v", report.Packs)
	}
}
