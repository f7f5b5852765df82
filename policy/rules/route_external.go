package rules

import "slices"

var routeExternal = Rule{
	ID:       "ROUTE-EXTERNAL",
	Title:    "routes and associations use tables of this stack",
	Severity: High,
	Types: []string{
		"aws:ec2/route:Route",
		"aws:ec2/routeTableAssociation:RouteTableAssociation",
		"aws:ec2/mainRouteTableAssociation:MainRouteTableAssociation",
	},
	Why: "A table that another stack or nobody manages may hold any route. A subnet that uses it cannot be judged, " +
		"and a route added to it opens subnets that this stack does not show.",
	Fix:      "make the route table in this stack, or adopt it with a RouteTable resource that imports it",
	Controls: slices.Concat(routing, assurance),
}
