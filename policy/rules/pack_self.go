package rules

// PackSelf is the id of the rule that judges the pack's own configuration and holds the pack-wide settings.
const PackSelf = "PACK-SELF"

var packSelf = Rule{
	ID:       PackSelf,
	Title:    "every waiver is in force and excuses something",
	Severity: High,
	Why: "A waiver that has expired was never decided on again. One that excuses nothing hides a typing mistake, or waits to " +
		"excuse something that nobody has looked at.",
	Fix:      "remove the waiver from the policy configuration, or decide on it again: correct its urn, component or rule, and set a new day in expires",
	Controls: assurance,
	Stack:    func(s *Stack) []Finding { return s.Ledger.Close() },
}
