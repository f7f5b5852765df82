package access

import (
	"encoding/base64"
	"fmt"
	"maps"
	"net/netip"
	"slices"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/autoscaling"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/iam"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/cloudgap/cloudgap/components/access/connector"
	"github.com/cloudgap/cloudgap/components/internal/iamdoc"
	"github.com/cloudgap/cloudgap/components/internal/repeatable"
)

// rootVolume and rootVolumeGiB are the volume of Amazon Linux 2023; connectors keep nothing but logs.
const rootVolume, rootVolumeGiB = "/dev/xvda", 8

// buildRole makes the role of the connectors and its instance profile.
func (b *builder) buildRole(h home, key, secret pulumi.StringOutput) (*iam.InstanceProfile, *iam.RolePolicy, error) {
	role, err := iam.NewRole(b.ctx, b.child("connector-role"), &iam.RoleArgs{
		Description: pulumi.String("Runs the connectors of " + b.name), AssumeRolePolicy: b.document(instanceTrust), Tags: b.childTags("connector-role"),
	}, b.options()...)
	if err != nil {
		return nil, nil, fmt.Errorf("create the role of the connectors: %w", err)
	}
	packageKey := noString()
	if given := b.args.Connectors.PackageKeyArn; given != nil {
		packageKey = given.ToStringOutput()
	}
	policy, err := repeatable.RolePolicy(b.ctx, b.child("connector-role"), "connectors", &iam.RolePolicyArgs{
		Role: role.Name,
		Policy: b.documentAbout([]pulumi.StringInput{secret, key, h.vpcID, packageKey}, func(p place, about []string) iamdoc.Document {
			return connectorPolicy(p, b.names(), connectorNeeds{about[0], about[1], about[2], about[3]}, b.plan.packages)
		}),
	}, b.options()...)
	if err != nil {
		return nil, nil, fmt.Errorf("create the policy of the connectors: %w", err)
	}
	profile, err := iam.NewInstanceProfile(b.ctx, b.child("connectors"), &iam.InstanceProfileArgs{Role: role.Name, Tags: b.childTags("connectors")}, b.options()...)
	if err != nil {
		return nil, nil, fmt.Errorf("create the instance profile of the connectors: %w", err)
	}
	return profile, policy, nil
}

// buildTemplate makes the launch template: metadata with a session token and on the host only, an encrypted volume, no public
// address, and user data without a secret.
func (b *builder) buildTemplate(key, secret pulumi.StringOutput, group *ec2.SecurityGroup, profile *iam.InstanceProfile) (*ec2.LaunchTemplate, error) {
	tags := b.childTags("connectors", pulumi.StringMap{connectorTag: pulumi.String(b.name)})
	var specifications ec2.LaunchTemplateTagSpecificationArray
	for _, kind := range []string{"instance", "volume", "network-interface"} {
		specifications = append(specifications, ec2.LaunchTemplateTagSpecificationArgs{ResourceType: pulumi.String(kind), Tags: tags})
	}
	template, err := ec2.NewLaunchTemplate(b.ctx, b.child("connectors"), &ec2.LaunchTemplateArgs{
		Description: pulumi.String("Connectors of " + b.name), UpdateDefaultVersion: pulumi.Bool(true),
		ImageId: b.args.Connectors.AmiID.ToStringOutput(), InstanceType: pulumi.String(b.plan.instanceType),
		IamInstanceProfile: ec2.LaunchTemplateIamInstanceProfileArgs{Arn: profile.Arn},
		MetadataOptions: ec2.LaunchTemplateMetadataOptionsArgs{
			HttpEndpoint: pulumi.String("enabled"), HttpTokens: pulumi.String("required"), HttpPutResponseHopLimit: pulumi.Int(1),
		},
		NetworkInterfaces: ec2.LaunchTemplateNetworkInterfaceArray{ec2.LaunchTemplateNetworkInterfaceArgs{
			DeviceIndex: pulumi.Int(0), AssociatePublicIpAddress: pulumi.String("false"), DeleteOnTermination: pulumi.String("true"),
			SecurityGroups: pulumi.StringArray{group.ID()},
		}},
		BlockDeviceMappings: ec2.LaunchTemplateBlockDeviceMappingArray{ec2.LaunchTemplateBlockDeviceMappingArgs{
			DeviceName: pulumi.String(rootVolume),
			Ebs: ec2.LaunchTemplateBlockDeviceMappingEbsArgs{
				VolumeType: pulumi.String("gp3"), VolumeSize: pulumi.Int(rootVolumeGiB), Encrypted: pulumi.String("true"), KmsKeyId: key, DeleteOnTermination: pulumi.String("true"),
			},
		}},
		TagSpecifications: specifications, UserData: b.userData(secret), Tags: tags,
	}, b.options()...)
	if err != nil {
		return nil, fmt.Errorf("create the launch template of the connectors: %w", err)
	}
	return template, nil
}

// userData writes the user data once the ARN of the secret is known.
func (b *builder) userData(secret pulumi.StringOutput) pulumi.StringOutput {
	settings := connector.Settings{
		Region: b.plan.region.Name, EdgeRegion: b.plan.edgeRegion, Family: b.plan.family, Reach: b.plan.reach(), Packages: b.plan.packages,
		LogGroup: b.names().connectorLogs,
	}
	return secret.ApplyT(func(arn string) (string, error) {
		known := settings
		known.SecretArn = arn
		text, err := connector.UserData(known)
		return base64.StdEncoding.EncodeToString([]byte(text)), err
	}).(pulumi.StringOutput)
}

// reach are the addresses that the process of cloudflared may exchange packets with, beside the edge: the applications and the
// resolver of its VPC.
func (p plan) reach() []netip.Prefix {
	return slices.Concat(distinct(p.applications), []netip.Prefix{netip.PrefixFrom(resolver(p.homeBlock()), 32)})
}

// buildScaling makes the Auto Scaling group. It is there once every connector has a connection to the edge, because a host is
// in service no earlier than that. ready are what a host needs to get so far.
func (b *builder) buildScaling(h home, template *ec2.LaunchTemplate, ready []pulumi.Resource) (*autoscaling.Group, error) {
	minHealthy, maxHealthy := refresh(b.plan.replicas)
	var subnets pulumi.StringArray
	for _, zone := range slices.Sorted(maps.Keys(h.subnets)) {
		subnets = append(subnets, h.subnets[zone])
	}
	group, err := autoscaling.NewGroup(b.ctx, b.child("connectors"), &autoscaling.GroupArgs{
		MinSize: pulumi.Int(b.plan.replicas), MaxSize: pulumi.Int(min(b.plan.replicas+1, maxReplicas)), DesiredCapacity: pulumi.Int(b.plan.replicas),
		VpcZoneIdentifiers: subnets,
		LaunchTemplate:     autoscaling.GroupLaunchTemplateArgs{Id: template.ID(), Version: template.LatestVersion.ApplyT(func(n int) string { return fmt.Sprint(n) }).(pulumi.StringOutput)},
		HealthCheckType:    pulumi.String("EC2"), HealthCheckGracePeriod: pulumi.Int(60),
		InitialLifecycleHooks: autoscaling.GroupInitialLifecycleHookArray{
			hook(connector.LaunchHook, "LAUNCHING", "ABANDON", int(connector.LaunchTimeout.Seconds())),
			hook(connector.DrainHook, "TERMINATING", "CONTINUE", int(connector.DrainTimeout.Seconds())),
		},
		InstanceMaintenancePolicy: autoscaling.GroupInstanceMaintenancePolicyArgs{MinHealthyPercentage: pulumi.Int(minHealthy), MaxHealthyPercentage: pulumi.Int(maxHealthy)},
		InstanceRefresh: autoscaling.GroupInstanceRefreshArgs{
			Strategy: pulumi.String("Rolling"),
			Preferences: autoscaling.GroupInstanceRefreshPreferencesArgs{
				MinHealthyPercentage: pulumi.Int(minHealthy), MaxHealthyPercentage: pulumi.Int(maxHealthy), InstanceWarmup: pulumi.String("60"), AutoRollback: pulumi.Bool(true),
			},
		},
		EnabledMetrics: pulumi.StringArray{pulumi.String("GroupInServiceInstances")},
		Tags:           b.groupTags(),
	}, b.options(pulumi.DependsOn(ready))...)
	if err != nil {
		return nil, fmt.Errorf("create the Auto Scaling group of the connectors: %w", err)
	}
	return group, nil
}

func hook(name, transition, result string, seconds int) autoscaling.GroupInitialLifecycleHookArgs {
	return autoscaling.GroupInitialLifecycleHookArgs{
		Name: pulumi.String(name), LifecycleTransition: pulumi.String("autoscaling:EC2_INSTANCE_" + transition),
		DefaultResult: pulumi.String(result), HeartbeatTimeout: pulumi.Int(seconds),
	}
}

// groupTags are the tags of the group itself; instances get theirs from the launch template.
func (b *builder) groupTags() autoscaling.GroupTagArray {
	var list autoscaling.GroupTagArray
	tags := b.childTags("connectors")
	for _, key := range slices.Sorted(maps.Keys(tags)) {
		list = append(list, autoscaling.GroupTagArgs{Key: pulumi.String(key), Value: tags[key], PropagateAtLaunch: pulumi.Bool(false)})
	}
	return list
}
