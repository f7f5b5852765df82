package capability

import (
	"github.com/cloudgap/cloudgap/components/endpoints/catalog"
	"github.com/cloudgap/cloudgap/components/endpoints/policy"
)

// pullCalls are the actions of a registry client that pulls an image.
var pullCalls = []string{"ecr:GetAuthorizationToken", "ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"}

// pulling returns the needs of whoever pulls images; breaks says what does not work without them.
func pulling(breaks string) []Need {
	return []Need{
		{Service: catalog.ECRAPI, Reason: "registry login and image metadata", Breaks: breaks, Calls: pullCalls},
		{Service: catalog.ECRDkr, Reason: "image manifests", Breaks: breaks, Calls: pullCalls[1:]},
		{Service: catalog.S3, Reason: "image layers, which ECR keeps in a bucket of AWS", Breaks: breaks, Calls: []string{"s3:GetObject"}},
	}
}

// clusters are the capabilities of nodes and of the cluster's own controllers.
var clusters = []Spec{
	{
		Capability: EksNodes, Title: "EKS nodes boot and join",
		Required: append([]Need{
			{Service: catalog.EC2, Reason: "nodeadm reads the instance's private DNS name", Breaks: "nodes cannot join", Calls: []string{"ec2:DescribeInstances"}},
			{Service: catalog.STS, Reason: "the join token is a request to the regional STS, which boot tools also call", Breaks: "nodes cannot join", Calls: []string{"sts:GetCallerIdentity"}},
		}, pulling("nodes cannot start their system pods")...),
		Optional: []Need{
			{Service: catalog.EKS, Reason: "Bottlerocket and custom boot scripts describe the cluster", Breaks: "Bottlerocket nodes cannot join", Calls: []string{"eks:DescribeCluster"}},
		},
		Exceptions: []policy.Exception{policy.EcrLayers, policy.EksAddOnImages},
	},
	{
		Capability: EcrPull, Title: "pull images from private ECR repositories",
		Required:   pulling("images cannot be pulled"),
		Exceptions: []policy.Exception{policy.EcrLayers},
	},
	{
		Capability: Irsa, Title: "IAM roles for service accounts", Identity: GivesIdentity,
		Required: []Need{
			{Service: catalog.STS, Reason: "pods exchange their web identity token for credentials", Breaks: "pods get no credentials", Calls: []string{"sts:AssumeRoleWithWebIdentity"}},
		},
		Optional: []Need{
			{Service: catalog.OIDCEKS, Reason: "private DNS of eks hides the discovery name, which verifiers in the VPC read", Breaks: "tokens cannot be verified in the VPC"},
		},
		Exceptions: []policy.Exception{policy.StsWebIdentity},
	},
	{
		Capability: PodIdentity, Title: "EKS Pod Identity", Identity: GivesIdentity,
		Required: []Need{
			{Service: catalog.EKSAuth, Reason: "the agent on each node fetches the pods' credentials", Breaks: "pods get no credentials", Calls: []string{"eks-auth:AssumeRoleForPodIdentity"}},
		},
	},
	{
		Capability: InstanceRole, Title: "credentials of the instance's role from the metadata service", Identity: GivesIdentity,
	},
	{
		Capability: VpcCni, Title: "Amazon VPC CNI",
		Required: []Need{
			{Service: catalog.EC2, Reason: "attaches network interfaces and assigns addresses", Breaks: "pods get no addresses and nodes stay NotReady", Calls: []string{
				"ec2:AssignPrivateIpAddresses", "ec2:AttachNetworkInterface", "ec2:CreateNetworkInterface", "ec2:DeleteNetworkInterface",
				"ec2:DescribeInstances", "ec2:DescribeInstanceTypes", "ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets",
				"ec2:DetachNetworkInterface", "ec2:ModifyNetworkInterfaceAttribute", "ec2:UnassignPrivateIpAddresses", "ec2:CreateTags",
			}},
		},
	},
	{
		Capability: EbsCsi, Title: "EBS volumes", Identity: NeedsIdentity,
		Required: []Need{
			{Service: catalog.EC2, Reason: "creates, attaches and snapshots volumes", Breaks: "volumes cannot be attached", Calls: []string{
				"ec2:AttachVolume", "ec2:CreateSnapshot", "ec2:CreateTags", "ec2:CreateVolume", "ec2:DeleteVolume",
				"ec2:DescribeAvailabilityZones", "ec2:DescribeInstances", "ec2:DescribeVolumes", "ec2:DetachVolume", "ec2:ModifyVolume",
			}},
		},
		Optional: []Need{
			{Service: catalog.KMS, Reason: "grants on customer managed keys are made by EC2; only own tooling calls KMS", Breaks: "own tooling cannot use customer managed keys", Calls: []string{"kms:DescribeKey"}},
		},
		Exceptions: []policy.Exception{policy.Ec2Volumes},
	},
	{
		Capability: EfsCsi, Title: "EFS file systems", Identity: NeedsIdentity,
		Required: []Need{
			{Service: catalog.EFS, Reason: "creates access points and finds mount targets", Breaks: "file systems cannot be mounted", Calls: []string{
				"elasticfilesystem:CreateAccessPoint", "elasticfilesystem:DeleteAccessPoint", "elasticfilesystem:DescribeAccessPoints",
				"elasticfilesystem:DescribeFileSystems", "elasticfilesystem:DescribeMountTargets",
			}},
			{Service: catalog.EC2, Reason: "maps availability zones", Breaks: "mount targets of other zones are picked", Calls: []string{"ec2:DescribeAvailabilityZones"}},
		},
	},
	{
		Capability: FsxCsi, Title: "FSx file systems", Identity: NeedsIdentity,
		Required: []Need{
			{Service: catalog.FSx, Reason: "creates and describes file systems", Breaks: "file systems cannot be provisioned", Calls: []string{"fsx:CreateFileSystem", "fsx:DescribeFileSystems"}},
			{Service: catalog.EC2, Reason: "finds the node's network", Breaks: "the driver cannot find its instance", Calls: []string{"ec2:DescribeInstances"}},
		},
	},
	{
		Capability: LoadBalancerController, Title: "AWS Load Balancer Controller", Identity: NeedsIdentity,
		Required: []Need{
			{Service: catalog.ElasticLoadBalancing, Reason: "creates load balancers and registers targets", Breaks: "ingresses get no load balancer", Calls: []string{
				"elasticloadbalancing:CreateLoadBalancer", "elasticloadbalancing:CreateTargetGroup", "elasticloadbalancing:DescribeLoadBalancers",
				"elasticloadbalancing:DescribeTargetHealth", "elasticloadbalancing:RegisterTargets",
			}},
			{Service: catalog.EC2, Reason: "finds subnets and manages security groups", Breaks: "ingresses get no load balancer", Calls: []string{
				"ec2:AuthorizeSecurityGroupIngress", "ec2:CreateSecurityGroup", "ec2:DescribeAvailabilityZones", "ec2:DescribeSecurityGroups", "ec2:DescribeSubnets", "ec2:DescribeVpcs",
			}},
		},
		Optional: []Need{
			{Service: catalog.WAFv2, Reason: "web ACLs; otherwise set enable-wafv2=false", Breaks: "the controller hangs on each load balancer", Calls: []string{"wafv2:GetWebACLForResource"}},
			{Service: catalog.ACM, Reason: "finds certificates by host name", Breaks: "listeners get no certificate by discovery", Calls: []string{"acm:ListCertificates"}},
			{Service: catalog.Tagging, Reason: "finds load balancers by tag", Breaks: "group lookups fall back to the load balancing API", Calls: []string{"tag:GetResources"}},
		},
	},
	{
		Capability: ClusterAutoscaler, Title: "cluster autoscaler", Identity: NeedsIdentity,
		Required: []Need{
			{Service: catalog.AutoScaling, Reason: "reads and resizes the node groups", Breaks: "the cluster does not scale", Calls: []string{
				"autoscaling:DescribeAutoScalingGroups", "autoscaling:DescribeAutoScalingInstances", "autoscaling:SetDesiredCapacity", "autoscaling:TerminateInstanceInAutoScalingGroup",
			}},
			{Service: catalog.EC2, Reason: "reads launch templates and instance types", Breaks: "node groups cannot be scaled from zero", Calls: []string{"ec2:DescribeInstanceTypes", "ec2:DescribeLaunchTemplateVersions"}},
		},
		Optional: []Need{
			{Service: catalog.EKS, Reason: "reads labels and taints of empty managed node groups", Breaks: "empty managed node groups are not scaled by label", Calls: []string{"eks:DescribeNodegroup"}},
		},
	},
	{
		Capability: Karpenter, Title: "Karpenter in isolated mode", Identity: NeedsIdentity,
		Required: []Need{
			{Service: catalog.EC2, Reason: "launches and terminates instances", Breaks: "no node is launched", Calls: []string{
				"ec2:CreateFleet", "ec2:CreateLaunchTemplate", "ec2:CreateTags", "ec2:DescribeImages", "ec2:DescribeInstances", "ec2:DescribeInstanceTypeOfferings",
				"ec2:DescribeInstanceTypes", "ec2:DescribeSubnets", "ec2:RunInstances", "ec2:TerminateInstances",
			}},
			{Service: catalog.SSM, Reason: "reads the AMI ids that AWS publishes as parameters", Breaks: "no AMI is found", Calls: []string{"ssm:GetParameter"}},
			{Service: catalog.EKS, Reason: "reads the cluster's version", Breaks: "the controller does not start", Calls: []string{"eks:DescribeCluster"}},
		},
		Optional: []Need{
			{Service: catalog.SQS, Reason: "receives interruption notices where settings.interruptionQueue names a queue", Breaks: "nodes are lost without being drained", Calls: []string{"sqs:DeleteMessage", "sqs:GetQueueUrl", "sqs:ReceiveMessage"}},
		},
		Exceptions: []policy.Exception{policy.Ec2Images, policy.SsmPublic},
	},
	{
		Capability: EksAPI, Title: "calls of the EKS service API",
		Required: []Need{
			{Service: catalog.EKS, Reason: "clients describe clusters and write kubeconfigs", Breaks: "the EKS API is out of reach", Calls: []string{"eks:DescribeCluster"}},
		},
	},
	{
		Capability: OidcDiscovery, Title: "OIDC discovery of the cluster in the VPC",
		Required: []Need{
			{Service: catalog.OIDCEKS, Reason: "verifiers read the discovery document and the keys", Breaks: "service account tokens cannot be verified in the VPC"},
		},
	},
	{
		Capability: Rke2Servers, Title: "RKE2 servers boot, elect and keep snapshots", Identity: GivesIdentity,
		Required: append([]Need{
			{Service: catalog.EC2, Reason: "servers find each other, and the cloud controller finds the nodes' instances", Breaks: "servers cannot tell who is dead, and nodes stay uninitialised", Calls: []string{"ec2:DescribeAvailabilityZones", "ec2:DescribeInstances", "ec2:DescribeInstanceTopology", "ec2:DescribeRegions"}},
			{Service: catalog.SecretsManager, Reason: "join tokens and the cluster's certificates", Breaks: "servers cannot join", Calls: []string{"secretsmanager:GetSecretValue"}},
			{Service: catalog.AutoScaling, Reason: "completes lifecycle hooks of the servers' groups", Breaks: "servers are terminated before etcd lets go of them", Calls: []string{"autoscaling:DescribeAutoScalingInstances", "autoscaling:CompleteLifecycleAction", "autoscaling:RecordLifecycleActionHeartbeat"}},
		}, pulling("servers cannot pull their images")...),
		Exceptions: []policy.Exception{policy.EcrLayers},
	},
	{
		Capability: Rke2Agents, Title: "RKE2 agents boot and join", Identity: GivesIdentity,
		Required: append([]Need{
			{Service: catalog.SecretsManager, Reason: "the agent's join token", Breaks: "agents cannot join", Calls: []string{"secretsmanager:GetSecretValue"}},
			{Service: catalog.AutoScaling, Reason: "completes lifecycle hooks of the agents' groups", Breaks: "agents are terminated before their pods have moved", Calls: []string{"autoscaling:DescribeAutoScalingInstances", "autoscaling:CompleteLifecycleAction", "autoscaling:RecordLifecycleActionHeartbeat"}},
		}, pulling("agents cannot pull their images")...),
		Exceptions: []policy.Exception{policy.EcrLayers},
	},
	{
		Capability: Rke2PodRoles, Title: "AWS roles for pods on RKE2 servers", Identity: GivesIdentity,
		Required: []Need{
			{Service: catalog.STS, Reason: "servers begin sessions of the roles that they lend", Breaks: "controllers on the servers get no credentials", Calls: []string{"sts:AssumeRole", "sts:TagSession"}},
		},
	},
	{
		Capability: TunnelConnectors, Title: "connectors of an identity-aware tunnel", Identity: GivesIdentity,
		Required: []Need{
			{Service: catalog.SecretsManager, Reason: "the tunnel's token", Breaks: "connectors cannot start", Calls: []string{"secretsmanager:GetSecretValue"}},
			{Service: catalog.Logs, Reason: "the connectors' logs", Breaks: "the connectors' logs are lost", Calls: []string{"logs:CreateLogStream", "logs:PutLogEvents"}},
			{Service: catalog.AutoScaling, Reason: "connectors say when they are ready, ill and drained", Breaks: "no connector comes into service", Calls: []string{"autoscaling:CompleteLifecycleAction", "autoscaling:DescribeAutoScalingInstances", "autoscaling:SetInstanceHealth"}},
		},
	},
}
