package rules

var gatewayEgressOnly = Rule{
	ID:       "GW-EIGW",
	Title:    "no egress-only internet gateway exists",
	Severity: Critical,
	Types:    []string{"aws:ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway"},
	Why: "An egress-only internet gateway lets every IPv6 address of a VPC open connections to the internet, which is all " +
		"that data needs to leave.",
	Fix:      "remove the egress-only internet gateway; give the VPC no public IPv6 addresses",
	Controls: internetGateway,
}
