package rke2

import (
	"cmp"

	"github.com/cloudgap/cloudgap/components/endpoints/catalog"
	"github.com/cloudgap/cloudgap/components/internal/check"
	"github.com/cloudgap/cloudgap/components/internal/reach"
	"github.com/cloudgap/cloudgap/components/rke2/artifacts"
	"github.com/cloudgap/cloudgap/components/rke2/documents"
	"github.com/cloudgap/cloudgap/internal/problems"
)

// plan is what a component is going to make, with every default applied and every argument checked.
type plan struct {
	region   catalog.Region
	cluster  string
	version  string
	endpoint string
	network  documents.NetworkSettings
	// serverZones and agentZones are the zones with subnets of each kind, sorted.
	serverZones, agentZones []string
	servers                 nodePlan
	// pools, clients and egress are in a fixed order.
	pools     []poolPlan
	clients   []reach.Client
	egress    []reach.Range
	snapshots Snapshots
	volumes   VolumeDriver
	// podRoles are lent by the servers, that of the volume driver first.
	podRoles      []podRolePlan
	dataDiskGiB   int
	retentionDays int
	// manifest is everything that has to be in the artifact bucket.
	manifest artifacts.Manifest
}

// subject names what a list of problems is about.
const subject = "rke2: invalid Rke2ControlPlaneArgs"

// Validate reports everything that is wrong with the arguments of a component with the given name, without registering
// anything, so that a program can check all its components before it makes the first. Endpoints may still be missing,
// because the set is made before the cluster.
func (args *Rke2ControlPlaneArgs) Validate(name string) error {
	_, err := newPlan(name, args)
	return err
}

// Manifest lists what has to be in the artifact bucket of a component with the given name: names, keys and hashes. It fails as
// Validate does.
func (args *Rke2ControlPlaneArgs) Manifest(name string) (artifacts.Manifest, error) {
	p, err := newPlan(name, args)
	return p.manifest, err
}

// newPlan checks the arguments of the component with the given name and applies the defaults. The error lists every problem.
func newPlan(name string, args *Rke2ControlPlaneArgs) (plan, error) {
	var list problems.List
	if args == nil {
		args = &Rke2ControlPlaneArgs{}
	}
	check.Name(&list, name, maxNameLength)
	check.Tags(&list, "tags", args.Tags, addedTags)
	p := plan{version: args.Version, cluster: cmp.Or(args.ClusterName, name)}
	region, err := catalog.ParseRegion(args.Region)
	if err != nil {
		list.Add("region", "not the name of a Region", args.Region, `write the provider's Region, for example "eu-central-1"`)
	}
	p.region = region
	checkCluster(&list, p.cluster)
	planNetwork(&list, &p, args)
	planZones(&list, &p, args)
	planSystem(&list, args)
	planServers(&list, &p, args)
	planPools(&list, &p, args)
	planVolumes(&list, &p, args.Volumes)
	planPodRoles(&list, &p, args.PodRoles)
	planArtifacts(&list, &p, args)
	planReach(&list, &p, args)
	planSnapshots(&list, &p, args.Snapshots)
	p.retentionDays = check.RetentionInDays(&list, "logRetentionInDays", args.LogRetentionInDays)
	if list.Empty() {
		checkUserData(&list, p, args)
	}
	return p, list.Err(subject)
}

// nodes are the plans of the servers and of every pool.
func (p plan) nodes() []nodePlan {
	list := []nodePlan{p.servers}
	for _, pool := range p.pools {
		list = append(list, pool.nodePlan)
	}
	return list
}
