package eks

import (
	"fmt"
	"maps"
	"slices"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// Volumes of nodes. Bottlerocket keeps its system on the first one and images and pods on the second.
const (
	firstVolume           = "/dev/xvda"
	secondVolume          = "/dev/xvdb"
	bottlerocketSystemGiB = 4
)

// volumes are a pool's volumes: device name to size in GiB.
func volumes(pool poolPlan) map[string]int {
	if pool.system == Bottlerocket {
		return map[string]int{firstVolume: bottlerocketSystemGiB, secondVolume: pool.diskGiB}
	}
	return map[string]int{firstVolume: pool.diskGiB}
}

// buildLaunchTemplate makes the launch template of a pool. The metadata service wants a session token and answers one hop
// away, so that pods cannot reach the credentials of their node.
func (b *builder) buildLaunchTemplate(pool poolPlan, cluster builtCluster, dataKey pulumi.StringOutput, groups groupSet) (*ec2.LaunchTemplate, error) {
	role := "pool-" + pool.key
	tags := b.childTags(role)
	var specifications ec2.LaunchTemplateTagSpecificationArray
	for _, kind := range []string{"instance", "volume", "network-interface"} {
		specifications = append(specifications, ec2.LaunchTemplateTagSpecificationArgs{ResourceType: pulumi.String(kind), Tags: tags})
	}
	args := &ec2.LaunchTemplateArgs{
		Description:          pulumi.String("Nodes of pool " + pool.key + " of " + b.plan.clusterName),
		UpdateDefaultVersion: pulumi.Bool(true),
		MetadataOptions: ec2.LaunchTemplateMetadataOptionsArgs{
			HttpEndpoint: pulumi.String("enabled"), HttpTokens: pulumi.String("required"), HttpPutResponseHopLimit: pulumi.Int(1),
		},
		NetworkInterfaces: ec2.LaunchTemplateNetworkInterfaceArray{ec2.LaunchTemplateNetworkInterfaceArgs{
			DeviceIndex: pulumi.Int(0), AssociatePublicIpAddress: pulumi.String("false"), DeleteOnTermination: pulumi.String("true"),
			SecurityGroups: pulumi.StringArray{groups.of(nodes)},
		}},
		BlockDeviceMappings: blockDevices(pool, dataKey),
		TagSpecifications:   specifications,
		UserData:            b.userData(pool, cluster),
		Tags:                tags,
	}
	if pool.ami != nil {
		args.ImageId = pool.ami.ToStringOutput()
	}
	template, err := ec2.NewLaunchTemplate(b.ctx, b.child(role), args, b.options()...)
	if err != nil {
		return nil, fmt.Errorf("create the launch template of pool %q: %w", pool.key, err)
	}
	return template, nil
}

func blockDevices(pool poolPlan, dataKey pulumi.StringOutput) ec2.LaunchTemplateBlockDeviceMappingArray {
	var devices ec2.LaunchTemplateBlockDeviceMappingArray
	sizes := volumes(pool)
	for _, device := range slices.Sorted(maps.Keys(sizes)) {
		devices = append(devices, ec2.LaunchTemplateBlockDeviceMappingArgs{
			DeviceName: pulumi.String(device),
			Ebs: ec2.LaunchTemplateBlockDeviceMappingEbsArgs{
				VolumeType: pulumi.String("gp3"), VolumeSize: pulumi.Int(sizes[device]), Encrypted: pulumi.String("true"), KmsKeyId: dataKey,
				DeleteOnTermination: pulumi.String("true"),
			},
		})
	}
	return devices
}

// userData writes the user data of a pool once the cluster's endpoint and certificate authority are known.
func (b *builder) userData(pool poolPlan, cluster builtCluster) pulumi.StringOutput {
	return pulumi.All(cluster.name, cluster.endpoint, cluster.authority).ApplyT(func(values []any) (string, error) {
		text := make([]string, len(values))
		for i, value := range values {
			text[i], _ = value.(string)
		}
		return userData(clusterData{text[0], text[1], text[2], b.plan.serviceCidr}, pool, b.args.InstanceIDNodeNames)
	}).(pulumi.StringOutput)
}
