package endpoints

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// heavy are modules that an importer of this package must not have to build.
var heavy = []string{"github.com/pulumi/pulumi-eks", "github.com/pulumi/pulumi-kubernetes", "github.com/pulumi/pulumi-cloudflare"}

func TestImportersPayForTheAwsSdkOnlyAndForNothingInThePurePackages(t *testing.T) {
	t.Parallel()
	files := 0
	err := filepath.WalkDir(".", func(path string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		files++
		parsed, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		for _, spec := range parsed.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			if strings.HasPrefix(imported, "github.com/pulumi/") && filepath.Dir(path) != "." {
				t.Errorf("%s imports %s, but its package is pure", path, imported)
			}
			for _, h := range append(heavy, "github.com/cloudgap/cloudgap/stacks", "github.com/cloudgap/cloudgap/policy") {
				if strings.HasPrefix(imported, h) {
					t.Errorf("%s imports %s", path, imported)
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatalf("read the sources: %v", err)
	}
	if files < 30 {
		t.Errorf("found %d source files, want all of them", files)
	}
}
