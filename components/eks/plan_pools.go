package eks

import (
	"cmp"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/cloudgap/cloudgap/components/internal/check"
	"github.com/cloudgap/cloudgap/internal/problems"
)

// poolPlan is a node pool with its defaults applied.
type poolPlan struct {
	key             string
	instanceTypes   []string
	architecture    Architecture
	system          OperatingSystem
	ami             pulumi.StringInput
	releaseVersion  string
	version         string
	spot            bool
	min, max, start int
	autoscaled      bool
	labels          map[string]string
	taints          []Taint
	zones           []string
	diskGiB         int
	maxPods         int
	maxUnavailable  int
	repair          bool
}

// Defaults of a pool.
const (
	defaultDiskGiB        = 50
	defaultMaxUnavailable = 33
	// podsWithPrefixes is AWS's advice for types with fewer than 30 vCPUs.
	podsWithPrefixes = 110
)

// Limits of a pool. Source: the EKS API reference, NodegroupScalingConfig, CreateNodegroup.
const (
	minDiskGiB   = 20
	maxDiskGiB   = 16384
	mostNodes    = 450
	mostTypes    = 20
	mostTaints   = 50
	mostPods     = 250
	wholePercent = 100
)

// planPools checks the node pools and applies their defaults.
func planPools(list *problems.List, p *plan, args *PrivateEksClusterArgs) {
	if len(args.NodePools) == 0 {
		list.Add("nodePools", "a cluster without nodes runs nothing, CoreDNS included", problems.Missing, "describe at least one pool")
	}
	for _, key := range slices.Sorted(maps.Keys(args.NodePools)) {
		path := "nodePools." + key
		check.Key(list, path, key, maxKeyLength)
		pool := planPool(p, key, args.NodePools[key], args.PodNetwork)
		checkPoolTypes(list, path, pool)
		checkPoolSizes(list, path, pool)
		checkPoolPlacement(list, path, p, pool)
		checkPoolImage(list, path, p, pool, args)
		check.Labels(list, path+".labels", pool.labels)
		checkTaints(list, path, pool.taints)
		p.pools = append(p.pools, pool)
	}
}

func planPool(p *plan, key string, a NodePool, pods *PodNetwork) poolPlan {
	pool := poolPlan{
		key: key, instanceTypes: a.InstanceTypes, architecture: a.Architecture, system: a.OperatingSystem, ami: a.AmiID,
		releaseVersion: a.ReleaseVersion, version: a.KubernetesVersion, spot: a.Spot, min: a.MinSize, max: a.MaxSize, start: a.DesiredSize,
		autoscaled: a.Autoscaled, labels: a.Labels, taints: a.Taints, zones: slices.Sorted(slices.Values(a.Zones)), diskGiB: a.DiskSizeGiB,
		maxPods: a.MaxPods, maxUnavailable: a.MaxUnavailablePercentage, repair: !a.OmitNodeRepair,
	}
	pool.architecture = cmp.Or(pool.architecture, ArchitectureX86)
	pool.system = cmp.Or(pool.system, AmazonLinux2023)
	pool.version = cmp.Or(pool.version, p.version)
	pool.start = cmp.Or(pool.start, pool.min)
	pool.diskGiB = cmp.Or(pool.diskGiB, defaultDiskGiB)
	pool.maxUnavailable = cmp.Or(pool.maxUnavailable, defaultMaxUnavailable)
	if pods != nil && pods.PrefixDelegation {
		pool.maxPods = cmp.Or(pool.maxPods, podsWithPrefixes)
	}
	if len(pool.zones) == 0 {
		pool.zones = p.controlPlaneZones
	}
	return pool
}

func checkPoolTypes(list *problems.List, path string, pool poolPlan) {
	if pool.architecture != ArchitectureX86 && pool.architecture != ArchitectureArm {
		list.Add(path+".architecture", "not an architecture of nodes", string(pool.architecture), "use x86_64 or arm64")
		return
	}
	if len(pool.instanceTypes) == 0 || len(pool.instanceTypes) > mostTypes {
		list.Add(path+".instanceTypes", fmt.Sprintf("a pool has 1 to %d instance types", mostTypes), len(pool.instanceTypes), fmt.Sprintf("name types of architecture %s", pool.architecture))
	}
	for i, name := range pool.instanceTypes {
		at := fmt.Sprintf("%s.instanceTypes[%d]", path, i)
		architecture, ok := architectureOf(name)
		switch {
		case !ok:
			list.Add(at, "not the name of an instance type", name, `write one such as "m7i.large"`)
		case architecture != pool.architecture:
			list.Add(at, fmt.Sprintf("the type is %s and the pool %s", architecture, pool.architecture), name, "choose another type, or put it into a pool of its own")
		}
	}
}

func checkPoolSizes(list *problems.List, path string, pool poolPlan) {
	if pool.min < 0 || pool.max < 1 || pool.max > mostNodes || pool.min > pool.max {
		list.Add(path+".maxSize", fmt.Sprintf("the sizes run from minSize, at least 0, to maxSize, 1 to %d", mostNodes), fmt.Sprintf("%d to %d", pool.min, pool.max), "correct them")
	} else if pool.start < pool.min || pool.start > pool.max {
		list.Add(path+".desiredSize", fmt.Sprintf("outside of minSize %d to maxSize %d", pool.min, pool.max), pool.start, "choose a size in between")
	}
	if pool.diskGiB < minDiskGiB || pool.diskGiB > maxDiskGiB {
		list.Add(path+".diskSizeGiB", fmt.Sprintf("a node's volume has %d to %d GiB", minDiskGiB, maxDiskGiB), pool.diskGiB, "choose such a size")
	}
	if pool.maxPods < 0 || pool.maxPods > mostPods {
		list.Add(path+".maxPods", fmt.Sprintf("EKS supports up to %d pods on a node", mostPods), pool.maxPods, "choose fewer")
	}
	if pool.maxUnavailable < 1 || pool.maxUnavailable > wholePercent {
		list.Add(path+".maxUnavailablePercentage", "not a percentage from 1 to 100", pool.maxUnavailable, "choose one")
	}
}

func checkPoolPlacement(list *problems.List, path string, p *plan, pool poolPlan) {
	for _, zone := range pool.zones {
		if !slices.Contains(p.nodeZones, zone) {
			list.Add(path+".zones", "the zone has no node subnet", zone, "use one of "+strings.Join(p.nodeZones, ", "))
		}
	}
}

func checkPoolImage(list *problems.List, path string, p *plan, pool poolPlan, args *PrivateEksClusterArgs) {
	switch {
	case pool.system != AmazonLinux2023 && pool.system != Bottlerocket:
		list.Add(path+".operatingSystem", "not an operating system of nodes", string(pool.system), "use AL2023 or BOTTLEROCKET")
	case pool.system == Bottlerocket && args.InstanceIDNodeNames:
		list.Add(path+".operatingSystem", "instanceIdNodeNames is a feature of nodeadm, which Bottlerocket does not have", string(pool.system), "use AL2023, or leave instanceIdNodeNames out")
	}
	checkSkew(list, path+".kubernetesVersion", pool.version, p.version)
	given := args.NodePools[pool.key]
	if pool.ami != nil && (given.ReleaseVersion != "" || given.KubernetesVersion != "") {
		list.Add(path+".amiId", "the versions of an AMI of your own are those that are in it", cmp.Or(given.ReleaseVersion, given.KubernetesVersion), "leave releaseVersion and kubernetesVersion out")
	}
	if pool.releaseVersion != "" && !releasePattern.MatchString(pool.releaseVersion) {
		list.Add(path+".releaseVersion", "not an AMI release", pool.releaseVersion, `write one such as "1.34.1-20251103"`)
	}
}

// releasePattern matches the releases of Amazon Linux ("1.34.1-20251103") and Bottlerocket ("1.50.0-6e9a1c1c").
var releasePattern = regexp.MustCompile(`^[0-9]+\.[0-9]+\.[0-9]+-[0-9a-f]{8}$`)

func checkTaints(list *problems.List, path string, taints []Taint) {
	if len(taints) > mostTaints {
		list.Add(path+".taints", fmt.Sprintf("EKS allows %d taints", mostTaints), len(taints), "drop some")
	}
	for i, taint := range taints {
		at := fmt.Sprintf("%s.taints[%d]", path, i)
		check.Taint(list, at, taint.Key, taint.Value, taint.Effect, NoSchedule, NoExecute, PreferNoSchedule)
	}
}
