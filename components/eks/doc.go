// Package eks builds PrivateEksCluster: an EKS cluster whose API answers inside the VPC only, whose nodes reach the VPC
// endpoints, the cluster and declared private ranges, and which is ready for work once the deployment ends.
//
// It never makes a public API endpoint, a rule that admits every address, an aws-auth ConfigMap or a call to the
// Kubernetes API, so that a deployment works from outside the VPC.
//
//	cluster, err := eks.NewPrivateEksCluster(ctx, "platform", &eks.PrivateEksClusterArgs{
//		Region:              "eu-central-1",
//		KubernetesVersion:   "1.34",
//		VpcID:               vpc.VpcID,
//		VpcCidrs:            vpc.Cidrs(),
//		ControlPlaneSubnets: vpc.SubnetIDs(network.TierControlPlane),
//		NodeSubnets:         vpc.SubnetIDs(network.TierNodes),
//		Endpoints:           set,
//		NodePools:           map[string]eks.NodePool{"general": {InstanceTypes: []string{"m7i.large"}, MinSize: 2, MaxSize: 6}},
//		AddOns:              addOns,
//	})
package eks
