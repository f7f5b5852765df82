package programs

import (
	"fmt"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/eks"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/iam"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/kms"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

func assumedBy(service string) pulumi.String {
	return pulumi.String(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"` + service + `"},"Action":["sts:AssumeRole","sts:TagSession"]}]}`)
}

func roleWith(ctx *pulumi.Context, name, service string, policies ...string) (*iam.Role, error) {
	role, err := iam.NewRole(ctx, name, &iam.RoleArgs{AssumeRolePolicy: assumedBy(service), Tags: tags(name)})
	if err != nil {
		return nil, err
	}
	for _, policy := range policies {
		if _, err := iam.NewRolePolicyAttachment(ctx, name+"-"+policy, &iam.RolePolicyAttachmentArgs{
			Role: role.Name, PolicyArn: pulumi.String("arn:aws:iam::aws:policy/" + policy),
		}); err != nil {
			return nil, err
		}
	}
	return role, nil
}

// volumeKey is a key that EC2 Auto Scaling may use for the volumes of the instances that it launches.
func volumeKey(ctx *pulumi.Context, name string) (*kms.Key, error) {
	identity, err := aws.GetCallerIdentity(ctx, &aws.GetCallerIdentityArgs{})
	if err != nil {
		return nil, err
	}
	statement := func(principal, actions, condition string) string {
		return fmt.Sprintf(`{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::%s:%s"},"Action":%s,"Resource":"*"%s}`, identity.AccountId, principal, actions, condition)
	}
	const launcher = "role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling"
	return kms.NewKey(ctx, name, &kms.KeyArgs{
		EnableKeyRotation: pulumi.Bool(true), DeletionWindowInDays: pulumi.Int(7), Tags: tags(name),
		Policy: pulumi.String(`{"Version":"2012-10-17","Statement":[` + statement("root", `"kms:*"`, "") + "," +
			statement(launcher, `["kms:Encrypt","kms:Decrypt","kms:ReEncrypt*","kms:GenerateDataKey*","kms:DescribeKey"]`, "") + "," +
			statement(launcher, `"kms:CreateGrant"`, `,"Condition":{"Bool":{"kms:GrantIsForAWSResource":"true"}}`) + `]}`),
	})
}

// cluster is a private EKS cluster with a node group on a launch template of its own, an add-on, an access entry and a Pod
// Identity association.
func cluster(ctx *pulumi.Context, changed bool) error {
	made, err := newIsolated(ctx, "eks", "10.2")
	if err != nil {
		return err
	}
	role, err := roleWith(ctx, "eks-cluster", "eks.amazonaws.com", "AmazonEKSClusterPolicy")
	if err != nil {
		return err
	}
	key, err := volumeKey(ctx, "eks")
	if err != nil {
		return err
	}
	control, err := eks.NewCluster(ctx, "eks", &eks.ClusterArgs{
		RoleArn: role.Arn, Version: pulumi.String("1.33"), BootstrapSelfManagedAddons: pulumi.Bool(false), Tags: tags("eks"),
		EnabledClusterLogTypes: pulumi.ToStringArray([]string{"api", "audit", "authenticator", "controllerManager", "scheduler"}),
		VpcConfig:              &eks.ClusterVpcConfigArgs{SubnetIds: made.subnets, EndpointPrivateAccess: pulumi.Bool(true), EndpointPublicAccess: pulumi.Bool(false)},
		AccessConfig: &eks.ClusterAccessConfigArgs{
			AuthenticationMode: pulumi.String("API"), BootstrapClusterCreatorAdminPermissions: pulumi.Bool(false),
		},
		KubernetesNetworkConfig: &eks.ClusterKubernetesNetworkConfigArgs{ServiceIpv4Cidr: pulumi.String("172.20.0.0/16")},
		UpgradePolicy:           &eks.ClusterUpgradePolicyArgs{SupportType: pulumi.String("STANDARD")},
		EncryptionConfig: &eks.ClusterEncryptionConfigArgs{
			Provider: &eks.ClusterEncryptionConfigProviderArgs{KeyArn: key.Arn}, Resources: pulumi.ToStringArray([]string{"secrets"}),
		},
	})
	if err != nil {
		return err
	}
	if err := clusterAccess(ctx, control); err != nil {
		return err
	}
	var addOns []pulumi.Resource // Without them no node becomes ready, and EKS gives up.
	for _, addOn := range []struct{ name, version, settings string }{
		{"vpc-cni", "v1.19.5-eksbuild.1", `{"enableNetworkPolicy":"true"}`}, {"kube-proxy", "v1.33.0-eksbuild.2", ""},
	} {
		args := &eks.AddonArgs{
			ClusterName: control.Name, AddonName: pulumi.String(addOn.name), AddonVersion: pulumi.String(addOn.version),
			ResolveConflictsOnCreate: pulumi.String("OVERWRITE"), ResolveConflictsOnUpdate: pulumi.String("OVERWRITE"), Tags: tags("eks-" + addOn.name),
		}
		if addOn.settings != "" {
			args.ConfigurationValues = pulumi.String(addOn.settings)
		}
		installed, err := eks.NewAddon(ctx, "eks-"+addOn.name, args)
		if err != nil {
			return err
		}
		addOns = append(addOns, installed)
	}
	return clusterNodes(ctx, made, control, key, addOns, changed)
}

func clusterAccess(ctx *pulumi.Context, control *eks.Cluster) error {
	admin, err := roleWith(ctx, "eks-admin", "ec2.amazonaws.com")
	if err != nil {
		return err
	}
	entry, err := eks.NewAccessEntry(ctx, "eks-admin", &eks.AccessEntryArgs{
		ClusterName: control.Name, PrincipalArn: admin.Arn, Type: pulumi.String("STANDARD"), Tags: tags("eks-admin"),
	})
	if err != nil {
		return err
	}
	if _, err := eks.NewAccessPolicyAssociation(ctx, "eks-admin", &eks.AccessPolicyAssociationArgs{
		ClusterName: control.Name, PrincipalArn: entry.PrincipalArn,
		PolicyArn:   pulumi.String("arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy"),
		AccessScope: &eks.AccessPolicyAssociationAccessScopeArgs{Type: pulumi.String("cluster")},
	}); err != nil {
		return err
	}
	role, err := roleWith(ctx, "eks-ebs", "pods.eks.amazonaws.com")
	if err != nil {
		return err
	}
	_, err = eks.NewPodIdentityAssociation(ctx, "eks-ebs", &eks.PodIdentityAssociationArgs{
		ClusterName: control.Name, Namespace: pulumi.String("kube-system"), ServiceAccount: pulumi.String("ebs-csi-controller-sa"), RoleArn: role.Arn,
		Tags: tags("eks-ebs"),
	})
	return err
}

func clusterNodes(ctx *pulumi.Context, made *isolated, control *eks.Cluster, key *kms.Key, addOns []pulumi.Resource, changed bool) error {
	role, err := roleWith(ctx, "eks-node", "ec2.amazonaws.com", "AmazonEKSWorkerNodePolicy", "AmazonEC2ContainerRegistryPullOnly")
	if err != nil {
		return err
	}
	template, err := ec2.NewLaunchTemplate(ctx, "eks-node", &ec2.LaunchTemplateArgs{
		MetadataOptions: &ec2.LaunchTemplateMetadataOptionsArgs{
			HttpEndpoint: pulumi.String("enabled"), HttpTokens: pulumi.String("required"), HttpPutResponseHopLimit: pulumi.Int(1),
		},
		BlockDeviceMappings: ec2.LaunchTemplateBlockDeviceMappingArray{&ec2.LaunchTemplateBlockDeviceMappingArgs{
			DeviceName: pulumi.String("/dev/xvda"),
			Ebs: &ec2.LaunchTemplateBlockDeviceMappingEbsArgs{
				Encrypted: pulumi.String("true"), VolumeType: pulumi.String("gp3"), VolumeSize: pulumi.Int(40), KmsKeyId: key.Arn, DeleteOnTermination: pulumi.String("true"),
			},
		}},
		TagSpecifications: ec2.LaunchTemplateTagSpecificationArray{&ec2.LaunchTemplateTagSpecificationArgs{
			ResourceType: pulumi.String("volume"), Tags: tags("eks-node"),
		}},
		Tags: tags("eks-node"),
	})
	if err != nil {
		return err
	}
	largest := 3
	if changed {
		largest = 5
	}
	_, err = eks.NewNodeGroup(ctx, "eks-node", &eks.NodeGroupArgs{
		ClusterName: control.Name, NodeRoleArn: role.Arn, SubnetIds: made.subnets, AmiType: pulumi.String("AL2023_x86_64_STANDARD"),
		InstanceTypes: pulumi.ToStringArray([]string{"m7i.large"}), CapacityType: pulumi.String("ON_DEMAND"),
		ScalingConfig:  &eks.NodeGroupScalingConfigArgs{MinSize: pulumi.Int(1), DesiredSize: pulumi.Int(1), MaxSize: pulumi.Int(largest)},
		UpdateConfig:   &eks.NodeGroupUpdateConfigArgs{MaxUnavailable: pulumi.Int(1)},
		LaunchTemplate: &eks.NodeGroupLaunchTemplateArgs{Id: template.ID(), Version: pulumi.Sprintf("%d", template.LatestVersion)},
		Labels:         pulumi.StringMap{"pool": pulumi.String("general")}, Tags: tags("eks-node"),
	}, pulumi.DependsOn(addOns))
	return err
}
