package rehearsal

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The environment variable PATH is the only way to a language host, so this test is not parallel.
func TestAnObjectThatTheStateForgotIsImportedAndNotMadeTwice(t *testing.T) {
	installHost(t, "pulumi-language-go")
	s := open(t, testOptions(t, network(1, nil)))
	if _, err := s.Up(t.Context()); err != nil {
		t.Fatal(err)
	}
	subnet := objectOf(t, s, "subnet")
	forget(t, s.dir.stack(s.project, "dev"), "::a")

	file := filepath.Join(t.TempDir(), "import.json")
	write(t, file, fmt.Sprintf(`{"resources": [{"type": "aws:ec2/subnet:Subnet", "name": "a", "id": %q}]}`, subnet.ID))
	if err := s.Import(t.Context(), file); err != nil {
		t.Fatal(err)
	}
	result, err := s.Up(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if made := result.Changes["create"] + result.Changes["replace"]; made != 0 {
		t.Errorf("the next up makes something: %v", result.Changes)
	}
	count := 0
	for _, o := range s.Cloud().Objects() {
		if o.Kind == subnet.Kind {
			count++
		}
	}
	if count != 1 {
		t.Errorf("want one subnet, got %d", count)
	}

	write(t, file, `{"resources": [{"type": "aws:ec2/subnet:Subnet", "name": "b", "id": "subnet-00000000000000000"}]}`)
	if err := s.Import(t.Context(), file); err == nil || !strings.Contains(err.Error(), "does not exist") {
		t.Errorf("import of what is not there: want an error that says so, got %v", err)
	}
}

// forget takes the resource whose URN has the ending out of a state file.
func forget(t *testing.T, path, ending string) {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var file map[string]any
	if err := json.Unmarshal(content, &file); err != nil {
		t.Fatal(err)
	}
	latest := file["checkpoint"].(map[string]any)["latest"].(map[string]any)
	var kept []any
	for _, r := range latest["resources"].([]any) {
		if !strings.HasSuffix(r.(map[string]any)["urn"].(string), ending) {
			kept = append(kept, r)
		}
	}
	if len(kept) != len(latest["resources"].([]any))-1 {
		t.Fatalf("the state has no resource %s", ending)
	}
	latest["resources"] = kept
	if content, err = json.Marshal(file); err != nil {
		t.Fatal(err)
	}
	write(t, path, string(content))
}
