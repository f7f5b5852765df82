package awsproxy

import (
	"encoding/json"
	"fmt"
	"sort"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

// settingForm is the form of a provider setting and how the bridge wants it.
type settingForm int

const (
	// plain settings are text, numbers and booleans: the same on both sides.
	plain settingForm = iota
	// structured settings are lists and maps: the same on both sides, but JSON text on the wire.
	structured
	// block settings are one object in pulumi-aws and a list of it in the bridge, and JSON text on the wire.
	block
)

// settings lists the provider settings that a program may make under the proxy. Another one is refused by name: an
// assumed role, say, means nothing to an emulator, and leaving it out silently would prove something about another program.
var settings = map[string]settingForm{
	"accessKey":                 plain,
	"allowedAccountIds":         structured,
	"defaultTags":               block,
	"forbiddenAccountIds":       structured,
	"ignoreTags":                block,
	"maxRetries":                plain,
	"region":                    plain,
	"s3UsePathStyle":            plain,
	"secretKey":                 plain,
	"skipCredentialsValidation": plain,
	"skipMetadataApiCheck":      plain,
	"skipRegionValidation":      plain,
	"skipRequestingAccountId":   plain,
}

// forEngine are settings that concern the engine's choice of plugin, not the provider.
var forEngine = map[string]bool{"version": true, "pluginDownloadURL": true}

// providerSettings carries pulumi-aws's provider settings to the bridge's, with the proxy's own on top.
func providerSettings(ours, override resource.PropertyMap, translate bool) (resource.PropertyMap, error) {
	result := resource.PropertyMap{}
	var refused []string
	for key, value := range ours {
		name := string(key)
		form, known := settings[name]
		switch {
		case forEngine[name] || strings.HasPrefix(name, "__"):
		case !known:
			refused = append(refused, name)
		default:
			carried, err := carrySetting(value, form, translate)
			if err != nil {
				return nil, fmt.Errorf("provider setting %s: %w", name, err)
			}
			result[key] = carried
		}
	}
	if len(refused) > 0 {
		sort.Strings(refused)
		return nil, fmt.Errorf("provider settings without a meaning to the conformance proxy: %s", strings.Join(refused, ", "))
	}
	for key, value := range override {
		result[key] = value
	}
	return result, nil
}

func carrySetting(value resource.PropertyValue, form settingForm, translate bool) (resource.PropertyValue, error) {
	if form == plain || value.IsComputed() || !value.IsString() {
		return wrapBlock(value, form, translate), nil
	}
	var decoded any
	if err := json.Unmarshal([]byte(value.StringValue()), &decoded); err != nil {
		return resource.PropertyValue{}, fmt.Errorf("the engine sends such a setting as JSON: %w", err)
	}
	return wrapBlock(resource.NewPropertyValue(decoded), form, translate), nil
}

func wrapBlock(value resource.PropertyValue, form settingForm, translate bool) resource.PropertyValue {
	if form == block && translate && value.IsObject() {
		return resource.NewArrayProperty([]resource.PropertyValue{value})
	}
	return value
}
