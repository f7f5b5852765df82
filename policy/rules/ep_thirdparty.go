package rules

var endpointThirdParty = Rule{
	ID:       "EP-THIRDPARTY",
	Title:    "endpoints lead to AWS's own services of the region, or to declared ones",
	Severity: High,
	Types: []string{
		"aws:ec2/vpcEndpoint:VpcEndpoint",
	},
	Why: "An interface endpoint to a service that somebody else runs is a connection to their network, hidden " +
		"behind a private address. So are endpoints for VPC Lattice resources, and for services in other regions but " +
		"for those that AWS runs in one region only, IAM and Route 53.",
	Fix:      "remove the endpoint, or declare its service name in endpoints of PACK-SELF",
	Controls: exfiltration,
}
