package rules

var routeEndpoint = Rule{
	ID:       "ROUTE-VPCE",
	Title:    "no route leads to an undeclared Gateway Load Balancer endpoint",
	Severity: Medium,
	Types:    routeTypes,
	Why: "A Gateway Load Balancer endpoint hands every packet to appliances that somebody else may run, and that " +
		"may send them on to the internet.",
	Fix:      "declare the endpoint or its service in endpoints of PACK-SELF, or remove the route",
	Controls: routing,
}
