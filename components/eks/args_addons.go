package eks

// AddOn is the name of an EKS add-on.
type AddOn string

// The add-ons that the component knows. Their images come from the Region's EKS add-on registry.
const (
	// VpcCni gives pods addresses of the VPC.
	VpcCni AddOn = "vpc-cni"
	// KubeProxy routes the addresses of services.
	KubeProxy AddOn = "kube-proxy"
	// PodIdentityAgent hands pods the credentials of their roles.
	PodIdentityAgent AddOn = "eks-pod-identity-agent"
	// CoreDNS answers the names of services.
	CoreDNS AddOn = "coredns"
	// EbsCsiDriver provides volumes of Amazon EBS.
	EbsCsiDriver AddOn = "aws-ebs-csi-driver"
	// EfsCsiDriver provides volumes of Amazon EFS.
	EfsCsiDriver AddOn = "aws-efs-csi-driver"
	// SnapshotController takes snapshots of volumes.
	SnapshotController AddOn = "snapshot-controller"
	// MetricsServer measures pods for autoscaling.
	MetricsServer AddOn = "metrics-server"
	// NodeMonitoringAgent finds the faults of nodes that node repair acts on.
	NodeMonitoringAgent AddOn = "eks-node-monitoring-agent"
	// CloudWatchObservability writes metrics and logs to CloudWatch.
	CloudWatchObservability AddOn = "amazon-cloudwatch-observability"
)

// AddOnArgs says which version of an add-on runs and how.
type AddOnArgs struct {
	// Version is the add-on's version, for example "v1.20.4-eksbuild.2". Required: an add-on does not change unless you say
	// so. `aws eks describe-addon-versions --kubernetes-version 1.34` lists those that fit.
	Version string `pulumi:"version"`
	// Configuration is the add-on's configuration values as a JSON object. Keys that the component sets itself are
	// refused. Empty leaves the add-on's defaults.
	Configuration string `pulumi:"configuration,optional"`
}

// Controller is a controller that is installed into the cluster from a private chart.
type Controller string

// The controllers that the component can prepare for.
const (
	// LoadBalancerController makes load balancers for services and ingresses.
	LoadBalancerController Controller = "aws-load-balancer-controller"
	// ClusterAutoscaler resizes the node pools that are marked Autoscaled.
	ClusterAutoscaler Controller = "cluster-autoscaler"
	// Karpenter launches nodes for pending pods.
	Karpenter Controller = "karpenter"
	// ExternalSecrets copies secrets of AWS Secrets Manager into the cluster.
	ExternalSecrets Controller = "external-secrets"
)

// KarpenterDiscoveryTag is the tag by which an EC2NodeClass finds security groups and subnets; its value is the cluster's name.
// With Karpenter, the group of the nodes has it. The tag of the subnets is up to whoever makes them.
const KarpenterDiscoveryTag = "karpenter.sh/discovery"

// ControllerArgs tunes one controller.
type ControllerArgs struct {
	// Namespace is where it runs. Empty takes the usual one: kube-system, and external-secrets for External Secrets.
	Namespace string `pulumi:"namespace,optional"`
	// ImageRepository is the private repository of its image, for example
	// "111122223333.dkr.ecr.eu-central-1.amazonaws.com/mirror/karpenter/controller". Required: the public one is out of reach.
	ImageRepository string `pulumi:"imageRepository"`
	// ImageTag is the image's tag. Required.
	ImageTag string `pulumi:"imageTag"`
	// SecretArns are the secrets that External Secrets may read, required for it and for it alone. An ARN may end in "*".
	SecretArns []string `pulumi:"secretArns,optional"`
}
