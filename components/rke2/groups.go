package rke2

import (
	"fmt"
	"maps"
	"slices"
	"strconv"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/autoscaling"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/cloudwatch"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// nodeParts are what nodes are made of.
type nodeParts struct {
	keys     keyArns
	secrets  secretSet
	logs     map[string]*cloudwatch.LogGroup
	buckets  bucketSet
	groups   groupSet
	balancer balancer
	roles    map[string]nodeRole
	// facts has checked the change.
	facts pulumi.Resource
}

// Heartbeat timeouts of the lifecycle hooks in seconds; see docs/components/rke2-bootstrap.md.
const (
	launchSeconds          = 30 * 60
	serverTerminateSeconds = 15 * 60
)

// destroyTimeout is how long the deletion of a group may take: its last server waits in vain for others that could spare it.
const destroyTimeout = "2h"

// buildServers makes the launch template of the servers, and one group of one server in each zone. Each group waits for the one
// before it, so that a change of the template reaches them in order; what keeps two servers from leaving at once is the lock that
// rke2-bootstrap takes.
func (b *builder) buildServers(parts nodeParts) (map[string]*autoscaling.Group, error) {
	template, err := b.buildLaunchTemplate(b.plan.servers, parts, parts.groups[servers])
	if err != nil {
		return nil, err
	}
	made := map[string]*autoscaling.Group{}
	before := []pulumi.Resource{parts.facts}
	for _, zone := range b.plan.serverZones {
		role := "servers-" + zone[len(zone)-1:]
		args := &autoscaling.GroupArgs{
			MinSize: pulumi.Int(1), MaxSize: pulumi.Int(1),
			VpcZoneIdentifiers: pulumi.StringArray{b.args.ServerSubnets[zone]},
			LaunchTemplate:     autoscaling.GroupLaunchTemplateArgs{Id: template.ID(), Version: latest(template)},
			TargetGroupArns:    pulumi.StringArray{parts.balancer.targets[apiTargets].Arn, parts.balancer.targets[joinTargets].Arn},
			// The load balancer's opinion could make groups replace two servers at a time, and the cluster lose its majority.
			HealthCheckType: pulumi.String("EC2"),
			// One server is all there is: the old one leaves before the new one comes.
			InstanceMaintenancePolicy: autoscaling.GroupInstanceMaintenancePolicyArgs{MinHealthyPercentage: pulumi.Int(0), MaxHealthyPercentage: pulumi.Int(100)},
			InstanceRefresh:           refresh(0, 100),
			// The servers fetch what somebody may still be putting into the bucket; alarms tell whether they came up.
			WaitForCapacityTimeout: pulumi.String("0"),
			Tags:                   b.groupTags(role),
		}
		group, err := b.buildGroup(role, args, serverTerminateSeconds, before)
		if err != nil {
			return nil, err
		}
		made[zone], before = group, []pulumi.Resource{group}
	}
	return made, nil
}

// buildAgents makes the launch template and the group of each pool, after the servers: agents may not be newer than those.
func (b *builder) buildAgents(parts nodeParts, servers map[string]*autoscaling.Group) (map[string]*autoscaling.Group, error) {
	var after []pulumi.Resource
	for _, zone := range b.plan.serverZones {
		after = append(after, servers[zone])
	}
	made := map[string]*autoscaling.Group{}
	for _, pool := range b.plan.pools {
		template, err := b.buildLaunchTemplate(pool.nodePlan, parts, append([]pulumi.StringInput{parts.groups[agents]}, pool.groups...)...)
		if err != nil {
			return nil, err
		}
		var subnets pulumi.StringArray
		for _, zone := range pool.zones {
			subnets = append(subnets, b.agentSubnet(zone))
		}
		group, err := b.buildGroup(pool.kind(), &autoscaling.GroupArgs{
			MinSize: pulumi.Int(pool.min), MaxSize: pulumi.Int(pool.max), VpcZoneIdentifiers: subnets,
			MixedInstancesPolicy:   mixedInstances(pool, template),
			CapacityRebalance:      pulumi.Bool(pool.spot),
			TargetGroupArns:        given(pool.targetGroups),
			HealthCheckType:        pulumi.String("EC2"),
			InstanceRefresh:        refresh(90, 110),
			WaitForCapacityTimeout: pulumi.String("0"),
			Tags:                   b.groupTags(pool.kind()),
		}, pool.leaveMinutes*60, after)
		if err != nil {
			return nil, err
		}
		made[pool.pool] = group
	}
	return made, nil
}

// given is nothing at all where nothing is given, which leaves an attachment that others make alone.
func given(list []pulumi.StringInput) pulumi.StringArrayInput {
	if len(list) == 0 {
		return nil
	}
	return pulumi.StringArray(list)
}

func (b *builder) agentSubnet(zone string) pulumi.StringInput {
	if len(b.args.AgentSubnets) > 0 {
		return b.args.AgentSubnets[zone]
	}
	return b.args.ServerSubnets[zone]
}

// latest is the version of a template, written out so that a new one is a change of the group.
func latest(template *ec2.LaunchTemplate) pulumi.StringOutput {
	return template.LatestVersion.ApplyT(func(version int) string { return strconv.Itoa(version) }).(pulumi.StringOutput)
}

// lifecycleHook holds an instance until it says that it is ready, or that it has left.
type lifecycleHook struct {
	name, transition, unless string
	seconds                  int
}

// hooks hold an instance until it is a member, and again until it has left. A new instance that says nothing is given up; an old
// one that says nothing goes.
func hooks(terminateSeconds int) []lifecycleHook {
	return []lifecycleHook{
		{launchHook, "autoscaling:EC2_INSTANCE_LAUNCHING", "ABANDON", launchSeconds},
		{terminateHook, "autoscaling:EC2_INSTANCE_TERMINATING", "CONTINUE", terminateSeconds},
	}
}

// buildGroup makes a group and its hooks. The group has them from the beginning, so that no instance comes without; but to change
// them there would replace the group and all its instances. So each is a resource as well, by which it changes. The hooks go with
// the group: removed before it, its instances would go without having left.
func (b *builder) buildGroup(role string, args *autoscaling.GroupArgs, terminateSeconds int, after []pulumi.Resource) (*autoscaling.Group, error) {
	var initial autoscaling.GroupInitialLifecycleHookArray
	for _, h := range hooks(terminateSeconds) {
		initial = append(initial, autoscaling.GroupInitialLifecycleHookArgs{
			Name: pulumi.String(h.name), LifecycleTransition: pulumi.String(h.transition), HeartbeatTimeout: pulumi.Int(h.seconds),
			DefaultResult: pulumi.String(h.unless),
		})
	}
	args.InitialLifecycleHooks = initial
	group, err := autoscaling.NewGroup(b.ctx, b.child(role), args, b.options(
		pulumi.DependsOn(after), pulumi.Timeouts(&pulumi.CustomTimeouts{Delete: destroyTimeout}), pulumi.IgnoreChanges([]string{"initialLifecycleHooks"}),
	)...)
	if err != nil {
		return nil, fmt.Errorf("create the group of %s: %w", role, err)
	}
	for _, h := range hooks(terminateSeconds) {
		if _, err := autoscaling.NewLifecycleHook(b.ctx, b.child(role+"-"+h.name), &autoscaling.LifecycleHookArgs{
			Name: pulumi.String(h.name), AutoscalingGroupName: group.Name, LifecycleTransition: pulumi.String(h.transition),
			HeartbeatTimeout: pulumi.Int(h.seconds), DefaultResult: pulumi.String(h.unless),
		}, b.options(pulumi.RetainOnDelete(true))...); err != nil {
			return nil, fmt.Errorf("create the hook %q of %s: %w", h.name, role, err)
		}
	}
	return group, nil
}

// refresh replaces instances when the template changes. It does not go back by itself: an older RKE2 would not read the data of
// a newer one.
func refresh(minHealthy, maxHealthy int) autoscaling.GroupInstanceRefreshArgs {
	return autoscaling.GroupInstanceRefreshArgs{
		Strategy: pulumi.String("Rolling"),
		Preferences: autoscaling.GroupInstanceRefreshPreferencesArgs{
			MinHealthyPercentage: pulumi.Int(minHealthy), MaxHealthyPercentage: pulumi.Int(maxHealthy), InstanceWarmup: pulumi.String("0"),
			SkipMatching: pulumi.Bool(true), AutoRollback: pulumi.Bool(false),
		},
	}
}

// mixedInstances lets a pool choose among its types, the preferred ones first unless capacity is spare.
func mixedInstances(pool poolPlan, template *ec2.LaunchTemplate) autoscaling.GroupMixedInstancesPolicyArgs {
	onDemand := 100
	if pool.spot {
		onDemand = 0
	}
	var types autoscaling.GroupMixedInstancesPolicyLaunchTemplateOverrideArray
	for _, name := range pool.instanceTypes {
		types = append(types, autoscaling.GroupMixedInstancesPolicyLaunchTemplateOverrideArgs{InstanceType: pulumi.String(name)})
	}
	return autoscaling.GroupMixedInstancesPolicyArgs{
		InstancesDistribution: autoscaling.GroupMixedInstancesPolicyInstancesDistributionArgs{
			OnDemandAllocationStrategy: pulumi.String("prioritized"), OnDemandBaseCapacity: pulumi.Int(pool.onDemandBase),
			OnDemandPercentageAboveBaseCapacity: pulumi.Int(onDemand), SpotAllocationStrategy: pulumi.String("price-capacity-optimized"),
		},
		LaunchTemplate: autoscaling.GroupMixedInstancesPolicyLaunchTemplateArgs{
			LaunchTemplateSpecification: autoscaling.GroupMixedInstancesPolicyLaunchTemplateLaunchTemplateSpecificationArgs{
				LaunchTemplateId: template.ID(), Version: latest(template),
			},
			Overrides: types,
		},
	}
}

// groupTags are the tags of a group. Its instances get theirs from the launch template.
func (b *builder) groupTags(role string) autoscaling.GroupTagArray {
	var list autoscaling.GroupTagArray
	all := b.childTags(role)
	for _, key := range slices.Sorted(maps.Keys(all)) {
		list = append(list, autoscaling.GroupTagArgs{Key: pulumi.String(key), Value: all[key], PropagateAtLaunch: pulumi.Bool(false)})
	}
	return list
}
