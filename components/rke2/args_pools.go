package rke2

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/cloudgap/cloudgap/components/rke2/artifacts"
)

// AgentPool is a group of agents with a launch template and a role of its own. Changing one pool touches no other and not the
// servers; what nodes have to be made anew for rolls through the pool.
type AgentPool struct {
	// InstanceTypes are the EC2 types to choose from, all of the pool's architecture, the preferred ones first. Required.
	InstanceTypes []string `pulumi:"instanceTypes"`
	// Architecture is the processor's. Empty takes amd64.
	Architecture artifacts.Arch `pulumi:"architecture,optional"`
	// Image is the image. The zero value takes that of the servers, which must then be of the same architecture.
	Image Image `pulumi:"image,optional"`
	// Version is the RKE2 version, no newer than the servers' and at most three minors behind. Empty takes the servers'. A minor that
	// the servers do not run yet is refused: name the old one while they are upgraded, and raise it in the next deployment.
	Version string `pulumi:"version,optional"`
	// MinSize and MaxSize bound the number of agents. MaxSize is required. The pool begins with MinSize, and an autoscaler may
	// change the number.
	MinSize int `pulumi:"minSize,optional"`
	// MaxSize is the largest number of agents. Required.
	MaxSize int `pulumi:"maxSize"`
	// Spot takes spare capacity that AWS may reclaim with two minutes' notice.
	Spot bool `pulumi:"spot,optional"`
	// OnDemandBase is how many agents of a spot pool are not spot.
	OnDemandBase int `pulumi:"onDemandBase,optional"`
	// Labels are put on the nodes.
	Labels map[string]string `pulumi:"labels,optional"`
	// Taints keep pods off the nodes that do not tolerate them.
	Taints []Taint `pulumi:"taints,optional"`
	// Zones are the availability zone names to place agents in. Nil takes all that have a subnet.
	Zones []string `pulumi:"zones,optional"`
	// RootDiskGiB is the size of the root volume. Zero takes 80.
	RootDiskGiB int `pulumi:"rootDiskGiB,optional"`
	// TargetGroupArns are target groups of your own that the agents are registered with.
	TargetGroupArns []pulumi.StringInput `pulumi:"targetGroupArns,optional"`
	// SecurityGroupIDs are security groups of your own beside that of the agents, such as one that admits a load balancer.
	SecurityGroupIDs []pulumi.StringInput `pulumi:"securityGroupIds,optional"`
	// LeaveMinutes is how long an agent that is to be terminated drains, up to 100. Zero takes 15.
	LeaveMinutes int `pulumi:"leaveMinutes,optional"`
}

// Taint keeps pods off a node.
type Taint struct {
	// Key is the taint's key. Required.
	Key string `pulumi:"key"`
	// Value is the taint's value. Empty is a value too.
	Value string `pulumi:"value,optional"`
	// Effect is what happens to pods that do not tolerate the taint. Required.
	Effect TaintEffect `pulumi:"effect"`
}

// TaintEffect is the effect of a taint, in Kubernetes' words.
type TaintEffect string

// The effects of a taint.
const (
	// NoSchedule places no further pods on the node.
	NoSchedule TaintEffect = "NoSchedule"
	// NoExecute also evicts the pods that are there.
	NoExecute TaintEffect = "NoExecute"
	// PreferNoSchedule places pods elsewhere where possible.
	PreferNoSchedule TaintEffect = "PreferNoSchedule"
)
