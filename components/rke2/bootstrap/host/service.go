package host

import (
	"context"
	"strings"
)

// Service is a systemd service of RKE2.
type Service string

// The services that RKE2's tarball brings. Neither is ever enabled.
const (
	ServerService Service = "rke2-server.service"
	AgentService  Service = "rke2-agent.service"
)

// Running tells whether a service is active or becoming so.
func (h Host) Running(ctx context.Context, service Service) (bool, error) {
	out, err := h.Run(ctx, "systemctl", "show", "--property=ActiveState", "--value", string(service))
	if err != nil {
		return false, err
	}
	switch strings.TrimSpace(string(out)) {
	case "active", "activating", "reloading", "refreshing":
		return true, nil
	default:
		return false, nil
	}
}

// Start starts a service without waiting until it is ready, which takes RKE2 minutes.
func (h Host) Start(ctx context.Context, service Service) error {
	_, err := h.Run(ctx, "systemctl", "start", "--no-block", string(service))
	return err
}

// Stop stops a service and waits until it has.
func (h Host) Stop(ctx context.Context, service Service) error {
	_, err := h.Run(ctx, "systemctl", "stop", string(service))
	return err
}
