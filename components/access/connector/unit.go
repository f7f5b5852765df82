package connector

import (
	_ "embed"
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/cloudgap/cloudgap/components/access/edge"
)

// Names and places on the host.
const (
	serviceUnit   = "cloudflared.service"
	tokenUnit     = "cloudflared-token.service"
	healthUnit    = "connector-health.service"
	healthTimer   = "connector-health.timer"
	unitFolder    = "/etc/systemd/system/"
	programFolder = "/usr/local/sbin/"
	tokenProgram  = programFolder + "cloudflared-token"
	healthProgram = programFolder + "connector-health"
	setupProgram  = programFolder + "connector-setup"
	packageList   = "/etc/cloudgap/packages"
	agentConfig   = "/etc/cloudgap/amazon-cloudwatch-agent.json"
	tunnelLogs    = "/var/log/cloudflared"
	healthLogs    = "/var/log/connector-health"
	// metricsAddress answers /ready, /metrics and pprof, on the loopback interface only: by default a container would offer
	// them to everybody.
	metricsAddress = "127.0.0.1:20241"
)

//go:embed cloudflared.service
var unitText string

//go:embed cloudflared-token.service
var tokenUnitText string

//go:embed connector-health.service
var healthUnitText string

//go:embed connector-health.timer
var healthTimerText string

// Unit renders the unit of cloudflared.
func Unit(s Settings) string {
	return strings.NewReplacer(
		"@arguments@", strings.Join(arguments(s), " "),
		"@stop@", fmt.Sprint(int((GracePeriod + stopMargin).Seconds())),
		"@allowed@", joinPrefixes(allowed(s)),
	).Replace(unitText)
}

// arguments are the flags of cloudflared before its command. Whatever has a default that follows the network or the edge is
// pinned: protocol, address family, metrics address. What would call home is off: updates, pre-checks, remote diagnostics.
func arguments(s Settings) []string {
	list := []string{
		"--no-autoupdate",
		"--no-prechecks",
		"--management-diagnostics=false",
		"--protocol", "quic",
		"--edge-ip-version", fmt.Sprint(int(s.Family)),
		"--metrics", metricsAddress,
		"--grace-period", fmt.Sprintf("%ds", int(GracePeriod.Seconds())),
		"--loglevel", "info",
		"--log-directory", tunnelLogs,
	}
	if flag := s.EdgeRegion.Flag(); flag != "" {
		list = append(list, "--region", flag)
	}
	return list
}

// allowed are the addresses that the process of cloudflared may exchange packets with, beside the host itself.
func allowed(s Settings) []netip.Prefix {
	return slices.Concat(edge.Routes(s.EdgeRegion, s.Family), s.Reach)
}

func joinPrefixes(list []netip.Prefix) string {
	texts := make([]string, len(list))
	for i, p := range list {
		texts[i] = p.String()
	}
	return strings.Join(texts, " ")
}
