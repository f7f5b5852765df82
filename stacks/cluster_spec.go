package stacks

import "github.com/cloudgap/cloudgap/components/eks"

// ClusterSpec describes the EKS cluster of an environment. Its VPC endpoints are added to those that the spec names.
type ClusterSpec struct {
	// KubernetesVersion is the minor version of the control plane, for example "1.34".
	KubernetesVersion string `json:"kubernetesVersion"`
	// SupportType is what happens at the end of standard support: "STANDARD" upgrades the control plane, "EXTENDED" keeps the
	// version at a higher price.
	SupportType eks.SupportType `json:"supportType" jsonschema:"enum=STANDARD,enum=EXTENDED"`
	// AvailabilityZones are the zones of the control plane, at least two of the network's. They are fixed once the cluster
	// exists; pools can be placed in others.
	AvailabilityZones []string `json:"availabilityZones" jsonschema:"minItems=2,maxItems=6"`
	// ServiceCidr is the range of Kubernetes services. Default: 172.20.0.0/16. Changing it replaces the cluster.
	ServiceCidr string `json:"serviceCidr,omitempty"`
	// LogRetentionDays is how long the control plane's logs are kept.
	LogRetentionDays int `json:"logRetentionDays"`
	// Protect makes Pulumi refuse to delete or replace the cluster and its keys.
	Protect bool `json:"protect"`
	// NodePools are the managed node groups by a stable key.
	NodePools map[string]NodePoolSpec `json:"nodePools" jsonschema:"minProperties=1"`
	// AddOns are the pinned versions of the EKS add-ons by name.
	AddOns map[eks.AddOn]AddOnSpec `json:"addOns" jsonschema:"minProperties=1"`
	// SecretsKeyArn is the KMS key that encrypts Kubernetes secrets. Default: one of the cluster's own. Changing it replaces the
	// cluster.
	SecretsKeyArn string `json:"secretsKeyArn,omitempty" jsonschema:"pattern=^arn:aws[a-z-]*:kms:"`
	// DataKeyArn is the KMS key that encrypts the log group and the nodes' volumes. Default: one of the cluster's own.
	DataKeyArn string `json:"dataKeyArn,omitempty" jsonschema:"pattern=^arn:aws[a-z-]*:kms:"`
	// Controllers are the controllers that the cluster is prepared for, by name. They are not installed. Default: none.
	Controllers map[eks.Controller]ControllerSpec `json:"controllers,omitempty"`
	// WebhookPorts are further TCP ports on which the control plane calls pods. Default: those of the kubelet, the add-ons and
	// the controllers.
	WebhookPorts []int `json:"webhookPorts,omitempty"`
	// SecurityGroupsForPods lets SecurityGroupPolicy objects give pods security groups of their own.
	SecurityGroupsForPods bool `json:"securityGroupsForPods,omitempty"`
	// PrefixDelegation gives nodes blocks of addresses, so that more pods fit on one. Default: single addresses.
	PrefixDelegation bool `json:"prefixDelegation,omitempty"`
	// InstanceIDNodeNames names nodes by instance id. To be decided before the first node joins. Default: by DNS name.
	InstanceIDNodeNames bool `json:"instanceIdNodeNames,omitempty"`
	// SessionManager lets operators reach nodes through Session Manager.
	SessionManager bool `json:"sessionManager"`
	// OidcProvider makes an IAM OIDC provider for roles of service accounts. Default: Pod Identity alone.
	OidcProvider bool `json:"oidcProvider,omitempty"`
	// Access says who may use the Kubernetes API.
	Access AccessSpec `json:"access"`
	// APIClients are the private ranges that may open connections to the Kubernetes API beside the nodes, by a stable key.
	APIClients map[string]string `json:"apiClients,omitempty"`
	// EgressRanges are the private ranges that nodes and pods may open connections to, by a stable key. Default: none.
	EgressRanges map[string]EgressRangeSpec `json:"egressRanges,omitempty"`
}

// NodePoolSpec describes one managed node group.
type NodePoolSpec struct {
	// InstanceTypes are the EC2 types to choose from.
	InstanceTypes []string `json:"instanceTypes" jsonschema:"minItems=1"`
	// Architecture is the processor's. Default: x86_64.
	Architecture eks.Architecture `json:"architecture,omitempty" jsonschema:"enum=x86_64,enum=arm64"`
	// OperatingSystem is that of the AMI. Default: AL2023.
	OperatingSystem eks.OperatingSystem `json:"operatingSystem,omitempty" jsonschema:"enum=AL2023,enum=BOTTLEROCKET"`
	// AmiID is an AMI of your own. Default: the one that EKS recommends.
	AmiID string `json:"amiId,omitempty"`
	// ReleaseVersion pins the AMI of EKS. Default: the latest at each change of the version.
	ReleaseVersion string `json:"releaseVersion,omitempty"`
	// KubernetesVersion is the nodes' version. Default: the control plane's.
	KubernetesVersion string `json:"kubernetesVersion,omitempty"`
	// Spot takes spare capacity.
	Spot bool `json:"spot,omitempty"`
	// MinSize is the smallest number of nodes.
	MinSize int `json:"minSize"`
	// MaxSize is the largest number of nodes.
	MaxSize int `json:"maxSize"`
	// DesiredSize is the number to begin with. Default: MinSize.
	DesiredSize int `json:"desiredSize,omitempty"`
	// Autoscaled leaves the number of nodes to an autoscaler.
	Autoscaled bool `json:"autoscaled,omitempty"`
	// Labels are put on the nodes.
	Labels map[string]string `json:"labels,omitempty"`
	// Taints keep pods off the nodes that do not tolerate them.
	Taints []TaintSpec `json:"taints,omitempty"`
	// Zones are the availability zones to place nodes in. Default: those of the control plane.
	Zones []string `json:"zones,omitempty"`
	// DiskSizeGiB is the size of the nodes' volume. Default: 50.
	DiskSizeGiB int `json:"diskSizeGiB,omitempty"`
	// MaxPods bounds the pods on a node. Default: the operating system's own count.
	MaxPods int `json:"maxPods,omitempty"`
	// MaxUnavailablePercentage is how many nodes an update takes away at a time. Default: 33.
	MaxUnavailablePercentage int `json:"maxUnavailablePercentage,omitempty" jsonschema:"minimum=1,maximum=100"`
	// OmitNodeRepair leaves unhealthy nodes alone. Default: EKS replaces them.
	OmitNodeRepair bool `json:"omitNodeRepair,omitempty"`
}

// ControllerSpec prepares for one controller.
type ControllerSpec struct {
	// Namespace is where it runs. Default: the usual one.
	Namespace string `json:"namespace,omitempty"`
	// ImageRepository is the private repository of its image.
	ImageRepository string `json:"imageRepository"`
	// ImageTag is the image's tag.
	ImageTag string `json:"imageTag"`
	// SecretArns are the secrets that External Secrets may read; required for it and for it alone.
	SecretArns []string `json:"secretArns,omitempty"`
}

// TaintSpec keeps pods off a node.
type TaintSpec struct {
	// Key is the taint's key.
	Key string `json:"key"`
	// Value is the taint's value.
	Value string `json:"value,omitempty"`
	// Effect is what happens to pods that do not tolerate the taint.
	Effect eks.TaintEffect `json:"effect" jsonschema:"enum=NO_SCHEDULE,enum=NO_EXECUTE,enum=PREFER_NO_SCHEDULE"`
}

// AddOnSpec pins one add-on.
type AddOnSpec struct {
	// Version is the add-on's version, for example "v1.21.1-eksbuild.3".
	Version string `json:"version"`
	// Configuration is the add-on's configuration values as JSON text. Default: the add-on's own.
	Configuration string `json:"configuration,omitempty"`
}

// AccessSpec says who may use the Kubernetes API, as ARNs of IAM roles by a stable key.
type AccessSpec struct {
	// PlatformAdmins may do everything in the cluster.
	PlatformAdmins map[string]string `json:"platformAdmins,omitempty"`
	// Developers may read objects, but not secrets.
	Developers map[string]string `json:"developers,omitempty"`
	// Deployers are pipelines that change objects in their namespaces.
	Deployers map[string]DeployerSpec `json:"deployers,omitempty"`
	// Roles makes one role for people who look and one for pipelines that deploy. Default: none.
	Roles *AccessRolesSpec `json:"roles,omitempty"`
}

// AccessRolesSpec says who may take the roles that are made, and where the pipelines deploy.
type AccessRolesSpec struct {
	// DeveloperPrincipals are the ARNs of roles or users that may take the developer role.
	DeveloperPrincipals []string `json:"developerPrincipals" jsonschema:"minItems=1"`
	// DeployPrincipals are the ARNs of roles or users that may take the deploy role.
	DeployPrincipals []string `json:"deployPrincipals" jsonschema:"minItems=1"`
	// DeployNamespaces are the namespaces that the deploy role deploys to.
	DeployNamespaces []string `json:"deployNamespaces" jsonschema:"minItems=1"`
}

// DeployerSpec is a pipeline.
type DeployerSpec struct {
	// PrincipalArn is the pipeline's role.
	PrincipalArn string `json:"principalArn"`
	// Namespaces are those that it deploys to.
	Namespaces []string `json:"namespaces" jsonschema:"minItems=1"`
}

// EgressRangeSpec is a private range that nodes and pods may open connections to.
type EgressRangeSpec struct {
	// CidrBlock is the range.
	CidrBlock string `json:"cidrBlock"`
	// Protocol is tcp or udp. Default: tcp.
	Protocol string `json:"protocol,omitempty" jsonschema:"enum=tcp,enum=udp"`
	// FromPort is the first port.
	FromPort int `json:"fromPort"`
	// ToPort is the last port. Default: FromPort.
	ToPort int `json:"toPort,omitempty"`
}
