package rke2

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"github.com/cloudgap/cloudgap/components/rke2/versions"
	"github.com/cloudgap/cloudgap/internal/problems"
)

// facts is what a cluster was deployed with last, as the parameter in its name has it. The next deployment is compared with it.
type facts struct {
	Version string `json:"version"`
	// Agents are the versions of the pools.
	Agents      map[string]string `json:"agents,omitempty"`
	Cluster     string            `json:"cluster"`
	Endpoint    string            `json:"endpoint"`
	CNI         string            `json:"cni"`
	PodCidr     string            `json:"podCidr"`
	ServiceCidr string            `json:"serviceCidr"`
	Domain      string            `json:"domain"`
}

func (p plan) facts() facts {
	agents := map[string]string{}
	for _, pool := range p.pools {
		agents[pool.pool] = pool.version
	}
	return facts{
		Version: p.version, Agents: agents, Cluster: p.cluster, Endpoint: p.endpoint, CNI: string(p.network.CNI), PodCidr: p.network.PodCIDR,
		ServiceCidr: p.network.ServiceCIDR, Domain: p.network.Domain,
	}
}

func (f facts) text() (string, error) {
	data, err := json.Marshal(f)
	if err != nil {
		return "", fmt.Errorf("write the facts of the cluster: %w", err)
	}
	return string(data), nil
}

// checkChange reports what a cluster would not survive: another network, another name, or a step of the version that its data or
// its nodes do not allow.
func checkChange(before, after string) error {
	var old, next facts
	if err := json.Unmarshal([]byte(before), &old); err != nil {
		return fmt.Errorf("read the facts of the cluster that is there: %w", err)
	}
	if err := json.Unmarshal([]byte(after), &next); err != nil {
		return fmt.Errorf("read the facts of the cluster: %w", err)
	}
	var list problems.List
	versions.CheckUpgrade("version", old.Version, next.Version, &list)
	for _, pool := range slices.Sorted(maps.Keys(next.Agents)) {
		versions.CheckFollows("agentPools."+pool+".version", old.Version, next.Agents[pool], &list)
	}
	for _, fixed := range []struct{ path, old, next string }{
		{"clusterName", old.Cluster, next.Cluster}, {"endpointName", old.Endpoint, next.Endpoint}, {"network.cni", old.CNI, next.CNI},
		{"network.podCidr", old.PodCidr, next.PodCidr}, {"network.serviceCidr", old.ServiceCidr, next.ServiceCidr},
		{"network.domain", old.Domain, next.Domain},
	} {
		if fixed.old != fixed.next {
			list.Add(fixed.path, fmt.Sprintf("is fixed once the cluster exists, which has %q", fixed.old), fixed.next, "keep it, or make another cluster")
		}
	}
	return list.Err("rke2: a change that the cluster would not survive")
}
