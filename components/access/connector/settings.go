// Package connector renders what a connector host is: its user data, the unit of cloudflared and those around it, and the
// scripts that fetch the token and tell Auto Scaling how the host is. It is pure. No secret passes through it.
package connector

import (
	"net/netip"
	"time"

	"github.com/cloudgap/cloudgap/components/access/edge"
)

// GracePeriod is how long cloudflared lets requests in flight end once it has been asked to stop; TCP connections that last
// longer are cut.
const GracePeriod = 30 * time.Second

// The margins after the grace period: systemd waits stopMargin longer before it kills, Auto Scaling drainMargin longer before
// it terminates a host that has not said that it is drained.
const (
	stopMargin  = 15 * time.Second
	drainMargin = 90 * time.Second
)

// DrainTimeout is the heartbeat timeout of the terminating lifecycle hook. A host that drained says so earlier.
const DrainTimeout = GracePeriod + drainMargin

// LaunchTimeout is the heartbeat timeout of the launching lifecycle hook: a host without one connection by then is given up.
const LaunchTimeout = 15 * time.Minute

// LaunchHook and DrainHook are the names of the lifecycle hooks.
const (
	LaunchHook = "ready"
	DrainHook  = "drain"
)

// Connections is how many connections a connector keeps to the edge when all is well.
const Connections = 4

// illAfter is how often in a row a connector has to be without a connection before it is reported ill: five minutes. A
// shorter time would replace every host during a disturbance of the edge that a new host could not cure.
const illAfter = 30

// checkSeconds is the time between two looks at the connector's health.
const checkSeconds = 10

// Settings is everything that the documents depend on.
type Settings struct {
	// Region is the AWS Region.
	Region string
	// SecretArn is the secret that holds the tunnel's token.
	SecretArn string
	// EdgeRegion and Family say which edge to dial; the protocol is always QUIC.
	EdgeRegion edge.Region
	Family     edge.Family
	// Reach are the private addresses that the connector dials on behalf of people, and its resolver. Everything but these,
	// the edge and the host itself is refused by the kernel for the process of cloudflared.
	Reach []netip.Prefix
	// Packages are installed from S3 on the first boot; none where the image holds them.
	Packages []Package
	// LogGroup is where the logs go.
	LogGroup string
}

// Package is an RPM in S3.
type Package struct {
	// Bucket and Key name the object.
	Bucket, Key string
	// SHA256 is the expected hash, 64 lower-case hex digits.
	SHA256 string
}
