package rke2

import (
	"slices"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/cloudgap/cloudgap/components/endpoints"
	"github.com/cloudgap/cloudgap/components/endpoints/capability"
	"github.com/cloudgap/cloudgap/components/endpoints/policy"
)

// Capabilities returns what a cluster with these arguments needs of its EndpointSet, sorted. Pass it to the set, together
// with what the workloads need; the cluster is refused with a set that lacks any of it.
func (args *Rke2ControlPlaneArgs) Capabilities() []capability.Capability {
	// What is wrong with the arguments is reported by Validate.
	p, _ := newPlan("any", args)
	return p.capabilities()
}

func (p plan) capabilities() []capability.Capability {
	list := []capability.Capability{
		capability.Rke2Servers, capability.AmazonLinuxUpdates, capability.CloudWatchLogs, capability.SessionManager, capability.SessionLogging,
	}
	if len(p.podRoles) > 0 {
		list = append(list, capability.Rke2PodRoles)
	}
	if !p.volumes.None {
		list = append(list, capability.EbsCsi)
	}
	if len(p.pools) > 0 {
		list = append(list, capability.Rke2Agents)
	}
	slices.Sort(list)
	return list
}

// Buckets returns what the S3 gateway endpoint has to let through for a component with the given name in an account: pass it to
// the EndpointSet. Bucket policies let nodes in through that endpoint only.
func (args *Rke2ControlPlaneArgs) Buckets(name string, account pulumi.StringInput) map[string]endpoints.Bucket {
	named := func(role string) pulumi.StringInput {
		return account.ToStringOutput().ApplyT(func(id string) string { return bucketName(name, role, id, args.Region) }).(pulumi.StringOutput)
	}
	all := map[string]endpoints.Bucket{
		name + "-" + snapshotRole: {Name: named(snapshotRole), Access: policy.ReadWrite},
		name + "-" + artifactRole: {Name: named(artifactRole)},
	}
	if own := args.Artifacts.Bucket; own != nil {
		all[name+"-"+artifactRole] = endpoints.Bucket{Name: pulumi.String(own.Name)}
	}
	return all
}
