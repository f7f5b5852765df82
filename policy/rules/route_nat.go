package rules

var routeNAT = Rule{
	ID:       "ROUTE-NAT",
	Title:    "no route leads to a NAT gateway",
	Severity: Critical,
	Types:    routeTypes,
	Why: "A NAT gateway, public or private, lets every address of the subnets open connections beyond the VPC. It may stand " +
		"in natGatewayId or, because AWS accepts that too, in gatewayId.",
	Fix:      "remove the route; reach AWS services through VPC endpoints instead",
	Controls: routing,
}
