package rules

var clusterNodes = Rule{
	ID:       "EKS-NODES",
	Title:    "nodes have no remote access and stay in AWS",
	Severity: High,
	Types: []string{
		"aws:eks/nodeGroup:NodeGroup",
		"aws:eks/cluster:Cluster",
	},
	Why: "Remote access opens SSH on the nodes, to the world where no source security group is named. A remote " +
		"network configuration joins nodes outside AWS to the cluster, on networks that no plan shows.",
	Fix:      "leave out remoteAccess and remoteNetworkConfig; reach nodes through Session Manager",
	Controls: clusterEndpoint,
}
