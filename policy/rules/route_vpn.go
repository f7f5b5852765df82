package rules

import "slices"

var routeVPN = Rule{
	ID:       "ROUTE-VPN",
	Title:    "no virtual private gateway is routed to or propagates routes",
	Severity: High,
	Types: append(slices.Clone(routeTypes),
		"aws:ec2/vpnGateway:VpnGateway",
		"aws:ec2/vpnGatewayAttachment:VpnGatewayAttachment",
		"aws:ec2/vpnConnection:VpnConnection",
		"aws:ec2/vpnConnectionRoute:VpnConnectionRoute",
		"aws:ec2/vpnGatewayRoutePropagation:VpnGatewayRoutePropagation",
		"aws:ec2/customerGateway:CustomerGateway"),
	Why: "The other end of a VPN advertises routes over BGP, a default route among them, and propagation puts them " +
		"into the tables of the VPC without any change to the stack.",
	Fix: "remove the VPN and the propagation, or declare the virtual private gateway in hubs of PACK-SELF and use " +
		"static private routes",
	Controls: hybrid,
}
