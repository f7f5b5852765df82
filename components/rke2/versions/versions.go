// Package versions judges RKE2 versions: the floors below which a defect makes our way of running it unsafe, the steps that an
// upgrade may take, and the skew that servers and agents may have. It is pure.
package versions

import (
	"fmt"

	"github.com/Masterminds/semver/v3"

	"github.com/cloudgap/cloudgap/internal/problems"
)

// floors is the first release of each minor line that has the fixes that we rely on: concurrent joins, role credentials of
// etcd snapshots that expire, etcd-s3-retention, .cache.json, anonymous access to the health paths. Lines before the first
// one here are refused; lines after the last one have all of them.
var floors = map[uint64]string{33: "1.33.5", 34: "1.34.1"}

const (
	oldestMinor = 33
	firstFree   = 35
)

// Parse reads a version as RKE2 tags it, for example "v1.35.7+rke2r1". A version without the "+rke2rN" is refused: it names
// a Kubernetes version, of which there may be several RKE2 releases.
func Parse(text string) (*semver.Version, error) {
	version, err := semver.StrictNewVersion(trimV(text))
	if err != nil {
		return nil, fmt.Errorf("%q is no RKE2 version such as v1.35.7+rke2r1: %w", text, err)
	}
	if len(version.Metadata()) < 5 || version.Metadata()[:5] != "rke2r" {
		return nil, fmt.Errorf("%q names no RKE2 release; write for example v1.35.7+rke2r1", text)
	}
	return version, nil
}

func trimV(text string) string {
	if len(text) > 0 && text[0] == 'v' {
		return text[1:]
	}
	return text
}

// CheckFloor reports a version that is not an RKE2 version, that is older than the floor of its line, or whose line is too
// old. The path names the setting in the report.
func CheckFloor(path, text string, found *problems.List) {
	version, err := Parse(text)
	if err != nil {
		found.Add(path, "is not a version of RKE2", text, "write for example v1.35.7+rke2r1")
		return
	}
	minor := version.Minor()
	switch {
	case version.Major() != 1 || minor < oldestMinor:
		found.Add(path, "is of a line that lacks fixes we rely on", text, "choose v1.33.5 or newer")
	case minor < firstFree && version.LessThan(semver.MustParse(floors[minor])):
		found.Add(path, "is below the floor of its line", text, fmt.Sprintf("choose v%s or newer", floors[minor]))
	}
}

// CheckUpgrade reports a step from one version to another that the cluster would not survive: a step back, because etcd
// data of a newer release are not read by an older one, and a step over more than one minor. An equal version is no step.
func CheckUpgrade(path, from, to string, found *problems.List) {
	old, err := Parse(from)
	if err != nil {
		found.Add(path, "cannot be compared with the running version", from, "state the version that the cluster runs")
		return
	}
	target, err := Parse(to)
	if err != nil {
		found.Add(path, "is not a version of RKE2", to, "write for example v1.35.7+rke2r1")
		return
	}
	switch {
	case compare(target, old) < 0 && target.Minor() != old.Minor():
		found.Add(path, "is a minor below the running "+from, to,
			"going back over a minor is a restore: restore a snapshot that the older version took")
	case compare(target, old) < 0:
		found.Add(path, "is older than the running "+from, to, "keep the running version or choose a newer one")
	case target.Major() != old.Major() || target.Minor() > old.Minor()+1:
		found.Add(path, "skips a minor after the running "+from, to,
			fmt.Sprintf("upgrade to a release of 1.%d first", old.Minor()+1))
	}
}

// maxAgentLag is how many minors a kubelet may be behind the API server.
// https://kubernetes.io/releases/version-skew-policy/#kubelet
const maxAgentLag = 3

// CheckSkew reports agents whose version the servers do not support: newer than the servers in any respect, or more than
// three minors behind.
func CheckSkew(path, servers, agents string, found *problems.List) {
	server, err := Parse(servers)
	if err != nil {
		return
	}
	agent, err := Parse(agents)
	if err != nil {
		found.Add(path, "is not a version of RKE2", agents, "write for example v1.35.7+rke2r1")
		return
	}
	switch {
	case compare(agent, server) > 0:
		found.Add(path, "is newer than the servers' "+servers, agents, "upgrade the servers first")
	case agent.Minor()+maxAgentLag < server.Minor():
		found.Add(path, fmt.Sprintf("is more than %d minors behind the servers' %s", maxAgentLag, servers), agents,
			"upgrade the agents before the servers go further")
	}
}

// CheckFollows reports agents that a deployment would take a minor beyond what the servers run when it begins: agents of a pool are
// replaced faster than servers, and a kubelet may not be newer than the API server that it talks to.
func CheckFollows(path, running, agents string, found *problems.List) {
	server, serverErr := Parse(running)
	agent, agentErr := Parse(agents)
	if serverErr == nil && agentErr == nil && (agent.Major() > server.Major() || agent.Major() == server.Major() && agent.Minor() > server.Minor()) {
		found.Add(path, "is a minor ahead of "+running+", which the servers run until this deployment is through", agents,
			"keep the pool at "+running+" and raise it in the next deployment")
	}
}

// compare orders releases; SemVer ignores the metadata, in which RKE2 counts its own releases.
func compare(a, b *semver.Version) int {
	if order := a.Compare(b); order != 0 {
		return order
	}
	return release(a) - release(b)
}

func release(v *semver.Version) int {
	number := 0
	for _, digit := range v.Metadata()[5:] {
		if digit < '0' || digit > '9' {
			break
		}
		number = number*10 + int(digit-'0')
	}
	return number
}
