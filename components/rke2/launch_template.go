package rke2

import (
	"encoding/base64"
	"fmt"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ssm"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/cloudgap/cloudgap/components/rke2/documents"
)

// rootDevice is the root volume of Amazon Linux 2023.
const rootDevice = "/dev/xvda"

// throughput of volumes in MiB per second. Bundles of images are unpacked at every first start, and etcd waits for its disk.
const (
	rootThroughput = 250
	dataThroughput = 125
)

// nodeTags are the tags of instances, by which servers find each other and the cloud controller finds the cluster.
func nodeTags(cluster string, n nodePlan) map[string]string {
	return map[string]string{
		documents.ClusterTag:               cluster,
		documents.RoleTag:                  string(n.role),
		"kubernetes.io/cluster/" + cluster: "owned",
	}
}

// disk is a volume of a node.
type disk struct {
	device             string
	sizeGiB, megabytes int
}

func disks(p plan, n nodePlan) []disk {
	list := []disk{{rootDevice, n.rootDiskGiB, rootThroughput}}
	if n.role == documents.Server {
		list = append(list, disk{dataDevice, p.dataDiskGiB, dataThroughput})
	}
	return list
}

// buildLaunchTemplate makes the launch template of servers, or of the agents of a pool. The metadata service wants a session
// token and answers one hop away, so that pods cannot reach the credentials of their node.
func (b *builder) buildLaunchTemplate(n nodePlan, parts nodeParts, groups ...pulumi.StringInput) (*ec2.LaunchTemplate, error) {
	role := n.kind()
	extra := pulumi.StringMap{}
	for key, value := range nodeTags(b.plan.cluster, n) {
		extra[key] = pulumi.String(value)
	}
	nodeTags := b.childTags(role, extra)
	var specifications ec2.LaunchTemplateTagSpecificationArray
	for _, kind := range []string{"instance", "volume", "network-interface"} {
		specifications = append(specifications, ec2.LaunchTemplateTagSpecificationArgs{ResourceType: pulumi.String(kind), Tags: nodeTags})
	}
	var devices ec2.LaunchTemplateBlockDeviceMappingArray
	for _, d := range disks(b.plan, n) {
		devices = append(devices, ec2.LaunchTemplateBlockDeviceMappingArgs{
			DeviceName: pulumi.String(d.device),
			Ebs: ec2.LaunchTemplateBlockDeviceMappingEbsArgs{
				VolumeType: pulumi.String("gp3"), VolumeSize: pulumi.Int(d.sizeGiB), Throughput: pulumi.Int(d.megabytes), Encrypted: pulumi.String("true"),
				KmsKeyId: parts.keys.data, DeleteOnTermination: pulumi.String("true"),
			},
		})
	}
	image, err := b.image(n)
	if err != nil {
		return nil, err
	}
	template, err := ec2.NewLaunchTemplate(b.ctx, b.child(role), &ec2.LaunchTemplateArgs{
		Description:          pulumi.String("The " + role + " of " + b.name),
		UpdateDefaultVersion: pulumi.Bool(true),
		ImageId:              image,
		InstanceType:         pulumi.String(n.instanceTypes[0]),
		IamInstanceProfile:   ec2.LaunchTemplateIamInstanceProfileArgs{Arn: parts.roles[n.pool].profile},
		MetadataOptions: ec2.LaunchTemplateMetadataOptionsArgs{
			HttpEndpoint: pulumi.String("enabled"), HttpTokens: pulumi.String("required"), HttpPutResponseHopLimit: pulumi.Int(1),
		},
		NetworkInterfaces: ec2.LaunchTemplateNetworkInterfaceArray{ec2.LaunchTemplateNetworkInterfaceArgs{
			DeviceIndex: pulumi.Int(0), AssociatePublicIpAddress: pulumi.String("false"), DeleteOnTermination: pulumi.String("true"),
			SecurityGroups: pulumi.StringArray(groups),
		}},
		BlockDeviceMappings: devices,
		TagSpecifications:   specifications,
		UserData:            b.userData(n, parts),
		Tags:                b.childTags(role),
	}, b.options()...)
	if err != nil {
		return nil, fmt.Errorf("create the launch template of %s: %w", role, err)
	}
	return template, nil
}

// image is the AMI of a node.
func (b *builder) image(n nodePlan) (pulumi.StringOutput, error) {
	if n.image.ID != nil {
		return n.image.ID.ToStringOutput(), nil
	}
	found := ssm.LookupParameterOutput(b.ctx, ssm.LookupParameterOutputArgs{Name: pulumi.String(n.image.Parameter)}, pulumi.Parent(b.component))
	// The value that is not marked as a secret: everybody may know an AMI, and a secret would hide the whole template.
	return found.InsecureValue(), nil
}

// userData renders the user data of a node once everything that they name is known. They hold no secret.
func (b *builder) userData(n nodePlan, parts nodeParts) pulumi.StringOutput {
	authority := parts.secrets.derived.public(func(d derivedSeed) (string, error) { return d.AuthorityHash, nil })
	about := []any{
		parts.buckets.artifacts, parts.buckets.snapshots, parts.secrets.server, parts.secrets.agent, parts.secrets.authorities, authority,
		parts.balancer.loadBalancer.DnsName, parts.logs[nodeLogs].Name, parts.logs[auditLogs].Name, parts.keys.data,
	}
	given := len(about)
	for _, role := range parts.roles[n.pool].lent {
		about = append(about, role)
	}
	return pulumi.All(about...).ApplyT(func(values []any) (string, error) {
		t := texts(values)
		document, err := documents.UserData(settings(b.plan, n, &b.args, made{
			artifactBucket: t[0], snapshotBucket: t[1], serverSecret: t[2], agentSecret: t[3], authoritiesSecret: t[4], authorityHash: t[5],
			loadBalancer: t[6], nodeLogs: t[7], auditLogs: t[8], volumeKey: t[9], podRoles: t[given:],
		}), n.program)
		return base64.StdEncoding.EncodeToString([]byte(document)), err
	}).(pulumi.StringOutput)
}
