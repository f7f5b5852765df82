package rules

var clusterPublic = Rule{
	ID:       "EKS-PUBLIC",
	Title:    "the Kubernetes API is reachable from inside the VPC only",
	Severity: Critical,
	Types: []string{
		"aws:eks/cluster:Cluster",
	},
	Why: "The API endpoint of a cluster is public unless endpointPublicAccess is set to false: the provider and the " +
		"service default to true. A list of admitted CIDRs narrows who may knock, but the door stays on the " +
		"internet.",
	Fix:      "set vpcConfig.endpointPublicAccess to false and vpcConfig.endpointPrivateAccess to true",
	Controls: clusterEndpoint,
}
