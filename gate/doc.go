// Package gate judges the stacks of a change and writes the verdict for people and for the tools around a pull request:
// SARIF, JUnit, GitHub annotations and Markdown, with the difference from the base branch.
//
// A stack is judged in one of two ways. Rehearse runs it through the real engine with the policy pack against simulated
// clouds. JudgePlan and JudgeState judge by the same rules, without an engine, what a program elsewhere exported.
//
//	verdict := gate.Verdict{Stacks: []gate.Stack{gate.JudgeState("prod.json", exported, rules.Settings{}, gate.Sources{})}}
//	if verdict.Outcome() != gate.Clean {
//		fmt.Print(gate.Markdown(verdict))
//	}
//
// What cannot be judged is never clean: a stack with a Problem has the outcome Unjudged, whatever else is known of it.
package gate
