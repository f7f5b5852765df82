package rules

import "slices"

var routeCarrier = Rule{
	ID:       "ROUTE-CARRIER",
	Title:    "no carrier gateway is used",
	Severity: High,
	Types:    append(slices.Clone(routeTypes), "aws:ec2/carrierGateway:CarrierGateway"),
	Why: "A carrier gateway connects subnets in Wavelength zones with the network of a mobile operator and, through " +
		"it, with the internet.",
	Fix:      "remove the carrier gateway and the routes to it",
	Controls: routing,
}
