package eks

import "github.com/cloudgap/cloudgap/components/endpoints/capability"

// addOnSpec is what the component knows of an EKS add-on.
type addOnSpec struct {
	name AddOn
	// beforeNodes says that nodes need the add-on to become ready, so that it is made before them.
	beforeNodes bool
	// required says that a cluster does not work without it.
	required bool
	// namespace and serviceAccount take the credentials of the add-on's role; empty where it calls no AWS service.
	namespace, serviceAccount string
	// managedPolicy is the path of the AWS managed policy of its role.
	managedPolicy string
	// usesDataKey says that its role works with volumes that the data key encrypts.
	usesDataKey bool
	// capabilities are what it needs of the VPC endpoints.
	capabilities []capability.Capability
	// webhookPort is where the control plane calls its pods; zero where it does not.
	webhookPort int
	// images are the repositories of its containers in the EKS add-on registry; nil where no public source names them.
	images []string
}

// addOnTable lists the add-ons in the order in which they are made.
// Sources: the EKS user guide, "AWS add-ons" and "Community add-ons"; the managed policies of each; for the images, manifests of
// running clusters that projects published, and the chart of aws/eks-node-monitoring-agent.
var addOnTable = []addOnSpec{
	{
		name: VpcCni, beforeNodes: true, required: true, namespace: "kube-system", serviceAccount: "aws-node", managedPolicy: "AmazonEKS_CNI_Policy",
		capabilities: []capability.Capability{capability.VpcCni}, images: []string{"amazon-k8s-cni", "amazon-k8s-cni-init", "amazon/aws-network-policy-agent"},
	},
	{name: KubeProxy, beforeNodes: true, required: true, images: []string{"eks/kube-proxy"}},
	{
		name: PodIdentityAgent, beforeNodes: true, required: true, capabilities: []capability.Capability{capability.PodIdentity},
		images: []string{"eks/eks-pod-identity-agent"},
	},
	{name: CoreDNS, required: true, images: []string{"eks/coredns"}},
	{
		name: EbsCsiDriver, namespace: "kube-system", serviceAccount: "ebs-csi-controller-sa", managedPolicy: "service-role/AmazonEBSCSIDriverPolicy",
		usesDataKey: true, capabilities: []capability.Capability{capability.EbsCsi}, images: []string{
			"eks/aws-ebs-csi-driver", "eks/csi-attacher", "eks/csi-node-driver-registrar", "eks/csi-provisioner", "eks/csi-resizer", "eks/csi-snapshotter",
			"eks/livenessprobe", "eks/volume-modifier-for-k8s",
		},
	},
	{
		name: EfsCsiDriver, namespace: "kube-system", serviceAccount: "efs-csi-controller-sa", managedPolicy: "service-role/AmazonEFSCSIDriverPolicy",
		capabilities: []capability.Capability{capability.EfsCsi},
		images:       []string{"eks/aws-efs-csi-driver", "eks/csi-node-driver-registrar", "eks/csi-provisioner", "eks/livenessprobe"},
	},
	{name: SnapshotController},
	{name: MetricsServer, webhookPort: 10251, images: []string{"eks/metrics-server"}},
	{name: NodeMonitoringAgent, images: []string{"eks/eks-node-monitoring-agent", "eks/observability/dcgm-exporter"}},
	{
		name: CloudWatchObservability, namespace: "amazon-cloudwatch", serviceAccount: "cloudwatch-agent", managedPolicy: "CloudWatchAgentServerPolicy",
		webhookPort: 9443, capabilities: []capability.Capability{capability.CloudWatchLogs, capability.CloudWatchMetrics},
	},
}

// AddOns lists the add-ons that the component knows, in the order in which they are made.
func AddOns() []AddOn {
	var names []AddOn
	for _, spec := range addOnTable {
		names = append(names, spec.name)
	}
	return names
}
