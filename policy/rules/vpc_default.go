package rules

var defaultNetwork = Rule{
	ID:       "VPC-DEFAULT",
	Title:    "the default VPC and its subnets are not used",
	Severity: High,
	Types: []string{
		"aws:ec2/defaultVpc:DefaultVpc",
		"aws:ec2/defaultSubnet:DefaultSubnet",
		"aws:autoscaling/group:Group",
	},
	Why: "The default VPC comes with an internet gateway, a default route to it, and subnets that hand out public " +
		"addresses. Managing it here removes none of them.",
	Fix: "delete the default VPC of the account, make a VPC of your own, and give an Auto Scaling group subnets " +
		"(vpcZoneIdentifiers) instead of zones",
	Controls: internetGateway,
}
