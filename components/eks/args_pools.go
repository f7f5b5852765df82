package eks

import "github.com/pulumi/pulumi/sdk/v3/go/pulumi"

// NodePool is a managed node group with a launch template of its own. Changing one pool touches no other and not the
// cluster. A change of zones, instance types, architecture, operating system or spot replaces the node group: the new one is
// up before the old one is drained. Any other change that nodes have to be made anew for, such as the disk, rolls through
// the group.
type NodePool struct {
	// InstanceTypes are the EC2 types to choose from, all of the pool's architecture. Required.
	InstanceTypes []string `pulumi:"instanceTypes"`
	// Architecture is the processor's. Empty takes ArchitectureX86.
	Architecture Architecture `pulumi:"architecture,optional"`
	// OperatingSystem is that of the AMI. Empty takes AmazonLinux2023.
	OperatingSystem OperatingSystem `pulumi:"operatingSystem,optional"`
	// AmiID is an AMI of your own, built on the pool's operating system. Nil takes the one that EKS recommends for the
	// version.
	AmiID pulumi.StringInput `pulumi:"amiId,optional"`
	// ReleaseVersion pins the AMI of EKS, for example "1.34.1-20251103". Empty takes the latest at each change of the
	// version. Not beside AmiID.
	ReleaseVersion string `pulumi:"releaseVersion,optional"`
	// KubernetesVersion is the nodes' minor version, at most three behind the control plane's. Empty takes the control
	// plane's. Not beside AmiID.
	KubernetesVersion string `pulumi:"kubernetesVersion,optional"`
	// Spot takes spare capacity that AWS may reclaim with two minutes' notice.
	Spot bool `pulumi:"spot,optional"`
	// MinSize and MaxSize bound the number of nodes. MaxSize is required.
	MinSize int `pulumi:"minSize,optional"`
	// MaxSize is the largest number of nodes. Required.
	MaxSize int `pulumi:"maxSize"`
	// DesiredSize is the number of nodes to begin with. Zero takes MinSize.
	DesiredSize int `pulumi:"desiredSize,optional"`
	// Autoscaled leaves the number of nodes to an autoscaler after the beginning.
	Autoscaled bool `pulumi:"autoscaled,optional"`
	// Labels are put on the nodes.
	Labels map[string]string `pulumi:"labels,optional"`
	// Taints keep pods off the nodes that do not tolerate them.
	Taints []Taint `pulumi:"taints,optional"`
	// Zones are the availability zone names to place nodes in, all of them with a node subnet. Nil takes those of the
	// control plane, which never change, so that a zone that is added to the VPC replaces no node group.
	Zones []string `pulumi:"zones,optional"`
	// DiskSizeGiB is the size of the volume for images and pods. Zero takes 50.
	DiskSizeGiB int `pulumi:"diskSizeGiB,optional"`
	// MaxPods bounds the pods on a node. Zero takes the operating system's own count; with prefix delegation 110, which is
	// what AWS advises for types with fewer than 30 vCPUs.
	MaxPods int `pulumi:"maxPods,optional"`
	// MaxUnavailablePercentage is how many nodes an update takes away at a time. Zero takes 33.
	MaxUnavailablePercentage int `pulumi:"maxUnavailablePercentage,optional"`
	// OmitNodeRepair leaves unhealthy nodes alone. By default EKS replaces them.
	OmitNodeRepair bool `pulumi:"omitNodeRepair,optional"`
}

// Architecture is the architecture of a processor.
type Architecture string

// The architectures of nodes.
const (
	// ArchitectureX86 is Intel's and AMD's.
	ArchitectureX86 Architecture = "x86_64"
	// ArchitectureArm is that of AWS Graviton.
	ArchitectureArm Architecture = "arm64"
)

// OperatingSystem is the operating system of nodes.
type OperatingSystem string

// The operating systems of nodes.
const (
	// AmazonLinux2023 is configured by nodeadm.
	AmazonLinux2023 OperatingSystem = "AL2023"
	// Bottlerocket is configured by its settings API. Its updates come from a public network, so nodes are replaced in
	// place of being updated.
	Bottlerocket OperatingSystem = "BOTTLEROCKET"
)

// Taint keeps pods off a node.
type Taint struct {
	// Key is the taint's key. Required.
	Key string `pulumi:"key"`
	// Value is the taint's value. Empty is a value too.
	Value string `pulumi:"value,optional"`
	// Effect is what happens to pods that do not tolerate the taint. Required.
	Effect TaintEffect `pulumi:"effect"`
}

// TaintEffect is the effect of a taint, in the words of the EKS API.
type TaintEffect string

// The effects of a taint.
const (
	// NoSchedule places no further pods on the node.
	NoSchedule TaintEffect = "NO_SCHEDULE"
	// NoExecute also evicts the pods that are there.
	NoExecute TaintEffect = "NO_EXECUTE"
	// PreferNoSchedule places pods elsewhere where possible.
	PreferNoSchedule TaintEffect = "PREFER_NO_SCHEDULE"
)
