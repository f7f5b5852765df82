package rules

var frontCloudFront = Rule{
	ID:       "FRONT-CF",
	Title:    "no CloudFront VPC origin exists",
	Severity: High,
	Types: []string{
		"aws:cloudfront/vpcOrigin:VpcOrigin",
	},
	Why: "A VPC origin lets CloudFront, and so the internet, reach a load balancer or instance in a private subnet " +
		"without any public address or route.",
	Fix:      "remove the VPC origin",
	Controls: addressing,
}
