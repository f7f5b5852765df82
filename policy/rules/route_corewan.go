package rules

import (
	"slices"

	"github.com/cloudgap/cloudgap/policy/isolation"
)

var routeCoreNetwork = Rule{
	ID:       "ROUTE-COREWAN",
	Title:    "no VPC is attached to an undeclared Cloud WAN core network",
	Severity: High,
	Types:    slices.Concat(routeTypes, isolation.TypesOf(isolation.RouteCoreWAN)),
	Why: "A core network routes by a policy document that may change at any time, and its segments may include an " +
		"internet exit or the networks of others.",
	Fix: "declare the core network in hubs of PACK-SELF and route private ranges to it only, or remove the " +
		"attachment",
	Controls: hybrid,
}
