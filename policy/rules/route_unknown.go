package rules

import "slices"

var routeUnknown = Rule{
	ID:       "ROUTE-UNKNOWN",
	Title:    "every route has a target and a destination that can be judged",
	Severity: Critical,
	Types:    routeTypes,
	Why: "A route whose target or destination is not known before the deployment, or whose kind of target the pack does not " +
		"know, can lead anywhere. What cannot be judged counts as a violation.",
	Fix:      "pass the id of the target resource itself to the route, and write destinations as plain values",
	Controls: slices.Concat(routing, assurance),
}
