package rules

var frontGateway = Rule{
	ID:       "FRONT-APIGW",
	Title:    "no API Gateway VPC link exists",
	Severity: High,
	Types: []string{
		"aws:apigateway/vpcLink:VpcLink",
		"aws:apigatewayv2/vpcLink:VpcLink",
	},
	Why: "A VPC link lets an API Gateway, which is public unless it was made private, reach load balancers in " +
		"private subnets.",
	Fix:      "remove the VPC link",
	Controls: addressing,
}
