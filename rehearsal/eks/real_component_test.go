package eks_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/cloudgap/cloudgap/rehearsal/rehearsaltest"
)

func TestTheRealComponentRegistersWhatTheSimulationRegisters(t *testing.T) {
	t.Parallel()
	port := rehearsaltest.RealPulumiEks(t)
	for name, program := range map[string]pulumi.RunFunc{"default": byDefault, "lean": lean} {
		t.Run(name, func(t *testing.T) {
			attached := options(t, program)
			attached.Attach = map[string]int{"eks": port}
			simulated, genuine := rehearsaltest.ChildrenOfPulumiEks(t, options(t, program)), rehearsaltest.ChildrenOfPulumiEks(t, attached)
			if diff := cmp.Diff(genuine, simulated); diff != "" {
				t.Errorf("the simulation registers other children (-real +simulated):\n%s", diff)
			}
		})
	}
}
