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
	stack string
	// edit leaves out parts of the stack; nil for the stack as it is committed.
	edit      func(spec map[string]any)
	once      sync.Once
	result    *rehearsal.StepResult
	resources []rehearsal.Resource
	state     json.RawMessage
	objects   []cloud.Object
	files     fstest.MapFS
}

// Deployments of a part of a stack, for tests that change that part and deploy again.
const (
	eksOfProd  = "the EKS cluster of prod"
	rke2OfProd = "the RKE2 cluster of prod"
)

// deployments are shared by the tests, because most begin with one.
var deployments = map[string]*deployment{
	"dev": {stack: "dev"}, "prod": {stack: "prod"}, eksOfProd: {stack: "prod", edit: clusterAlone}, rke2OfProd: {stack: "prod", edit: rke2Alone},
}

// deployed is a deployment, which the first test that asks makes. It is for looking at only.
func deployed(t *testing.T, name string) *deployment {
	t.Helper()
	d := deployments[name]
	d.once.Do(func() { d.make(t) })
	if d.files == nil {
		t.Fatalf("the deployment of %s failed in the test that asked for it first", name)
	}
	return d
}

func (d *deployment) make(t *testing.T) {
	t.Helper()
	options := d.options(t, nil)
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

// options are those of a rehearsal of what the deployment has of its stack, edited further.
func (d *deployment) options(t *testing.T, edit func(spec map[string]any)) rehearsal.Options {
	t.Helper()
	dir := ".."
	if d.edit != nil || edit != nil {
		dir = project(t, d.stack, func(spec map[string]any) {
			for _, change := range []func(map[string]any){d.edit, edit} {
				if change != nil {
					change(spec)
				}
			}
		})
	}
	return rehearsaltest.Options(t, dir, d.stack, stacks.Deploy)
}

// continued are the options of a rehearsal that goes on from a deployment with an edited spec.
func continued(t *testing.T, name string, edit func(spec map[string]any)) rehearsal.Options {
	t.Helper()
	d := deployed(t, name)
	options := d.options(t, edit)
	if err := os.CopyFS(options.StateDir, d.files); err != nil {
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
