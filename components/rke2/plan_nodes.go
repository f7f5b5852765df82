package rke2

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/cloudgap/cloudgap/components/internal/instancetype"
	"github.com/cloudgap/cloudgap/components/rke2/artifacts"
	"github.com/cloudgap/cloudgap/components/rke2/documents"
	"github.com/cloudgap/cloudgap/components/rke2/versions"
	"github.com/cloudgap/cloudgap/internal/problems"
)

// nodePlan is what servers and the agents of a pool have in common, with defaults applied.
type nodePlan struct {
	role documents.Role
	// pool is the key of the pool, empty for servers.
	pool          string
	version       string
	instanceTypes []string
	architecture  artifacts.Arch
	image         Image
	rootDiskGiB   int
	leaveMinutes  int
	labels        map[string]string
	taints        []string
	zones         []string
	// program and artifacts are what the nodes fetch, with hashes.
	program   artifacts.Artifact
	artifacts []artifacts.Artifact
}

// Defaults and limits of nodes.
const (
	serverRootGiB      = 60
	agentRootGiB       = 80
	minRootGiB         = 30
	serverDataGiB      = 20
	minDataGiB         = 8
	maxDiskGiB         = 16384
	serverLeaveMinutes = 60
	agentLeaveMinutes  = 15
	maxLeaveMinutes    = 100
)

// controlPlaneTaint keeps pods off the servers that do not tolerate it.
const controlPlaneTaint = "node-role.kubernetes.io/control-plane=:NoSchedule"

// neededPackages are those that Amazon Linux 2023 lacks and nodes need: the policy that rke2-selinux builds on, iptables for the
// container network, screen for sessions that are logged while they run, and the agent that ships logs.
var neededPackages = []string{"amazon-cloudwatch-agent", "container-selinux", "iptables-nft", "screen"}

var (
	releasePattern = regexp.MustCompile(`^2023\.[0-9]+\.20[0-9]{6}$`)
	packagePattern = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._+-]*$`)
)

func planSystem(list *problems.List, args *Rke2ControlPlaneArgs) {
	if !releasePattern.MatchString(args.System.Releasever) {
		list.Add("system.releasever", "pins no release of Amazon Linux 2023", args.System.Releasever, "write for example 2023.9.20260810")
	}
	for i, name := range args.System.Packages {
		if !packagePattern.MatchString(name) {
			list.Add(fmt.Sprintf("system.packages[%d]", i), "not the name of a package", name, "write it as dnf does")
		}
	}
}

// packages are those that nodes install, sorted.
func packages(args *Rke2ControlPlaneArgs) []string {
	all := append(slices.Clone(neededPackages), args.System.Packages...)
	slices.Sort(all)
	return slices.Compact(all)
}

// planServers checks the servers and applies their defaults.
func planServers(list *problems.List, p *plan, args *Rke2ControlPlaneArgs) {
	given := args.Servers
	p.servers = nodePlan{
		role: documents.Server, version: args.Version, instanceTypes: []string{given.InstanceType}, architecture: cmp.Or(given.Architecture, artifacts.AMD64),
		image: given.Image, rootDiskGiB: cmp.Or(given.RootDiskGiB, serverRootGiB), leaveMinutes: cmp.Or(given.LeaveMinutes, serverLeaveMinutes),
		taints: []string{controlPlaneTaint}, zones: p.serverZones,
	}
	versions.CheckFloor("version", args.Version, list)
	checkNode(list, "servers", p.servers, args.FIPS)
	checkTypes(list, "servers.instanceType", p.servers)
	p.dataDiskGiB = cmp.Or(given.DataDiskGiB, serverDataGiB)
	if p.dataDiskGiB < minDataGiB || p.dataDiskGiB > maxDiskGiB {
		list.Add("servers.dataDiskGiB", fmt.Sprintf("the volume of etcd has %d to %d GiB", minDataGiB, maxDiskGiB), p.dataDiskGiB, "choose such a size")
	}
}

// checkNode checks what servers and agents have in common.
func checkNode(list *problems.List, path string, n nodePlan, fips bool) {
	if !slices.Contains([]artifacts.Arch{artifacts.AMD64, artifacts.ARM64}, n.architecture) {
		list.Add(path+".architecture", "not an architecture of RKE2", string(n.architecture), "use amd64 or arm64")
	}
	switch {
	case (n.image.ID == nil) == (n.image.Parameter == ""):
		list.Add(path+".image", "an image is either an AMI or a parameter that names one", problems.Missing, "set exactly one of id and parameter")
	case fips && n.image.Parameter != "":
		list.Add(path+".image.parameter", "Amazon's own images are not in FIPS mode", n.image.Parameter,
			"set image.id to an AMI in which fips-mode-setup was run, or leave fips out")
	case n.image.Parameter != "" && !strings.HasPrefix(n.image.Parameter, "/"):
		list.Add(path+".image.parameter", "not the full name of a parameter", n.image.Parameter,
			"write for example /aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64")
	}
	if n.rootDiskGiB < minRootGiB || n.rootDiskGiB > maxDiskGiB {
		list.Add(path+".rootDiskGiB", fmt.Sprintf("bundles and their images need %d to %d GiB", minRootGiB, maxDiskGiB), n.rootDiskGiB, "choose such a size")
	}
	if n.leaveMinutes < 1 || n.leaveMinutes > maxLeaveMinutes {
		list.Add(path+".leaveMinutes", fmt.Sprintf("out of 1 to %d", maxLeaveMinutes), n.leaveMinutes, "choose a time within")
	}
}

// checkTypes reports instance types of another architecture than the nodes'.
func checkTypes(list *problems.List, path string, n nodePlan) {
	for _, name := range n.instanceTypes {
		arm, ok := instancetype.IsARM(name)
		switch {
		case !ok:
			list.Add(path, "not the name of an instance type", name, `write one such as "m7i.large"`)
		case arm != (n.architecture == artifacts.ARM64):
			list.Add(path, "not a type of the architecture "+string(n.architecture), name, "choose another type, or the other architecture")
		}
	}
}
