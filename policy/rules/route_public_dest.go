package rules

var routePublicDestination = Rule{
	ID:       "ROUTE-PUBLIC-DEST",
	Title:    "no route has a destination outside the private ranges",
	Severity: Critical,
	Types:    routeTypes,
	Why: "Whatever the target is, a route for public addresses hands traffic for the internet to somebody who may forward " +
		"it: 0.0.0.0/0 and ::/0, but as well two halves, 2000::/3, the NAT64 prefix, or one public network.",
	Fix:      "narrow the destination to the private networks that are meant, or declare them in privateRanges of PACK-SELF if they are yours",
	Controls: routing,
}
