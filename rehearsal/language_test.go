package rehearsal

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/pulumi/pulumi/sdk/v3/go/common/util/rpcutil"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"
	"google.golang.org/protobuf/types/known/emptypb"
)

// languageHost is a language host whose only program is a Go function, so that a program directory can be rehearsed without the
// host of a real language.
type languageHost struct {
	pulumirpc.UnimplementedLanguageRuntimeServer
	program pulumi.RunFunc
}

// serveLanguage is the main function of the language host.
func serveLanguage(program pulumi.RunFunc) error {
	handle, err := rpcutil.ServeWithOptions(rpcutil.ServeOptions{Init: func(s *grpc.Server) error {
		pulumirpc.RegisterLanguageRuntimeServer(s, &languageHost{program: program})
		return nil
	}})
	if err != nil {
		return err
	}
	fmt.Println(handle.Port)
	return <-handle.Done
}

func (h *languageHost) GetPluginInfo(context.Context, *emptypb.Empty) (*pulumirpc.PluginInfo, error) {
	return &pulumirpc.PluginInfo{Version: "1.0.0"}, nil
}

func (h *languageHost) GetRequiredPackages(context.Context, *pulumirpc.GetRequiredPackagesRequest) (*pulumirpc.GetRequiredPackagesResponse, error) {
	return &pulumirpc.GetRequiredPackagesResponse{}, nil
}

func (h *languageHost) Run(ctx context.Context, r *pulumirpc.RunRequest) (*pulumirpc.RunResponse, error) {
	if _, err := os.Stat(filepath.Join(r.GetInfo().GetProgramDirectory(), "program.trial")); err != nil {
		return &pulumirpc.RunResponse{Error: err.Error()}, nil
	}
	program, err := pulumi.NewContext(ctx, pulumi.RunInfo{
		MonitorAddr: r.GetMonitorAddress(), Config: r.GetConfig(), Project: r.GetProject(), Stack: r.GetStack(), Parallel: r.GetParallel(), DryRun: r.GetDryRun(),
	})
	if err != nil {
		return nil, err
	}
	if err := pulumi.RunWithContext(program, h.program); err != nil {
		return &pulumirpc.RunResponse{Error: err.Error()}, nil
	}
	return &pulumirpc.RunResponse{}, nil
}

// installHost puts the language host on the PATH under a name.
func installHost(t *testing.T, name string) {
	t.Helper()
	hosts := t.TempDir()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(self, filepath.Join(hosts, name)); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", hosts+string(os.PathListSeparator)+os.Getenv("PATH"))
}

// The environment variable PATH is the only way to a language host, so this test is not parallel.
func TestAProgramDirectoryIsRehearsedWithItsLanguageHostAndNotWrittenTo(t *testing.T) {
	options := testOptions(t, nil)
	options.StateDir = t.TempDir()
	write(t, filepath.Join(options.ProjectDir, "Pulumi.yaml"), "name: trial\nruntime: trial\nmain: src\n")
	write(t, filepath.Join(options.ProjectDir, "src", "program.trial"), "")
	installHost(t, "pulumi-language-trial")
	before := snapshot(t, options.ProjectDir)

	report, err := Run(t.Context(), options)
	if err != nil {
		t.Fatalf("rehearse: %v", err)
	}
	if got := report.Steps[2].Changes["create"]; got != 3 {
		t.Errorf("expected up to create stack, VPC and subnet, got %v", report.Steps[2].Changes)
	}
	if diff := cmp.Diff(before, snapshot(t, options.ProjectDir)); diff != "" {
		t.Errorf("expected the program directory to stay as it was (-before +after):\n%s", diff)
	}
}

func snapshot(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		files[path] = string(content)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}
