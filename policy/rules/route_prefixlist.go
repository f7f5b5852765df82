package rules

import "slices"

var routePrefixList = Rule{
	ID:       "ROUTE-PREFIXLIST",
	Title:    "every prefix list in a route holds private prefixes only",
	Severity: High,
	Types: append(slices.Clone(routeTypes),
		"aws:ec2/managedPrefixList:ManagedPrefixList",
		"aws:ec2/managedPrefixListEntry:ManagedPrefixListEntry",
		"aws:ec2transitgateway/prefixListReference:PrefixListReference"),
	Why: "A prefix list hides the destinations of a route behind an id. One entry more, made by whoever owns the " +
		"list, opens every table that refers to it.",
	Fix: "use a prefix list of this stack with private entries, or declare a list from elsewhere in prefixLists of " +
		"PACK-SELF",
	Controls: routing,
}
