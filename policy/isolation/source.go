package isolation

import (
	"github.com/pulumi/pulumi/sdk/v3/go/property"
)

// JoinPasses joins the two passes of a policy pack: the resources as the stack pass gives them (outputs, dependencies)
// with the inputs that the resource pass saw, by URN. Resources that only the stack pass sees (skipped by --target) have
// no inputs.
func JoinPasses(stack []Resource, inputs map[string]property.Map) []Resource {
	joined := make([]Resource, len(stack))
	for i, r := range stack {
		r.Inputs = inputs[r.URN]
		joined[i] = r
	}
	return joined
}
