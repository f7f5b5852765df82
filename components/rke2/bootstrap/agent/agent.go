// Package agent runs RKE2 on a node that is no server: it joins with the agent token, tells its Auto Scaling group when it is
// ready, and lets its pods go before it is terminated. Its Node is deleted by the cloud controller manager: the credentials of
// a kubelet do not allow that.
package agent

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"github.com/cloudgap/cloudgap/components/rke2/bootstrap/host"
	"github.com/cloudgap/cloudgap/components/rke2/bootstrap/kube"
	"github.com/cloudgap/cloudgap/components/rke2/bootstrap/node"
	"github.com/cloudgap/cloudgap/components/rke2/bootstrap/server"
	"github.com/cloudgap/cloudgap/components/rke2/documents"
)

// kubeconfig holds the kubelet's own credentials.
const kubeconfig = documents.DataDir + "/agent/kubelet.kubeconfig"

// Health is where the kubelet says whether it works, on every node.
const Health = "http://127.0.0.1:10248/healthz"

// Agent is the RKE2 agent of one node.
type Agent struct {
	Host     host.Host
	Settings documents.Settings
	Node     server.Identity
	Secrets  server.Secrets
	Scaling  node.Scaling
	Log      *slog.Logger
	// Health is the address of the kubelet's health check.
	Health string
	// Pause is how long to wait between two looks at something that is expected to change.
	Pause time.Duration
}

// Run brings the agent up, and returns nil once the node may be terminated.
func (a Agent) Run(ctx context.Context) error {
	if err := a.start(ctx); err != nil {
		return err
	}
	registered := false
	lastBeat := time.Time{}
	for {
		terminating, err := a.Scaling.Terminating(ctx)
		if err != nil {
			a.Log.Warn("the metadata service does not answer", "error", err.Error())
		}
		if terminating {
			return a.leave(ctx)
		}
		if !registered && a.healthy(ctx) {
			if err := a.Scaling.Complete(ctx, node.Launch, true); err != nil {
				a.Log.Warn("the launch hook cannot be completed", "error", err.Error())
			} else {
				registered = true
				a.Log.Info("ready")
			}
		}
		if !registered && time.Since(lastBeat) > time.Minute {
			lastBeat = time.Now()
			_ = a.Scaling.Heartbeat(ctx, node.Launch)
		}
		if err := kube.Sleep(ctx, a.Pause); err != nil {
			return err
		}
	}
}

// start writes token and configuration and starts the service. A node that has its token starts without Secrets Manager.
func (a Agent) start(ctx context.Context) error {
	token, err := a.Secrets.Read(ctx, a.Settings.Secrets.Agent)
	known, lookErr := a.Host.Exists(documents.AgentToken)
	switch {
	case err == nil:
		if _, err := a.Host.Write(documents.File{Path: documents.AgentToken, Mode: 0o600, Content: token + "\n"}); err != nil {
			return err
		}
	case lookErr != nil || !known:
		return fmt.Errorf("fetch the agent token: %w", err)
	}
	config, err := documents.Config(a.Settings, a.Settings.Endpoint)
	if err != nil {
		return err
	}
	if _, err := a.Host.Write(documents.File{Path: documents.ConfigPath, Mode: 0o600, Content: config}); err != nil {
		return err
	}
	return a.Host.Start(ctx, host.AgentService)
}

func (a Agent) healthy(ctx context.Context) bool {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, a.Health, nil)
	if err != nil {
		return false
	}
	client := http.Client{Timeout: 5 * time.Second}
	response, err := client.Do(request)
	if err != nil {
		return false
	}
	_ = response.Body.Close()
	return response.StatusCode == http.StatusOK
}

// leave drains the node as far as that works in the time that the group gives, and lets it go in any case.
func (a Agent) leave(ctx context.Context) error {
	limit := time.Duration(a.Settings.Hooks.LeaveMinutes) * time.Minute
	api := kube.Client{Host: a.Host, Kubeconfig: kubeconfig, Address: a.Settings.Endpoint}
	if err := api.Drain(ctx, a.Node.NodeName, limit, a.Pause); err != nil {
		a.Log.Warn("the node leaves with its pods", "error", err.Error())
	}
	return a.Scaling.Complete(ctx, node.Terminate, true)
}
