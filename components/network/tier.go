package network

import "slices"

// Tier is a group of subnets with one purpose, one subnet in each availability zone. The values are keys of
// ZeroEgressVpcArgs.Tiers and of the outputs by tier.
type Tier string

// The tiers that a ZeroEgressVpc can have.
const (
	// TierNodes holds worker nodes and internal load balancers. It takes half of the VPC's CIDR block.
	TierNodes Tier = "nodes"
	// TierControlPlane holds the network interfaces of an EKS control plane, or the servers of a self-managed one. Its
	// subnets are /28 unless a wider prefix is asked for.
	TierControlPlane Tier = "controlPlane"
	// TierEndpoints holds the network interfaces of interface VPC endpoints. Its subnets are /26 where that fits and
	// never narrower than /28.
	TierEndpoints Tier = "endpoints"
	// TierData holds databases, caches and file systems.
	TierData Tier = "data"
	// TierTransit holds the network interfaces of a transit gateway or Cloud WAN attachment, which AWS advises to keep in
	// /28 subnets of their own.
	TierTransit Tier = "transit"
	// TierPods holds the addresses of pods. It exists when PodCidrBlock is set, and only then: its subnets fill that block.
	TierPods Tier = "pods"
)

// tierTraits is what is known of a tier, apart from its place in the CIDR plan.
type tierTraits struct {
	// slug is the tier's name in the names of resources.
	slug string
	// widest is the prefix length that a subnet gets unless another one is asked for or its slot is narrower; 0 fills the
	// slot.
	widest int
	// reachesGatewayEndpoints tells that workloads of the tier use Amazon S3 and DynamoDB through gateway endpoints.
	reachesGatewayEndpoints bool
	// subnetTags are tags that other software looks for on the tier's subnets.
	subnetTags map[string]string
}

// tierTag names the tier on each subnet, for people and for the isolation report. Nothing is ever inferred from it.
const tierTag = "cloudgap:tier"

// internalLoadBalancerTag marks the subnets in which Kubernetes may place internal load balancers.
const internalLoadBalancerTag = "kubernetes.io/role/internal-elb"

var traits = map[Tier]tierTraits{
	TierNodes: {
		slug: "nodes", reachesGatewayEndpoints: true,
		subnetTags: map[string]string{internalLoadBalancerTag: "1"},
	},
	TierControlPlane: {slug: "control-plane", widest: 28, reachesGatewayEndpoints: true},
	TierEndpoints:    {slug: "endpoints", widest: 26},
	TierData:         {slug: "data", reachesGatewayEndpoints: true},
	TierTransit:      {slug: "transit", widest: 28},
	TierPods:         {slug: "pods", reachesGatewayEndpoints: true},
}

// tierOrder is the order in which tiers are built and listed.
var tierOrder = []Tier{TierNodes, TierControlPlane, TierEndpoints, TierData, TierTransit, TierPods}

// Tiers returns the tiers that ZeroEgressVpcArgs.Tiers can name, in the order in which they are built. The pods tier is
// not among them: it lives in a block of its own, which PodCidrBlock names.
func Tiers() []Tier {
	return slices.DeleteFunc(slices.Clone(tierOrder), func(tier Tier) bool { return tier == TierPods })
}

// subnetKey is the stable word for the subnet of a tier in a zone, for example "nodes-a". The letter is the last
// character of the zone's name.
func subnetKey(tier Tier, zone string) string { return traits[tier].slug + "-" + zone[len(zone)-1:] }
