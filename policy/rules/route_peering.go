package rules

import "slices"

var routePeering = Rule{
	ID:       "ROUTE-PEERING",
	Title:    "every peer is declared",
	Severity: High,
	Types: append(slices.Clone(routeTypes),
		"aws:ec2/vpcPeeringConnection:VpcPeeringConnection",
		"aws:ec2/vpcPeeringConnectionAccepter:VpcPeeringConnectionAccepter",
		"aws:ec2/peeringConnectionOptions:PeeringConnectionOptions"),
	Why: "A peered VPC cannot lend its gateways, but a host in it can relay. Who runs the peer decides whether that " +
		"happens.",
	Fix: "declare the peer's VPC, connection or account in peers of PACK-SELF and route private ranges to it only, " +
		"or remove the peering",
	Controls: slices.Concat(hybrid, []Control{{"CIS AWS Foundations v5", []string{"5.6"}, "Prowler"}}),
}
