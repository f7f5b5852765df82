package main

import (
	"testing"

	"github.com/cloudgap/cloudgap/gate"
	"github.com/cloudgap/cloudgap/gate/gatetest"
	"github.com/cloudgap/cloudgap/rehearsal/rehearsaltest"
)

func TestTheGateReportsEveryWayOutWithTheLineThatMakesIt(t *testing.T) {
	t.Parallel()
	sources, err := gate.FindSources(".")
	if err != nil {
		t.Fatal(err)
	}
	stack, err := gate.Rehearse(t.Context(), gate.Rehearsal{
		Options: rehearsaltest.Options(t, ".", "dev", deploy), Sources: sources, File: sources.Relative("Pulumi.dev.yaml"),
	})
	if err != nil {
		t.Fatal(err)
	}
	verdict := gate.Verdict{Stacks: []gate.Stack{stack}}
	if verdict.Outcome() != gate.Violated {
		t.Fatalf("expected the gate to find violations, got %s: %s", verdict.Outcome(), stack.Problem)
	}
	for _, v := range stack.Violations {
		if v.Position.File != "examples/refused/main.go" || v.Position.Line == 0 {
			t.Errorf("expected %s of %s at a line of the program, got %s", v.Rule, v.Name(), v.Position)
		}
	}
	gatetest.Golden(t, "gate", verdict)
}
