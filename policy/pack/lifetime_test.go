package pack

import (
	"net"
	"testing"
	"time"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc/stats"
	"google.golang.org/protobuf/types/known/emptypb"
)

// serveEngine listens where an engine would.
func serveEngine(t *testing.T) net.Listener {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	return listener
}

func TestAPackLivesAsLongAsItsEngine(t *testing.T) {
	t.Parallel()
	listener := serveEngine(t)
	life := newLifetime([]string{"pack", listener.Addr().String()})
	expect := func(want bool, when string) {
		t.Helper()
		if got := life.over(); got != want {
			t.Errorf("%s: expected the end to be %t, got %t", when, want, got)
		}
	}
	expect(false, "before the engine connects")
	life.HandleConn(t.Context(), &stats.ConnBegin{})
	expect(false, "with a connection")
	life.HandleConn(t.Context(), &stats.ConnEnd{})
	expect(false, "with an idle engine")
	life.HandleConn(t.Context(), &stats.ConnBegin{})
	if err := listener.Close(); err != nil {
		t.Fatal(err)
	}
	expect(false, "with an engine that takes no further connections")
	life.HandleConn(t.Context(), &stats.ConnEnd{})
	expect(true, "without an engine")
	for _, arguments := range [][]string{nil, {"pack"}, {"pack", "."}} {
		if newLifetime(arguments).over() {
			t.Errorf("expected a pack that was started as %q to live on", arguments)
		}
	}
}

func TestAPackEndsWhenItsEngineWasKilled(t *testing.T) {
	t.Parallel()
	listener := serveEngine(t)
	command, connection := startPackFor(t, listener.Addr().String())
	if _, err := pulumirpc.NewAnalyzerClient(connection).GetPluginInfo(t.Context(), &emptypb.Empty{}); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- command.Wait() }()
	if err := connection.Close(); err != nil {
		t.Fatal(err)
	}
	if err := listener.Close(); err != nil {
		t.Fatal(err)
	}
	select {
	case err := <-ended:
		if err != nil {
			t.Errorf("expected the pack to end well, got %v", err)
		}
	case <-time.After(time.Minute):
		t.Error("the pack is still there")
	}
}
