package levels

import (
	"slices"
	"strings"

	"github.com/cloudgap/cloudgap/conformance/awsproxy"
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
	{"the provider leaves out of its plan what other kinds of load balancers have; pulumi-aws shows the defaults", oneOf(map[string][]string{
		"aws:lb/loadBalancer:LoadBalancer": {"clientKeepAlive", "desyncMitigationMode", "enableHttp2", "idleTimeout", "xffHeaderProcessingMode"},
	})},
	{"the provider plans nothing and takes over what it reads later; the simulation says unknown", oneOf(map[string][]string{
		"aws:cloudwatch/eventRule:EventRule": {"isEnabled", "state"},
	})},
	{"deprecated, and not carried by the proxy", func(d divergence) bool {
		return awsproxy.OursAlone(d.token, strings.TrimPrefix(d.path, "outputs."))
	}},
}

// oneOf tells inputs and outputs of types, by name.
func oneOf(names map[string][]string) func(divergence) bool {
	return func(d divergence) bool {
		_, name, _ := strings.Cut(d.path, ".")
		return slices.Contains(names[d.token], name)
	}
}

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
