package gate

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"github.com/cloudgap/cloudgap/internal/problems"
	"github.com/cloudgap/cloudgap/policy/rules"
)

// everyPolicy is the key under which Pulumi lets a configuration address every policy at once.
const everyPolicy = "all"

// ParseSettings reads the file with which Pulumi configures a policy pack, for judging without an engine. It refuses what
// the pack refuses: a level other than mandatory, and rules and keys that do not exist.
func ParseSettings(data []byte) (rules.Settings, error) {
	var byRule map[string]any
	if err := json.Unmarshal(data, &byRule); err != nil {
		return rules.Settings{}, fmt.Errorf("policy configuration: is no JSON object: %w", err)
	}
	var found problems.List
	settings := map[string]map[string]any{}
	for _, id := range slices.Sorted(maps.Keys(byRule)) {
		properties, isObject := byRule[id].(map[string]any)
		level, levelled := properties["enforcementLevel"]
		if !isObject {
			level, levelled = byRule[id], true
		}
		if levelled && level != "mandatory" {
			found.Add(id, "must stay mandatory", level, "remove the level; excuse single resources with waivers of "+rules.PackSelf)
		}
		if id == everyPolicy && !isObject {
			continue
		}
		settings[id] = maps.Clone(properties)
		delete(settings[id], "enforcementLevel")
	}
	if err := found.Err("policy configuration would disarm the pack"); err != nil {
		return rules.Settings{}, err
	}
	return rules.ParseSettings(settings)
}
