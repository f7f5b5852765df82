package rules

var addressElastic = Rule{
	ID:       "ADDR-EIP",
	Title:    "no elastic IP address exists",
	Severity: High,
	Types: []string{
		"aws:ec2/eip:Eip",
		"aws:ec2/eipAssociation:EipAssociation",
		"aws:lb/loadBalancer:LoadBalancer",
		"aws:redshift/cluster:Cluster",
		"aws:transfer/server:Server",
	},
	Why: "An elastic IP address is a public address that can be moved to any interface of the account, by anybody who may " +
		"call one API.",
	Fix:      "remove the elastic IP address and its association; put load balancers and servers on private addresses",
	Controls: addressing,
}
