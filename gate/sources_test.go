package gate

import (
	"os"
	"path/filepath"
	"testing"
)

// tree makes a repository with a Go module in a folder of it, and a program beside the module.
func tree(t *testing.T) (root string, sources Sources) {
	t.Helper()
	root = t.TempDir()
	for name, content := range map[string]string{
		".git/HEAD":              "",
		"infra/go.mod":           "// comment\nmodule example.com/team/infra // trailing\n\ngo 1.26\n",
		"infra/net/vpc.go":       "",
		"infra/dev/main.go":      "",
		"infra/structure/vpc.go": "",
		"site/my program.ts":     "",
	} {
		path := filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	sources, err := FindSources(filepath.Join(root, "infra", "dev"))
	if err != nil {
		t.Fatal(err)
	}
	return root, sources
}

func TestSourcesAreTheRepositoryAndTheModuleAboveTheProgram(t *testing.T) {
	t.Parallel()
	root, sources := tree(t)
	want := Sources{Root: root, Module: "example.com/team/infra", ModuleDir: filepath.Join(root, "infra")}
	if sources != want {
		t.Errorf("expected %+v, got %+v", want, sources)
	}
	if got := sources.Relative(filepath.Join(root, "infra", "Pulumi.dev.yaml")); got != "infra/Pulumi.dev.yaml" {
		t.Errorf("expected a path from the root of the repository, got %q", got)
	}
	if got := sources.Relative(filepath.Join(filepath.Dir(root), "elsewhere", "state.json")); got != "state.json" {
		t.Errorf("expected the base name alone of a file outside the repository, got %q", got)
	}
}

func TestPositionsOfTheEngineBecomeFilesOfTheRepository(t *testing.T) {
	t.Parallel()
	root, sources := tree(t)
	// The engine's root is elsewhere, as the copy is that a rehearsal works on.
	engine := filepath.Join(filepath.Dir(root), "rehearsal", "work")
	up := "../../" // from the engine's root to the folder above the repository
	for name, test := range map[string]struct {
		text, engine string
		want         Position
	}{
		"a file on this machine":           {"project:///" + up + filepath.Base(root) + "/site/my%20program.ts#7,3", engine, Position{"site/my program.ts", 7}},
		"a package of the compiled module": {"project:///" + climb(engine) + "example.com/team/infra/net/vpc.go#12", engine, Position{"infra/net/vpc.go", 12}},
		"a file that the module lacks":     {"project:///" + climb(engine) + "example.com/team/infra/net/gone.go#12", engine, Position{}},
		"another module":                   {"project:///" + climb(engine) + "example.com/team/infrastructure/vpc.go#1", engine, Position{}},
		"a module in another version":      {"project:///" + climb(engine) + "example.com/team/infra@v1.0.0/net/vpc.go#1", engine, Position{}},
		"another machine's program":        {"project:///src/index.ts#4", "", Position{"src/index.ts", 4}},
		"outside another machine's":        {"project:///../../home/someone/index.ts#4", "", Position{}},
		"outside, by a detour":             {"project:///src/../../secret.ts#4", "", Position{}},
		"no line":                          {"project:///src/index.ts", "", Position{"src/index.ts", 0}},
		"a line that is none":              {"project:///src/index.ts#-4", "", Position{"src/index.ts", 0}},
		"another scheme":                   {"file:///etc/passwd#1", engine, Position{}},
		"nothing":                          {"", engine, Position{}},
	} {
		got, found := sources.position(test.text, test.engine)
		if !found {
			got = Position{}
		}
		if got != test.want {
			t.Errorf("%s: expected %+v, got %+v", name, test.want, got)
		}
	}
}

// climb is the path from a directory to the root of the file system.
func climb(dir string) string {
	up, err := filepath.Rel(dir, string(filepath.Separator))
	if err != nil {
		return ""
	}
	return filepath.ToSlash(up) + "/"
}

func TestAResourceOfALibraryIsPlacedWhereTheRepositoryCallsTheLibrary(t *testing.T) {
	t.Parallel()
	e := entry{SourcePosition: "project:///../module/cache/library.go#9"}
	for _, frame := range []string{"project:///../module/cache/other.go#1", "project:///main.go#5", "project:///main.go#2"} {
		e.StackTrace = append(e.StackTrace, struct {
			SourcePosition string `json:"sourcePosition"`
		}{frame})
	}
	got, found := Sources{}.locate(e, "")
	if want := (Position{"main.go", 5}); !found || got != want {
		t.Errorf("expected the innermost frame of the repository %+v, got %+v (found %t)", want, got, found)
	}
	if got, found := (Sources{}).locate(entry{}, ""); found {
		t.Errorf("expected no position for a resource that the engine knows none of, got %+v", got)
	}
}
