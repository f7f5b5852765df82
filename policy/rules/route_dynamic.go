package rules

var routeDynamic = Rule{
	ID:       "ROUTE-DYNAMIC",
	Title:    "no route server injects routes",
	Severity: High,
	Types: []string{
		"aws:vpc/routeServer:RouteServer",
		"aws:vpc/routeServerEndpoint:RouteServerEndpoint",
		"aws:vpc/routeServerPeer:RouteServerPeer",
		"aws:vpc/routeServerPropagation:RouteServerPropagation",
		"aws:vpc/routeServerVpcAssociation:RouteServerVpcAssociation",
	},
	Why: "A route server writes what its BGP peers advertise into the route tables of the VPC, so that the tables " +
		"in the plan are not the tables in effect.",
	Fix:      "remove the route server and its peers; write routes into the stack",
	Controls: routing,
}
