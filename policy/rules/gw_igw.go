package rules

var gatewayInternet = Rule{
	ID:       "GW-IGW",
	Title:    "no internet gateway exists",
	Severity: Critical,
	Types: []string{
		"aws:ec2/internetGateway:InternetGateway",
		"aws:ec2/internetGatewayAttachment:InternetGatewayAttachment",
	},
	Why: "An internet gateway is the one thing that a later route, a public address or a load balancer needs to open a VPC " +
		"to the internet. Without it they stay without effect.",
	Fix:      "remove the internet gateway and its attachment; reach AWS services through VPC endpoints instead",
	Controls: internetGateway,
}
