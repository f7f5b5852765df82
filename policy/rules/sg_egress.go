package rules

var groupEgress = Rule{
	ID:       "SG-EGRESS",
	Title:    "security groups let traffic out to private ranges, groups and prefix lists only",
	Severity: Medium,
	Types: []string{
		"aws:ec2/securityGroup:SecurityGroup",
		"aws:ec2/securityGroupRule:SecurityGroupRule",
		"aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
		"aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
	},
	Why: "A security group that admits every destination relies on the routes alone. When somebody adds a route or " +
		"a gateway, nothing else holds the traffic back.",
	Fix:      "name the destinations: security groups, the VPC's CIDRs, or the prefix lists of gateway endpoints",
	Controls: routing,
}
