package rules

import "github.com/cloudgap/cloudgap/policy/isolation"

var serviceOutside = Rule{
	ID:       "SVC-NONVPC",
	Title:    "nothing runs or sends outside the VPC",
	Severity: Medium,
	Types:    isolation.TypesOf(isolation.ServiceNonVPC),
	Why: "Functions, builds, flows and subscriptions that are in no VPC run in networks of AWS with full internet " +
		"access, with the same credentials as what is isolated.",
	Fix:      "place it in isolated subnets, or remove it",
	Controls: exfiltration,
}
