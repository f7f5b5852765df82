package rules

var routeInternetGateway = Rule{
	ID:       "ROUTE-IGW",
	Title:    "no route leads to an internet gateway",
	Severity: Critical,
	Types:    routeTypes,
	Why: "A route to an internet gateway opens the subnets of its table to the internet, whatever its destination: half of " +
		"the address space, a prefix list or a single public network is enough.",
	Fix:      "remove the route; reach AWS services through VPC endpoints instead",
	Controls: internetGateway,
}
