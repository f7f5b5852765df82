// Package isolation decides whether subnets on AWS are cut off from everything outside the declared private ranges.
//
// It takes the resources of a stack as the Pulumi engine describes them (from a policy pack's two passes, a state export
// or a preview's plan), builds a graph of the network from them, and answers for every subnet: isolated, reaches (with the
// path as evidence) or cannot tell (with what is missing). Cannot tell counts as a violation, because a plan in which a
// way out is hidden by an unknown value must not look clean.
//
// Every value may be known, unknown or absent. Where the id of a route's target is not known yet, the type of the resource
// that the property depends on decides what the target is.
//
//	resources, err := isolation.ReadState(file)
//	if err != nil {
//		return err
//	}
//	model := isolation.Build(resources, isolation.Config{})
//	for _, way := range model.Ways() {
//		fmt.Println(way.Kind, way.Offender, way)
//	}
//
// Model.Ways holds the paths and doors, Model.Gaps the filters that are open and the controls that are missing; JudgeResource
// finds those that one resource proves by itself. Each has a Kind, which is the id of the policy rule that explains it, so
// that a rule for a Kind needs no judgement of its own.
//
// The package judges what a plan or a state shows. It does not see drift, routes learned over BGP, routing in other
// accounts, or what controllers inside a cluster create.
package isolation
