// Package rules holds the catalogue of the policy pack: each rule is a value that says what it is about, why it matters,
// how to mend a violation, which controls it serves, and how it judges.
//
// A rule judges a single resource, where one resource is proof enough (the engine then never creates it), the stack as a
// whole, where a path through several resources decides, or both. A judgement is a pure function of the resources and the
// settings; it never talks to a cloud. A value that is not known yet and that decides is a violation.
//
//	stack := rules.NewStack(resources, settings)
//	for _, rule := range rules.All() {
//		for _, finding := range rule.JudgeStack(stack) {
//			fmt.Println(rule.ID, finding.URN, finding.Reason)
//		}
//	}
package rules
