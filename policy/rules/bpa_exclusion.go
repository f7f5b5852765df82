package rules

var blockPublicAccessExclusion = Rule{
	ID:       "BPA-EXCLUSION",
	Title:    "no VPC or subnet is excluded from Block Public Access",
	Severity: Critical,
	Types: []string{
		"aws:ec2/vpcBlockPublicAccessExclusion:VpcBlockPublicAccessExclusion",
	},
	Why:      "An exclusion takes a VPC or subnet out of the account-wide block, for one direction or for both.",
	Fix:      "remove the exclusion",
	Controls: internetGateway,
}
