package cloud

import (
	"maps"
	"slices"
	"strings"
)

// applyDefaults fills in what the user did not give and returns the paths that it filled. A default below an object that is
// itself absent stays away, as it does in the real provider.
func applyDefaults(inputs Values, defaults map[string]any) []string {
	var filled []string
	for _, path := range slices.Sorted(maps.Keys(defaults)) {
		parent, name := splitLast(path)
		for _, holder := range holders(inputs, parent) {
			object, ok := holder.Value.(map[string]any)
			if !ok {
				continue
			}
			if value, given := object[name]; given && value != nil {
				continue
			}
			object[name] = cloneValue(Normal(defaults[path]))
			filled = append(filled, join(holder.Path, name))
		}
	}
	return filled
}

func holders(inputs Values, parent string) []Found {
	if parent == "" {
		return []Found{{Value: map[string]any(inputs)}}
	}
	return inputs.At(parent)
}

func splitLast(path string) (parent, name string) {
	i := strings.LastIndex(path, ".")
	if i < 0 {
		return "", path
	}
	return path[:i], path[i+1:]
}
