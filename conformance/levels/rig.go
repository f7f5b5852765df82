package levels

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"

	"github.com/cloudgap/cloudgap/conformance/awsproxy"
	"github.com/cloudgap/cloudgap/conformance/gohost"
	"github.com/cloudgap/cloudgap/conformance/parts"
	"github.com/cloudgap/cloudgap/policy/pack"
	"github.com/cloudgap/cloudgap/rehearsal"
	"github.com/cloudgap/cloudgap/rehearsal/cloudflare"
	"github.com/cloudgap/cloudgap/rehearsal/eks"
)

// rig is what a run needs besides the program: the engine, and the real provider pointed at an address.
type rig struct {
	cli     string
	backend awsproxy.Backend
	proxy   *awsproxy.Server
	folder  string
}

// findBackend takes a real pulumi-resource-aws where one is installed, and otherwise the bridge with the provider binary.
func findBackend(root string) (awsproxy.Backend, string, error) {
	if plugin, ok := parts.AWSPlugin(awsproxy.Version); ok {
		return awsproxy.Backend{Plugin: plugin}, "pulumi-resource-aws at " + plugin, nil
	}
	provider, err := parts.AWSProvider()
	if err != nil {
		return awsproxy.Backend{}, "", err
	}
	bridge, err := parts.Bridge(root)
	if err != nil {
		return awsproxy.Backend{}, "", err
	}
	return awsproxy.Backend{Bridge: bridge, Provider: provider}, "terraform-provider-aws " + parts.ProviderVersion + " at " + provider, nil
}

// newRig starts the provider proxy with every call to AWS going to one address.
func newRig(cli string, backend awsproxy.Backend, endpoint string) (*rig, error) {
	folder, err := os.MkdirTemp("", "cloudgap-conformance-")
	if err != nil {
		return nil, err
	}
	backend.Env = slices.Concat(withoutAWS(), []string{"AWS_ENDPOINT_URL=" + endpoint, "AWS_EC2_METADATA_DISABLED=true"})
	proxy, err := awsproxy.Start(backend, resource.NewPropertyMapFromMap(map[string]any{
		"accessKey": "conformance", "secretKey": "conformance", "skipMetadataApiCheck": true, "skipRegionValidation": true, "s3UsePathStyle": true,
	}))
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(folder))
	}
	return &rig{cli: cli, backend: backend, proxy: proxy, folder: folder}, nil
}

// withoutAWS blanks what the caller's environment says about AWS: a profile or a proxy of theirs must not lead a test to an
// account of theirs.
func withoutAWS() []string {
	var blank []string
	for _, entry := range os.Environ() {
		name, _, _ := strings.Cut(entry, "=")
		if strings.HasPrefix(name, "AWS_") {
			blank = append(blank, name+"=")
		}
	}
	return append(blank, "AWS_CONFIG_FILE="+os.DevNull, "AWS_SHARED_CREDENTIALS_FILE="+os.DevNull, "NO_PROXY=127.0.0.1,localhost")
}

// open prepares a session of the rehearsal's engine driver with the proxy in the place of the simulated AWS; Cloudflare stays
// simulated. The state stays from one session to the next until the rig is closed.
func (r *rig) open(ctx context.Context, subject Subject, as form) (*rehearsal.Session, error) {
	return r.openWith(ctx, subject, as, rehearsal.Options{PulumiCLI: r.cli})
}

// openWatched is open with the engine's process known, and with progress told.
func (r *rig) openWatched(ctx context.Context, subject Subject, progress func(rehearsal.Event)) (*rehearsal.Session, error) {
	cli, err := r.watchedCLI()
	if err != nil {
		return nil, err
	}
	return r.openWith(ctx, subject, deletable, rehearsal.Options{PulumiCLI: cli, Progress: progress, Checkpoints: true})
}

func (r *rig) openWith(ctx context.Context, subject Subject, as form, options rehearsal.Options) (*rehearsal.Session, error) {
	options.ProjectDir, options.Stack = subject.projectDir, subject.Stack
	options.StateDir = filepath.Join(r.folder, "state-"+subject.Name)
	if subject.program != nil {
		options.Program = subject.program(as)
		options.ProjectDir = filepath.Join(r.folder, fmt.Sprintf("%s-%s", subject.Name, as))
		if err := os.MkdirAll(options.ProjectDir, 0o700); err != nil {
			return nil, err
		}
		if err := subject.write(options.ProjectDir, as); err != nil {
			return nil, err
		}
	} else {
		cli, err := r.hostingCLI()
		if err != nil {
			return nil, err
		}
		options.PulumiCLI = cli
	}
	options.Components = eks.Components()
	if len(options.Packages) == 0 {
		options.Attach = map[string]int{"aws": r.proxy.Port()}
	}
	options.Packages = append(options.Packages, cloudflare.Package())
	return rehearsal.Open(ctx, options)
}

// hostingCLI is the CLI with our language host for Go beside it, where the engine looks for one that is not on the PATH.
func (r *rig) hostingCLI() (string, error) {
	if _, err := r.ourselves(gohost.Name); err != nil {
		return "", err
	}
	return r.watchedCLI()
}

// PackProgram is the file name under which this program is the policy pack.
const PackProgram = "cloudgap-policy"

// policyPack is cloudgap's own, in this program.
func (r *rig) policyPack() ([]rehearsal.PolicyPack, error) {
	path, err := r.ourselves(PackProgram)
	return []rehearsal.PolicyPack{{Path: path, Name: pack.Name, Version: pack.Version}}, err
}

// ourselves is this program under another name, by which it knows what it is to be.
func (r *rig) ourselves(name string) (string, error) {
	self, err := os.Executable()
	if err != nil {
		return "", err
	}
	path := filepath.Join(r.folder, name)
	if err := os.Symlink(self, path); err != nil && !errors.Is(err, fs.ErrExist) {
		return "", err
	}
	return path, nil
}

// close ends the proxy with its processes and removes the state.
func (r *rig) close() {
	r.proxy.Close()
	_ = os.RemoveAll(r.folder)
}
