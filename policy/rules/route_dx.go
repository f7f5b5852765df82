package rules

import "github.com/cloudgap/cloudgap/policy/isolation"

var routeDirectConnect = Rule{
	ID:       "ROUTE-DX",
	Title:    "no undeclared Direct Connect gateway or virtual interface is attached",
	Severity: High,
	Types:    isolation.TypesOf(isolation.RouteDX),
	Why: "Whoever runs the other end of a Direct Connect line decides which routes it advertises and where traffic " +
		"goes from there.",
	Fix: "declare the Direct Connect gateway in hubs of PACK-SELF, or remove the association and the virtual " +
		"interface",
	Controls: hybrid,
}
