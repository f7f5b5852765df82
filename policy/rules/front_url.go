package rules

import "github.com/cloudgap/cloudgap/policy/isolation"

var frontURL = Rule{
	ID:       "FRONT-URL",
	Title:    "no managed service has a public address or runs outside the VPC",
	Severity: High,
	Types:    isolation.TypesOf(isolation.FrontURL),
	Why: "Databases, brokers, notebooks and function URLs have switches of their own for a public address. They " +
		"need no gateway or route of the VPC, because the service's side of the network has them.",
	Fix:      "switch the public access off and place the service in isolated subnets",
	Controls: addressing,
}
