package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	"github.com/pulumi/pulumi/sdk/v3/go/common/util/rpcutil"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"
	"google.golang.org/protobuf/types/known/emptypb"
)

// trialHost is the language host of a runtime whose programs are shapes of one Go function, so that program directories can
// be judged where no real language is installed.
const trialHost = "pulumi-language-trial"

// trialProgram does what the configuration app:shape says.
func trialProgram(ctx *pulumi.Context) error {
	switch shape := config.Get(ctx, "app:shape"); shape {
	case "private":
		return nil
	case "leaking":
		_, err := ec2.NewInternetGateway(ctx, "way-out", &ec2.InternetGatewayArgs{})
		return err
	case "failing":
		return errors.New("no such zone")
	default:
		return fmt.Errorf("there is no shape %q", shape)
	}
}

type trialLanguage struct {
	pulumirpc.UnimplementedLanguageRuntimeServer
}

// serveTrialLanguage is the main function of the language host.
func serveTrialLanguage() {
	handle, err := rpcutil.ServeWithOptions(rpcutil.ServeOptions{Init: func(s *grpc.Server) error {
		pulumirpc.RegisterLanguageRuntimeServer(s, trialLanguage{})
		return nil
	}})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Println(handle.Port)
	if err := <-handle.Done; err != nil {
		os.Exit(1)
	}
}

func (trialLanguage) GetPluginInfo(context.Context, *emptypb.Empty) (*pulumirpc.PluginInfo, error) {
	return &pulumirpc.PluginInfo{Version: "1.0.0"}, nil
}

func (trialLanguage) GetRequiredPackages(context.Context, *pulumirpc.GetRequiredPackagesRequest) (*pulumirpc.GetRequiredPackagesResponse, error) {
	return &pulumirpc.GetRequiredPackagesResponse{}, nil
}

func (trialLanguage) Run(ctx context.Context, r *pulumirpc.RunRequest) (*pulumirpc.RunResponse, error) {
	program, err := pulumi.NewContext(ctx, pulumi.RunInfo{
		MonitorAddr: r.GetMonitorAddress(), Config: r.GetConfig(), Project: r.GetProject(), Stack: r.GetStack(), Parallel: r.GetParallel(), DryRun: r.GetDryRun(),
	})
	if err != nil {
		return nil, err
	}
	if err := pulumi.RunWithContext(program, trialProgram); err != nil {
		return &pulumirpc.RunResponse{Error: err.Error()}, nil
	}
	return &pulumirpc.RunResponse{}, nil
}
