package rules

import "slices"

var routeLocalGateway = Rule{
	ID:       "ROUTE-LGW",
	Title:    "no Outposts local gateway is used",
	Severity: High,
	Types: append(slices.Clone(routeTypes),
		"aws:ec2/localGatewayRoute:LocalGatewayRoute",
		"aws:ec2/localGatewayRouteTableVpcAssociation:LocalGatewayRouteTableVpcAssociation"),
	Why: "A local gateway connects the VPC with the network at the site of an Outpost, whose way to the internet no " +
		"plan shows.",
	Fix:      "remove the routes of the local gateway and its association with the VPC",
	Controls: routing,
}
