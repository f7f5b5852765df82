package rules

var gatewayNAT = Rule{
	ID:       "GW-NAT",
	Title:    "no NAT gateway exists",
	Severity: Critical,
	Types:    []string{"aws:ec2/natGateway:NatGateway"},
	Why: "A NAT gateway carries connections from private subnets to the internet, or, with private connectivity, to any " +
		"network behind a transit gateway, under an address that hides who opened them.",
	Fix:      "remove the NAT gateway; reach AWS services through VPC endpoints, and mirror what comes from outside into private registries",
	Controls: internetGateway,
}
