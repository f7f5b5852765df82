package awsproxy

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/cloudgap/cloudgap/conformance/process"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
)

// Backend says which programs stand behind the proxy.
type Backend struct {
	// Bridge is the path of pulumi-terraform-bridge's dynamic provider, Provider that of the terraform-provider-aws binary
	// which it runs. Both are set, or Plugin is.
	Bridge, Provider string
	// Plugin is the path of a real pulumi-resource-aws, which needs no translation.
	Plugin string
	// Env is the environment of the backend's processes, on top of our own. Endpoint variables of the AWS SDK go here.
	Env []string
}

// startTimeout is far beyond the 2.5 s that a start takes on two busy cores.
const startTimeout = 2 * time.Minute

// largestMessage admits the bridge's answer to GetSchema, 50 MB.
const largestMessage = 256 << 20

// instance is one running backend: a bridge with its provider, or a plugin.
type instance struct {
	group      *process.Group
	connection *grpc.ClientConn
	client     pulumirpc.ResourceProviderClient
	folder     string
}

// start runs the backend and, for a bridge, gives it the provider binary.
func (b Backend) start(ctx context.Context) (*instance, error) {
	ctx, cancel := context.WithTimeout(ctx, startTimeout)
	defer cancel()
	folder, err := os.MkdirTemp("", "cloudgap-awsproxy-")
	if err != nil {
		return nil, err
	}
	i := &instance{folder: folder}
	if err := i.run(ctx, b); err != nil {
		i.stop()
		return nil, err
	}
	return i, nil
}

func (i *instance) run(ctx context.Context, b Backend) error {
	program := b.Plugin
	if program == "" {
		program = b.Bridge
	}
	// The address of the engine comes later, with Attach; plugins only want to see an argument.
	env := append(os.Environ(), "PULUMI_HOME="+i.folder, "TMPDIR="+i.folder, "TF_LOG=ERROR",
		// Differences by property path rather than by top-level property, as pulumi-aws gives them.
		"PULUMI_TF_BRIDGE_ACCURATE_PF_BRIDGE_PREVIEW=true")
	group, line, err := process.StartAndReadLine(ctx, append(env, b.Env...), program, "127.0.0.1:0")
	if err != nil {
		return err
	}
	i.group = group
	port, err := strconv.Atoi(line)
	if err != nil {
		return fmt.Errorf("%s printed %q where a Pulumi plugin prints its port", program, line)
	}
	i.connection, err = grpc.NewClient(fmt.Sprintf("127.0.0.1:%d", port),
		grpc.WithTransportCredentials(insecure.NewCredentials()),
		grpc.WithDefaultCallOptions(grpc.MaxCallRecvMsgSize(largestMessage), grpc.MaxCallSendMsgSize(largestMessage)))
	if err != nil {
		return err
	}
	i.client = pulumirpc.NewResourceProviderClient(i.connection)
	if b.Plugin != "" {
		return nil
	}
	return i.parameterize(ctx, b.Provider)
}

// parameterize has the bridge start the provider binary. The bridge takes the provider's name from the file's name, so that
// it gets a link without the version.
func (i *instance) parameterize(ctx context.Context, provider string) error {
	link := filepath.Join(i.folder, "terraform-provider-aws")
	if err := os.Symlink(provider, link); err != nil {
		return err
	}
	answer, err := i.client.Parameterize(ctx, &pulumirpc.ParameterizeRequest{
		Parameters: &pulumirpc.ParameterizeRequest_Args{
			Args: &pulumirpc.ParameterizeRequest_ParametersArgs{Args: []string{link}},
		},
	})
	if err != nil {
		return fmt.Errorf("run %s under the bridge: %w", provider, err)
	}
	if answer.GetName() != "aws" {
		return fmt.Errorf("the bridge calls the provider %q, want \"aws\"", answer.GetName())
	}
	return nil
}

// stop ends the processes and removes what they left on disk.
func (i *instance) stop() {
	if i.connection != nil {
		_ = i.connection.Close()
	}
	if i.group != nil {
		i.group.Stop()
	}
	_ = os.RemoveAll(i.folder)
}

// Schema asks a bridge for the schema that it derived from the provider, which takes it half a minute.
func (b Backend) Schema(ctx context.Context) ([]byte, error) {
	if b.Plugin != "" {
		return nil, errors.New("only the bridge's schema is of use here")
	}
	i, err := b.start(ctx)
	if err != nil {
		return nil, err
	}
	defer i.stop()
	answer, err := i.client.GetSchema(ctx, &pulumirpc.GetSchemaRequest{SubpackageName: "aws", SubpackageVersion: "0.0.0"})
	if err != nil {
		return nil, fmt.Errorf("ask the bridge for its schema: %w", err)
	}
	return []byte(answer.GetSchema()), nil
}
