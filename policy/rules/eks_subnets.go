package rules

var clusterSubnets = Rule{
	ID:       "EKS-SUBNETS",
	Title:    "clusters and their nodes are in isolated subnets only",
	Severity: High,
	Types: []string{
		"aws:eks/cluster:Cluster",
		"aws:eks/nodeGroup:NodeGroup",
		"aws:eks/fargateProfile:FargateProfile",
	},
	Why: "A cluster is as isolated as the least isolated subnet that its nodes, pods or control plane interfaces " +
		"may be placed in.",
	Fix:      "place the cluster in subnets of this stack that are isolated",
	Controls: clusterEndpoint,
}
