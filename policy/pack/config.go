package pack

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"

	"github.com/cloudgap/cloudgap/internal/problems"
	"github.com/cloudgap/cloudgap/policy/rules"
)

// everyPolicy is the key under which Pulumi lets a configuration address every policy at once.
const everyPolicy = "all"

// readConfig reads the configuration of the pack and refuses whatever would disarm it: a level below mandatory, a rule or
// a key that does not exist. Pulumi itself accepts all three in silence.
func readConfig(config map[string]*pulumirpc.PolicyConfig) (rules.Settings, error) {
	var found problems.List
	byRule := map[string]map[string]any{}
	all, forAll := config[everyPolicy]
	for _, name := range slices.Sorted(maps.Keys(config)) {
		level := config[name].GetEnforcementLevel()
		// The engine copies the level for all to each rule, and one problem is enough to say so.
		copied := forAll && name != everyPolicy && level == all.GetEnforcementLevel()
		if level != pulumirpc.EnforcementLevel_MANDATORY && !copied {
			found.Add(name, "must stay mandatory", strings.ToLower(level.String()),
				"remove the level; excuse single resources with waivers of "+rules.PackSelf)
		}
		properties := config[name].GetProperties().AsMap()
		if name != everyPolicy {
			byRule[name] = properties
		} else if len(properties) > 0 {
			found.Add(name, "takes no settings", slices.Sorted(maps.Keys(properties)), "write pack-wide settings under "+rules.PackSelf)
		}
	}
	settings, err := rules.ParseSettings(byRule)
	if levels := found.Err("policy pack: configuration would disarm the pack"); levels != nil {
		if err != nil {
			return rules.Settings{}, fmt.Errorf("%w\n%w", levels, err)
		}
		return rules.Settings{}, levels
	}
	return settings, err
}
