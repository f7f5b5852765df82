package eks

import (
	"fmt"
	"strconv"

	awseks "github.com/pulumi/pulumi-aws/sdk/v6/go/aws/eks"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// poolSet are the node groups.
type poolSet struct {
	names     pulumi.StringMap
	resources []pulumi.Resource
}

// amiTypes are the types of AMI by operating system and architecture.
// Source: the EKS API reference, CreateNodegroup.amiType.
var amiTypes = map[OperatingSystem]map[Architecture]string{
	AmazonLinux2023: {ArchitectureX86: "AL2023_x86_64_STANDARD", ArchitectureArm: "AL2023_ARM_64_STANDARD"},
	Bottlerocket:    {ArchitectureX86: "BOTTLEROCKET_x86_64", ArchitectureArm: "BOTTLEROCKET_ARM_64"},
}

// ignoredWhenAutoscaled is what an autoscaler changes after the beginning.
const ignoredWhenAutoscaled = "scalingConfig.desiredSize"

// buildNodePools makes the node groups, after the add-ons that nodes need to become ready.
func (b *builder) buildNodePools(cluster builtCluster, keys keyArns, roles roleSet, groups groupSet, addOns []pulumi.Resource) (poolSet, error) {
	pools := poolSet{names: pulumi.StringMap{}}
	for _, pool := range b.plan.pools {
		group, err := b.buildNodeGroup(pool, cluster, keys, roles, groups, addOns)
		if err != nil {
			return pools, err
		}
		pools.names[pool.key] = group.NodeGroupName
		pools.resources = append(pools.resources, group)
	}
	return pools, nil
}

func (b *builder) buildNodeGroup(
	pool poolPlan, cluster builtCluster, keys keyArns, roles roleSet, groups groupSet, addOns []pulumi.Resource,
) (*awseks.NodeGroup, error) {
	template, err := b.buildLaunchTemplate(pool, cluster, keys.data, groups)
	if err != nil {
		return nil, err
	}
	role := "pool-" + pool.key
	args := &awseks.NodeGroupArgs{
		ClusterName:   cluster.name,
		NodeRoleArn:   roles.node.Arn,
		SubnetIds:     subnetIDs(b.args.NodeSubnets, pool.zones),
		InstanceTypes: pulumi.ToStringArray(pool.instanceTypes),
		CapacityType:  pulumi.String(capacityType(pool.spot)),
		ScalingConfig: awseks.NodeGroupScalingConfigArgs{MinSize: pulumi.Int(pool.min), MaxSize: pulumi.Int(pool.max), DesiredSize: pulumi.Int(pool.start)},
		UpdateConfig:  awseks.NodeGroupUpdateConfigArgs{MaxUnavailablePercentage: pulumi.Int(pool.maxUnavailable)},
		LaunchTemplate: awseks.NodeGroupLaunchTemplateArgs{
			Id: template.ID().ToStringOutput(), Version: template.LatestVersion.ApplyT(strconv.Itoa).(pulumi.StringOutput),
		},
		NodeRepairConfig: awseks.NodeGroupNodeRepairConfigArgs{Enabled: pulumi.Bool(pool.repair)},
		Labels:           pulumi.ToStringMap(pool.labels),
		Taints:           taints(pool.taints),
		Tags:             b.childTags(role),
	}
	if pool.ami == nil {
		args.AmiType = pulumi.String(amiTypes[pool.system][pool.architecture])
		args.Version = pulumi.String(pool.version)
		if pool.releaseVersion != "" {
			args.ReleaseVersion = pulumi.String(pool.releaseVersion)
		}
	}
	after := append(append([]pulumi.Resource{cluster.component}, roles.nodePolicies...), addOns...)
	options := b.options(pulumi.DependsOn(after))
	if pool.autoscaled {
		options = append(options, pulumi.IgnoreChanges([]string{ignoredWhenAutoscaled}))
	}
	group, err := awseks.NewNodeGroup(b.ctx, b.child(role), args, options...)
	if err != nil {
		return nil, fmt.Errorf("create the node group of pool %q: %w", pool.key, err)
	}
	return group, nil
}

func capacityType(spot bool) string {
	if spot {
		return "SPOT"
	}
	return "ON_DEMAND"
}

func taints(list []Taint) awseks.NodeGroupTaintArray {
	var result awseks.NodeGroupTaintArray
	for _, t := range list {
		result = append(result, awseks.NodeGroupTaintArgs{Key: pulumi.String(t.Key), Value: pulumi.String(t.Value), Effect: pulumi.String(string(t.Effect))})
	}
	return result
}
