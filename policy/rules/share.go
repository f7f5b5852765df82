package rules

import "github.com/cloudgap/cloudgap/policy/isolation"

var sharing = Rule{
	ID:       "SHARE",
	Title:    "network objects are shared with declared principals only",
	Severity: High,
	Types:    isolation.TypesOf(isolation.Share),
	Why: "Sharing a subnet, a transit gateway, a prefix list, an image or a snapshot lets another account put " +
		"workloads next to yours, or take a copy with it.",
	Fix: "share with principals that are listed in principals of PACK-SELF, and set allowExternalPrincipals to " +
		"false",
	Controls: exfiltration,
}
