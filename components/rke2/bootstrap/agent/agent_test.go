package agent_test

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/cloudgap/cloudgap/components/rke2/bootstrap/agent"
	"github.com/cloudgap/cloudgap/components/rke2/bootstrap/host"
	"github.com/cloudgap/cloudgap/components/rke2/bootstrap/internal/standintest"
	"github.com/cloudgap/cloudgap/components/rke2/bootstrap/node"
	"github.com/cloudgap/cloudgap/components/rke2/documents"
	"github.com/cloudgap/cloudgap/components/rke2/internal/sample"
)

func TestMain(m *testing.M) { standintest.Main(m) }

// group is an Auto Scaling group that wants its instance gone as soon as it is in service.
type group struct {
	mutex     sync.Mutex
	completed []string
}

func (g *group) Terminating(context.Context) (bool, error) {
	g.mutex.Lock()
	defer g.mutex.Unlock()
	return len(g.completed) > 0, nil
}

func (g *group) Complete(_ context.Context, hook node.Hook, _ bool) error {
	g.mutex.Lock()
	defer g.mutex.Unlock()
	g.completed = append(g.completed, string(hook))
	return nil
}

func (g *group) Heartbeat(context.Context, node.Hook) error { return nil }

type onlySecret string

func (s onlySecret) Read(_ context.Context, arn string) (string, error) {
	if arn != sample.Agent().Secrets.Agent {
		return "", errors.New("access denied to " + arn)
	}
	return string(s), nil
}

func TestAnAgentJoinsWithItsOwnTokenAndIsLetGo(t *testing.T) {
	t.Parallel()
	asked := 0
	kubelet := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if asked++; asked < 3 {
			w.WriteHeader(http.StatusInternalServerError)
		}
	}))
	defer kubelet.Close()
	root := t.TempDir()
	settings := sample.Agent()
	settings.Endpoint = "127.0.0.1"
	g := &group{}
	a := agent.Agent{
		Host:     host.Host{Root: root, Programs: standintest.Programs(t), Env: []string{"STANDIN_NODE=" + root}},
		Settings: settings, Secrets: onlySecret("agent-token"), Scaling: g, Log: slog.New(slog.DiscardHandler),
		Health: kubelet.URL, Pause: time.Millisecond,
	}
	if err := a.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"launch", "terminate"}, g.completed); diff != "" {
		t.Errorf("completed hooks differ (-want +got):\n%s", diff)
	}
	if asked < 3 {
		t.Errorf("expected the launch hook to wait for the kubelet, which was asked %d times", asked)
	}
	token, err := a.Host.Read(documents.AgentToken)
	if diff := cmp.Diff("agent-token\n", string(token)); err != nil || diff != "" {
		t.Errorf("token differs (-want +got), error %v:\n%s", err, diff)
	}
	commands, err := a.Host.Read("/commands.log")
	if err != nil || !strings.Contains(string(commands), "systemctl start --no-block rke2-agent.service") {
		t.Errorf("expected the agent's service to be started, got %v:\n%s", err, commands)
	}
}
