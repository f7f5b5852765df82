package rules

import "slices"

var typeUnknown = Rule{
	ID:       "TYPE-UNKNOWN",
	Title:    "every network type is one that the model knows",
	Severity: High,
	Types: []string{
		"aws:*",
	},
	Why:      "A type that was added to the provider after this pack was written may open a way that no rule looks for.",
	Fix:      "update the pack, or list the type in opaqueTypes of PACK-SELF after you have judged what it does",
	Controls: slices.Concat(routing, assurance),
}
