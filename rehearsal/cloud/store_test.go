package cloud

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTheCloudIsTheSameAfterItWasClosedAndOpened(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	f.shelfWithBox()
	before, generation := f.cloud.Objects(), f.cloud.Generation("urn:pulumi:dev::trial::store:index:Shelf::s")
	f.reopen()
	if diff := cmp.Diff(before, f.cloud.Objects()); diff != "" {
		t.Errorf("objects (-before +after):\n%s", diff)
	}
	if got := f.cloud.Generation("urn:pulumi:dev::trial::store:index:Shelf::s"); got != generation || got != 1 {
		t.Errorf("generation of the shelf: expected 1, got %d and after opening %d", generation, got)
	}
	files, err := os.ReadDir(filepath.Dir(f.path))
	if err != nil || len(files) != 1 {
		t.Errorf("expected one file and no leftovers, got %v, %v", files, err)
	}
}

func TestAFileThatIsNoCloudIsCorrupt(t *testing.T) {
	t.Parallel()
	for name, content := range map[string]string{
		"empty": "", "cut off": `{"version":2`, "other version": `{"version":1}`, "other kind": `[1]`, "odd object": "{\"version\":2}\n{\"put\":[7]}\n",
		"cut off in a change": "{\"version\":2}\n{\"serial\":1,\"put\":[",
	} {
		path := filepath.Join(t.TempDir(), "cloud.jsonl")
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := Open(path, storePackage()); !errors.Is(err, ErrCorrupt) || !strings.Contains(err.Error(), path) {
			t.Errorf("%s: expected ErrCorrupt with the path, got %v", name, err)
		}
	}
}

func TestAChangeThatCannotBeWrittenIsAnError(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	if err := os.RemoveAll(filepath.Dir(f.path)); err != nil {
		t.Fatal(err)
	}
	if _, err := f.cloud.Create(f.request("Shelf", "s", Values{"name": "top"})); err == nil {
		t.Error("expected an error, got none")
	}
	if left := f.cloud.Objects(); len(left) != 0 {
		t.Errorf("expected the object that could not be written not to exist, got %v", left)
	}
}

func TestConcurrentCallsAllTakeEffect(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	shelf := f.create("Shelf", "s", Values{"name": "top"})
	var group sync.WaitGroup
	for i := range 20 {
		group.Go(func() {
			name := fmt.Sprintf("s%d", i)
			if _, err := f.cloud.Create(f.request("Shelf", name, Values{"name": name})); err != nil {
				t.Errorf("create %s: %v", name, err)
			}
			q := f.request("Shelf", "s", nil)
			q.ID = shelf.ID
			if _, found, err := f.cloud.Read(q); !found || err != nil {
				t.Errorf("read the first shelf: %v, %v", found, err)
			}
		})
	}
	group.Wait()
	f.reopen()
	if got := len(f.cloud.Objects()); got != 42 {
		t.Errorf("expected 21 shelves with a hook each, got %d objects", got)
	}
}

func TestChangesBehindTheEnginesBackShowInReads(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	_, box := f.shelfWithBox()
	if err := f.cloud.Modify("box", box.ID, func(o *Object) { o.Properties.Set("colour", "green") }); err != nil {
		t.Fatal(err)
	}
	q := f.request("Box", "b", nil)
	q.ID = box.ID
	if got, _, err := f.cloud.Read(q); err != nil || got.Properties.String("colour") != "green" {
		t.Errorf("expected the box to be green, got %v, %v", got, err)
	}
	if err := f.cloud.Vanish("box", box.ID); err != nil {
		t.Fatal(err)
	}
	if _, found, err := f.cloud.Read(q); found || err != nil {
		t.Errorf("expected the box to be gone, got %v, %v", found, err)
	}
	if err := f.cloud.Vanish("box", box.ID); err == nil {
		t.Error("expected an error for an object that is not there")
	}
}
