package levels

import (
	"slices"
	"strings"
)

// knownDifferences are changes that a second up or a refresh shows against an emulator although nothing changed, each with
// the reason. They are printed with every run: what is here is not proved. A type and path that are not here fail the run.
var knownDifferences = map[string]map[string]string{}

func explained(token, path string) (reason string, ok bool) {
	reason, ok = knownDifferences[token][path]
	return reason, ok
}

// planDifference is a way in which the simulation's plan is known not to be the provider's.
type planDifference struct {
	why   string
	shown func(divergence) bool
}

// planDifferences are printed with every run that shows them; any other divergence fails the run.
var planDifferences = []planDifference{
	{"pulumi-aws fills in Terraform's defaults before the plan, the bridge's dynamic provider within it", func(d divergence) bool {
		return d.defaulted
	}},
	{"pulumi-aws makes a name, the bridge's dynamic provider leaves that to AWS", func(d divergence) bool {
		name, ok := madeNames[d.token]
		return ok && (d.path == "inputs."+name || d.path == "outputs."+name)
	}},
}

// madeNames are names that are not called "name", so that the dynamic provider does not take them for names.
var madeNames = map[string]string{"aws:eks/nodeGroup:NodeGroup": "nodeGroupName"}

// judgePlan parts divergences into known differences, a line for each reason, and unknown ones.
func judgePlan(found []divergence) (known, unknown []string) {
	for _, difference := range planDifferences {
		var properties []string
		for _, d := range found {
			if difference.shown(d) {
				properties = append(properties, d.token+" "+d.path)
			}
		}
		if len(properties) > 0 {
			known = append(known, difference.why+": "+strings.Join(properties, ", "))
		}
	}
	for _, d := range found {
		if !slices.ContainsFunc(planDifferences, func(known planDifference) bool { return known.shown(d) }) {
			unknown = append(unknown, d.String())
		}
	}
	return known, unknown
}
