package rules

var blockPublicAccess = Rule{
	ID:       "BPA-REQUIRED",
	Title:    "VPC Block Public Access blocks both directions",
	Severity: High,
	Types: []string{
		"aws:ec2/vpcBlockPublicAccessOptions:VpcBlockPublicAccessOptions",
	},
	Why: "Block Public Access stops traffic through internet gateways for the whole account and region, whatever a " +
		"stack or a person adds. Blocking ingress alone still lets NAT gateways and egress-only gateways out.",
	Fix:      "set internetGatewayBlockMode to block-bidirectional",
	Controls: internetGateway,
	Resource: requireText("internetGatewayBlockMode", "does not block both directions", "block-bidirectional"),
}
