// Package gohost is a language host for Go: enough of one for the engine to run the repository's examples, which are programs of
// their own, where Pulumi's host is not installed.
package gohost

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/constant"
	"github.com/pulumi/pulumi/sdk/v3/go/common/util/rpcutil"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"
	"google.golang.org/protobuf/types/known/emptypb"
)

// Name is the file name under which the engine looks for the host on the PATH. A program serves when it is started under it.
const Name = "pulumi-language-go"

// Serve is the main function of the host; the arguments are the program's. The engine gives its address as the last one, and reads
// the host's port.
func Serve(arguments []string) error {
	h := &host{folder: filepath.Dir(arguments[0]), engine: arguments[len(arguments)-1]}
	handle, err := rpcutil.ServeWithOptions(rpcutil.ServeOptions{Init: func(s *grpc.Server) error {
		pulumirpc.RegisterLanguageRuntimeServer(s, h)
		return nil
	}})
	if err != nil {
		return err
	}
	fmt.Println(handle.Port)
	return <-handle.Done
}

type host struct {
	pulumirpc.UnimplementedLanguageRuntimeServer
	folder, engine string
}

// GetPluginInfo answers with a version, which the engine only shows.
func (h *host) GetPluginInfo(context.Context, *emptypb.Empty) (*pulumirpc.PluginInfo, error) {
	return &pulumirpc.PluginInfo{Version: "1.0.0"}, nil
}

// GetRequiredPackages names none: every provider is attached.
func (h *host) GetRequiredPackages(context.Context, *pulumirpc.GetRequiredPackagesRequest) (*pulumirpc.GetRequiredPackagesResponse, error) {
	return &pulumirpc.GetRequiredPackagesResponse{}, nil
}

// Run compiles the program and runs it.
func (h *host) Run(ctx context.Context, request *pulumirpc.RunRequest) (*pulumirpc.RunResponse, error) {
	// Beside the host, so that a second run finds it compiled.
	program := filepath.Join(h.folder, "program-"+filepath.Base(request.GetInfo().GetProgramDirectory()))
	build := exec.CommandContext(ctx, "go", "build", "-o", program, ".")
	build.Dir = request.GetInfo().GetProgramDirectory()
	// The flags of the Makefile: another -trimpath would compile everything once more.
	build.Env = append(os.Environ(), "GOFLAGS=-trimpath -buildvcs=false")
	if output, err := build.CombinedOutput(); err != nil {
		return &pulumirpc.RunResponse{Error: fmt.Sprintf("go build in %s: %v\n%s", build.Dir, err, output)}, nil
	}
	settings, err := h.settings(request)
	if err != nil {
		return nil, err
	}
	run := exec.CommandContext(ctx, program)
	run.Dir, run.Env = request.GetPwd(), append(os.Environ(), settings...)
	var errs bytes.Buffer
	run.Stderr = &errs
	err = run.Run()
	var exit *exec.ExitError
	switch {
	case err == nil:
		return &pulumirpc.RunResponse{}, nil
	case errors.As(err, &exit) && exit.ExitCode() == constant.ExitStatusLoggedError:
		return &pulumirpc.RunResponse{Bail: true}, nil // The program has told the engine why.
	default:
		return &pulumirpc.RunResponse{Error: fmt.Sprintf("%v: %s", err, strings.TrimSpace(errs.String()))}, nil
	}
}

// settings are the environment variables from which the SDK's pulumi.Run reads what it has to know.
func (h *host) settings(request *pulumirpc.RunRequest) ([]string, error) {
	config, err := json.Marshal(request.GetConfig())
	if err != nil {
		return nil, err
	}
	secrets, err := json.Marshal(request.GetConfigSecretKeys())
	if err != nil {
		return nil, err
	}
	return []string{
		pulumi.EnvOrganization + "=" + request.GetOrganization(),
		pulumi.EnvProject + "=" + request.GetProject(),
		pulumi.EnvPulumiRootDirectory + "=" + request.GetInfo().GetRootDirectory(),
		pulumi.EnvStack + "=" + request.GetStack(),
		pulumi.EnvConfig + "=" + string(config),
		pulumi.EnvConfigSecretKeys + "=" + string(secrets),
		pulumi.EnvParallel + "=" + strconv.Itoa(int(request.GetParallel())),
		pulumi.EnvDryRun + "=" + strconv.FormatBool(request.GetDryRun()),
		pulumi.EnvMonitor + "=" + request.GetMonitorAddress(),
		pulumi.EnvEngine + "=" + h.engine,
	}, nil
}
