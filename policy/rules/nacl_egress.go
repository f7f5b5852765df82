package rules

var aclEgress = Rule{
	ID:       "NACL-EGRESS",
	Title:    "network ACLs let no traffic out to the internet",
	Severity: Low,
	Types: []string{
		"aws:ec2/networkAcl:NetworkAcl",
		"aws:ec2/networkAclRule:NetworkAclRule",
		"aws:ec2/defaultNetworkAcl:DefaultNetworkAcl",
	},
	Why: "The network ACL is the last filter of a subnet that its workloads cannot change. One that admits every " +
		"destination filters nothing.",
	Fix:      "allow the private ranges, and TCP 443 to the ranges of gateway endpoints, and nothing else",
	Controls: routing,
}
