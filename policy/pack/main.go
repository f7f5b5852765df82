package pack

import (
	"fmt"
	"os"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/util/rpcutil"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"
)

// Main serves the pack until the engine ends it or is gone. The engine reads the port from the first line of standard output, so
// nothing may be printed before Main.
func Main() error {
	analyzer, err := newServer(time.Now)
	if err != nil {
		return err
	}
	life, end := newLifetime(os.Args), make(chan bool)
	go life.watch(end)
	handle, err := rpcutil.ServeWithOptions(rpcutil.ServeOptions{
		Cancel:  end,
		Options: []grpc.ServerOption{grpc.StatsHandler(life)},
		Init: func(srv *grpc.Server) error {
			pulumirpc.RegisterAnalyzerServer(srv, analyzer)
			return nil
		},
	})
	if err != nil {
		return fmt.Errorf("serve policy pack: %w", err)
	}
	if _, err := fmt.Fprintf(os.Stdout, "%d\n", handle.Port); err != nil {
		return fmt.Errorf("tell the port of the policy pack: %w", err)
	}
	return <-handle.Done
}
