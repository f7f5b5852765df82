package rules

var routeEgressOnly = Rule{
	ID:       "ROUTE-EIGW",
	Title:    "no route leads to an egress-only internet gateway",
	Severity: Critical,
	Types:    routeTypes,
	Why:      "An egress-only internet gateway lets the IPv6 addresses of the subnets open connections to the internet.",
	Fix:      "remove the route; give the VPC no public IPv6 addresses",
	Controls: routing,
}
