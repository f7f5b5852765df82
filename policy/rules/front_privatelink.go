package rules

var frontPrivateLink = Rule{
	ID:       "FRONT-PRIVATELINK",
	Title:    "endpoint services are open to declared principals only, one by one",
	Severity: High,
	Types: []string{
		"aws:ec2/vpcEndpointService:VpcEndpointService",
		"aws:ec2/vpcEndpointServiceAllowedPrinciple:VpcEndpointServiceAllowedPrinciple",
		"aws:ec2/vpcEndpointConnectionAccepter:VpcEndpointConnectionAccepter",
	},
	Why: "An endpoint service lets the VPCs of others open connections into this one. Without acceptance every " +
		"admitted principal may connect at any time, and * admits every AWS account.",
	Fix: "set acceptanceRequired to true, admit single principals that are listed in principals of PACK-SELF, and " +
		"offer no further regions",
	Controls: exfiltration,
}
