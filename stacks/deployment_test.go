package stacks_test

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/cloudgap/cloudgap/rehearsal"
	"github.com/cloudgap/cloudgap/rehearsal/cloud"
	"github.com/cloudgap/cloudgap/rehearsal/rehearsaltest"
	"github.com/cloudgap/cloudgap/stacks"
)

// deployment is what an up of a stack made: by the engine's own account, as exported, in the simulated cloud, and the files of
// the state directory, from which another rehearsal can go on.
type deployment struct {
	once      sync.Once
	result    *rehearsal.StepResult
	resources []rehearsal.Resource
	state     json.RawMessage
	objects   []cloud.Object
	files     fstest.MapFS
}

// deployments are shared by the tests, because most begin with one.
var deployments = map[string]*deployment{"dev": {}, "prod": {}}

// deployed is the deployment of a stack, which the first test that asks makes. It is for looking at only.
func deployed(t *testing.T, stack string) *deployment {
	t.Helper()
	d := deployments[stack]
	d.once.Do(func() { d.make(t, stack) })
	if d.files == nil {
		t.Fatalf("the deployment of %s failed in the test that asked for it first", stack)
	}
	return d
}

func (d *deployment) make(t *testing.T, stack string) {
	t.Helper()
	options := rehearsaltest.Options(t, "..", stack, stacks.Deploy)
	session, err := rehearsal.Open(t.Context(), options)
	if err != nil {
		t.Fatal(err)
	}
	result, err := session.Up(t.Context())
	if err != nil {
		t.Fatal(errors.Join(err, session.Close()))
	}
	state, err := session.Export(t.Context())
	if err != nil {
		t.Fatal(errors.Join(err, session.Close()))
	}
	resources, err := rehearsal.ReadResources(state)
	if err != nil {
		t.Fatal(errors.Join(err, session.Close()))
	}
	objects := session.Cloud().Objects()
	if err := session.Close(); err != nil {
		t.Fatal(err)
	}
	d.result, d.resources, d.state, d.objects = result, resources, state, objects
	d.files = readFiles(t, options.StateDir)
}

// continued are the options of a rehearsal of a stack that goes on from its deployment.
func continued(t *testing.T, stack string) rehearsal.Options {
	t.Helper()
	options := rehearsaltest.Options(t, "..", stack, stacks.Deploy)
	if err := os.CopyFS(options.StateDir, deployed(t, stack).files); err != nil {
		t.Fatal(err)
	}
	return options
}

// readFiles reads a directory into memory.
func readFiles(t *testing.T, dir string) fstest.MapFS {
	t.Helper()
	files := fstest.MapFS{}
	from := os.DirFS(dir)
	err := fs.WalkDir(from, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() {
			return err
		}
		data, err := fs.ReadFile(from, path)
		files[path] = &fstest.MapFile{Data: data, Mode: 0o600}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}
