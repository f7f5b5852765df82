package cloud

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// CheckConfig lists what is wrong with a provider's configuration. A package that names no SDK struct admits anything.
func (p *Package) CheckConfig(config Values) ([]Failure, error) {
	if p.Config == nil {
		return nil, nil
	}
	fields, err := fieldsOfValue(p.Config)
	if err != nil {
		return nil, err
	}
	var failures []Failure
	for _, name := range config.Keys() {
		if !hasField(fields, name) && !engineKeys[name] {
			failures = append(failures, Failure{name, fmt.Sprintf("Invalid or unknown key %q; the valid keys are %s", name, strings.Join(names(fields), ", "))})
		}
	}
	return failures, nil
}

// engineKeys are keys of a provider's configuration that the engine itself uses.
var engineKeys = map[string]bool{"version": true, "pluginDownloadURL": true}

// DecodeConfig decodes the values that the SDK hands over as JSON within a string, which is everything but a string.
func (p *Package) DecodeConfig(config Values) (Values, error) {
	fields, err := fieldsOfValue(p.Config)
	if err != nil {
		return nil, err
	}
	result := config.Clone()
	for _, name := range config.Keys() {
		text, isText := config[name].(string)
		field, known := fields[name]
		if !isText || !known || field.Shape.Kind == ShapeString {
			continue
		}
		var decoded any
		if err := json.Unmarshal([]byte(text), &decoded); err != nil {
			return nil, fmt.Errorf("provider configuration %s:%s: expected %s, got %q", p.Name, name, field.Shape.Kind, text)
		}
		result[name] = decoded
	}
	return result, nil
}

// AccountOf tells where a provider with this decoded configuration acts.
func (p *Package) AccountOf(config Values) (Account, error) {
	if p.Account == nil {
		return ExampleAccount, nil
	}
	return p.Account(config)
}

// DiffConfig compares two provider configurations. A change of region or of identity forces replacement: what the provider
// manages is not where the new one looks.
func DiffConfig(old, next Values) []Change {
	changes := (&Resource{}).diffMap("", old, next)
	for i := range changes {
		changes[i].Replaces = slices.ContainsFunc(placeKeys, func(p string) bool { return covers(p, changes[i].Path) })
	}
	return changes
}

// placeKeys decide where a provider acts.
var placeKeys = []string{"region"}
