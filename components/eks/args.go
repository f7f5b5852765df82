package eks

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/cloudgap/cloudgap/components/endpoints"
)

// PrivateEksClusterArgs describes a private EKS cluster. Plain Go values decide which resources exist; inputs only flow
// through.
type PrivateEksClusterArgs struct {
	// Region is the AWS Region of the provider, for example "eu-central-1". Required.
	Region string `pulumi:"region"`
	// KubernetesVersion is the minor version of the control plane, for example "1.34". Required. Raising it by one minor
	// version upgrades in place; EKS does not go back.
	KubernetesVersion string `pulumi:"kubernetesVersion"`
	// SupportType says what happens at the end of standard support. Empty takes SupportStandard: EKS upgrades the control
	// plane rather than charge for extended support.
	SupportType SupportType `pulumi:"supportType,optional"`
	// ClusterName is the cluster's physical name. Empty takes the component's name. The log group, the key policies and the
	// nodes' configuration repeat it, so it is not left to autonaming. Changing it replaces the cluster.
	ClusterName string `pulumi:"clusterName,optional"`
	// VpcID is the VPC of the cluster. Required.
	VpcID pulumi.StringInput `pulumi:"vpcId"`
	// VpcCidrs are the IPv4 blocks of the VPC. Required: the service range may not overlap them.
	VpcCidrs []string `pulumi:"vpcCidrs"`
	// ControlPlaneSubnets are the subnets of the control plane's network interfaces by availability zone name, in at least
	// two zones. Required. EKS takes other subnets later, but only in exactly the zones that the cluster began with.
	ControlPlaneSubnets map[string]pulumi.StringInput `pulumi:"controlPlaneSubnets"`
	// NodeSubnets are the subnets that pools can place nodes in by availability zone name. Required. Changing the subnets of a
	// pool replaces its node group.
	NodeSubnets map[string]pulumi.StringInput `pulumi:"nodeSubnets"`
	// ServiceCidr is the range of Kubernetes services: private, /12 to /24, apart from the VPC and from every range that
	// pods talk to. Empty takes 172.20.0.0/16. Changing it replaces the cluster.
	ServiceCidr string `pulumi:"serviceCidr,optional"`
	// Endpoints are the VPC endpoints that the nodes use. Required; the set has to serve what Capabilities returns.
	Endpoints *endpoints.EndpointSet
	// NodePools are the managed node groups by a stable key. Required: add-ons such as CoreDNS need nodes.
	NodePools map[string]NodePool `pulumi:"nodePools"`
	// InstanceIDNodeNames names nodes by instance id in place of private DNS name. Nodes then boot without
	// ec2:DescribeInstances, and the role of the nodes loses every EC2 action. Amazon Linux 2023 only. To be decided before
	// the first node joins: the nodes' access entry is of another type, and changing it replaces the entry.
	InstanceIDNodeNames bool `pulumi:"instanceIdNodeNames,optional"`
	// PodNetwork tunes the addresses of pods. Nil gives pods addresses of their node's subnet, one by one.
	PodNetwork *PodNetwork `pulumi:"podNetwork,optional"`
	// AddOns are the EKS add-ons, each with its pinned version. vpc-cni, kube-proxy, eks-pod-identity-agent and coredns are
	// required: the cluster starts without self-managed ones.
	AddOns map[AddOn]AddOnArgs `pulumi:"addOns"`
	// Controllers prepares for controllers that run in the cluster: role, endpoints, rules and Helm values. They are not
	// installed, because the API is out of reach from where a deployment runs. Nil prepares for none.
	Controllers map[Controller]ControllerArgs `pulumi:"controllers,optional"`
	// Access says who may use the Kubernetes API. The zero value admits the nodes only; not even the creator is admitted.
	Access Access `pulumi:"access,optional"`
	// APIClients may open connections to the Kubernetes API, beside the nodes, by a stable key. Nil admits the nodes only.
	APIClients map[string]APIClient `pulumi:"apiClients,optional"`
	// EgressRanges are the private ranges that nodes and pods may open connections to, by a stable key. Nil allows the
	// endpoints and the cluster only.
	EgressRanges map[string]EgressRange `pulumi:"egressRanges,optional"`
	// WebhookPorts are further TCP ports on which the control plane calls pods. The ports of the kubelet and of the
	// add-ons and controllers named here are open without being listed.
	WebhookPorts []int `pulumi:"webhookPorts,optional"`
	// SessionManager lets operators reach nodes through Session Manager. Default: nobody logs in to a node.
	SessionManager bool `pulumi:"sessionManager,optional"`
	// OidcProvider makes an IAM OIDC provider for roles of service accounts. Default: Pod Identity alone gives credentials.
	OidcProvider bool `pulumi:"oidcProvider,optional"`
	// SecretsKeyArn is the key that encrypts Kubernetes secrets. Nil makes one of the component's own, rotated every year.
	// Changing it replaces the cluster.
	SecretsKeyArn pulumi.StringPtrInput `pulumi:"secretsKeyArn,optional"`
	// DataKeyArn is the key that encrypts the log group and the nodes' volumes. Its policy must let CloudWatch Logs and
	// EC2 Auto Scaling use it. Nil makes one of the component's own, rotated every year.
	DataKeyArn pulumi.StringPtrInput `pulumi:"dataKeyArn,optional"`
	// LogRetentionInDays is how long the control plane's logs are kept. Zero keeps them 365 days.
	LogRetentionInDays int `pulumi:"logRetentionInDays,optional"`
	// Protect makes Pulumi refuse to delete or replace the cluster and its keys.
	Protect bool `pulumi:"protect,optional"`
	// Tags are put on every child that takes tags.
	Tags pulumi.StringMap `pulumi:"tags,optional"`
}

// SupportType is what happens to a cluster at the end of its version's standard support.
type SupportType string

// The support types of EKS.
const (
	// SupportStandard lets EKS upgrade the control plane at the end of standard support.
	SupportStandard SupportType = "STANDARD"
	// SupportExtended keeps the version for another twelve months at a higher price.
	SupportExtended SupportType = "EXTENDED"
)

// PodNetwork tunes the addresses of pods.
type PodNetwork struct {
	// Subnets are the subnets of pods by availability zone name, one for each zone that has nodes (custom networking). Nil
	// gives pods addresses of their node's subnet.
	Subnets map[string]pulumi.StringInput `pulumi:"subnets,optional"`
	// PrefixDelegation gives nodes blocks of sixteen addresses, so that more pods fit on one. Instance types have to be of
	// the Nitro system.
	PrefixDelegation bool `pulumi:"prefixDelegation,optional"`
	// SecurityGroupsForPods lets SecurityGroupPolicy objects give pods security groups of their own.
	SecurityGroupsForPods bool `pulumi:"securityGroupsForPods,optional"`
}

// APIClient may open connections to the Kubernetes API. Exactly one field is set.
type APIClient struct {
	// CidrBlock is a private IPv4 range.
	CidrBlock string `pulumi:"cidrBlock,optional"`
	// SecurityGroupID is a security group whose members are admitted.
	SecurityGroupID pulumi.StringInput `pulumi:"securityGroupId,optional"`
}

// EgressRange is a private range that nodes and pods may open connections to.
type EgressRange struct {
	// CidrBlock is a private IPv4 range. Required.
	CidrBlock string `pulumi:"cidrBlock"`
	// Protocol is "tcp" or "udp". Empty takes tcp.
	Protocol string `pulumi:"protocol,optional"`
	// FromPort and ToPort bound the ports, both included. ToPort zero takes FromPort. FromPort is required.
	FromPort int `pulumi:"fromPort"`
	// ToPort is the last port; zero takes FromPort.
	ToPort int `pulumi:"toPort,optional"`
}
