package rke2

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/cloudgap/cloudgap/components/internal/check"
	"github.com/cloudgap/cloudgap/components/rke2/artifacts"
	"github.com/cloudgap/cloudgap/components/rke2/documents"
	"github.com/cloudgap/cloudgap/components/rke2/versions"
	"github.com/cloudgap/cloudgap/internal/problems"
)

// poolPlan is a pool of agents with its defaults applied.
type poolPlan struct {
	nodePlan
	min, max     int
	spot         bool
	onDemandBase int
	targetGroups []pulumi.StringInput
	groups       []pulumi.StringInput
}

// Limits of a pool.
const (
	mostAgents = 1000
	mostTypes  = 40
)

// poolLabel says on every agent which pool it belongs to.
const poolLabel = "cloudgap.dev/pool"

// planPools checks the pools and applies their defaults.
func planPools(list *problems.List, p *plan, args *Rke2ControlPlaneArgs) {
	for _, key := range slices.Sorted(maps.Keys(args.AgentPools)) {
		path, given := "agentPools."+key, args.AgentPools[key]
		check.Key(list, path, key, maxKeyLength)
		pool := planPool(list, p, key, given)
		checkNode(list, path, pool.nodePlan, args.FIPS)
		if len(pool.instanceTypes) == 0 || len(pool.instanceTypes) > mostTypes {
			list.Add(path+".instanceTypes", fmt.Sprintf("a pool has 1 to %d instance types", mostTypes), len(pool.instanceTypes), "name some")
		}
		checkTypes(list, path+".instanceTypes", pool.nodePlan)
		versions.CheckFloor(path+".version", pool.version, list)
		versions.CheckSkew(path+".version", p.version, pool.version, list)
		checkSizes(list, path, pool)
		for _, zone := range pool.zones {
			if !slices.Contains(p.agentZones, zone) {
				list.Add(path+".zones", "the zone has no subnet for agents", zone, "use one of "+strings.Join(p.agentZones, ", "))
			}
		}
		check.Labels(list, path+".labels", given.Labels)
		if value, ok := given.Labels[poolLabel]; ok {
			list.Add(path+".labels."+poolLabel, "says which pool an agent belongs to", value, "use a label of your own")
		}
		for i, taint := range given.Taints {
			at := fmt.Sprintf("%s.taints[%d]", path, i)
			check.Taint(list, at, taint.Key, taint.Value, taint.Effect, NoSchedule, NoExecute, PreferNoSchedule)
		}
		p.pools = append(p.pools, pool)
	}
}

func planPool(list *problems.List, p *plan, key string, a AgentPool) poolPlan {
	pool := poolPlan{
		nodePlan: nodePlan{
			role: documents.Agent, pool: key, version: cmp.Or(a.Version, p.version), instanceTypes: a.InstanceTypes,
			architecture: cmp.Or(a.Architecture, artifacts.AMD64), image: a.Image, rootDiskGiB: cmp.Or(a.RootDiskGiB, agentRootGiB),
			leaveMinutes: cmp.Or(a.LeaveMinutes, agentLeaveMinutes), labels: map[string]string{poolLabel: key},
			zones: slices.Sorted(slices.Values(a.Zones)),
		},
		min: a.MinSize, max: a.MaxSize, spot: a.Spot, onDemandBase: a.OnDemandBase, targetGroups: a.TargetGroupArns, groups: a.SecurityGroupIDs,
	}
	for name, value := range a.Labels {
		pool.labels[name] = value
	}
	for _, t := range a.Taints {
		pool.taints = append(pool.taints, t.Key+"="+t.Value+":"+string(t.Effect))
	}
	if len(pool.zones) == 0 {
		pool.zones = p.agentZones
	}
	if pool.image.ID == nil && pool.image.Parameter == "" {
		pool.image = p.servers.image
		if pool.architecture != p.servers.architecture {
			list.Add("agentPools."+key+".image", "the servers' image is of another architecture", string(p.servers.architecture),
				"set the image of the pool")
		}
	}
	return pool
}

func checkSizes(list *problems.List, path string, pool poolPlan) {
	if pool.min < 0 || pool.max < 1 || pool.max > mostAgents || pool.min > pool.max {
		list.Add(path+".maxSize", fmt.Sprintf("the sizes run from minSize, at least 0, to maxSize, 1 to %d", mostAgents),
			fmt.Sprintf("%d to %d", pool.min, pool.max), "correct them")
	}
	if pool.onDemandBase < 0 || pool.onDemandBase > 0 && !pool.spot {
		list.Add(path+".onDemandBase", "the part of a spot pool that is not spot", pool.onDemandBase, "leave it out, or set spot")
	}
}
