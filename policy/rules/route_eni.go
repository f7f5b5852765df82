package rules

import "slices"

var routeInterface = Rule{
	ID:       "ROUTE-ENI",
	Title:    "no route leads to a network interface or instance, and none may forward",
	Severity: Critical,
	Types: append(slices.Clone(routeTypes),
		"aws:ec2/networkInterface:NetworkInterface", "aws:ec2/instance:Instance", "aws:ec2/spotInstanceRequest:SpotInstanceRequest"),
	Why: "An instance that may forward packets is a NAT device, a proxy or a VPN: what it does with the traffic is " +
		"decided by software that no plan shows. Switching off the source and destination check is the permission " +
		"to forward.",
	Fix:      "remove the route, and leave sourceDestCheck at its default, which is true",
	Controls: routing,
}
