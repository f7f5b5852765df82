// Package object works on objects as JSON has them.
package object

import "maps"

// Merged lays one object over another, level by level, without changing either.
func Merged(under, over map[string]any) map[string]any {
	result := map[string]any{}
	maps.Copy(result, under)
	for key, value := range over {
		inner, isObject := value.(map[string]any)
		below, wasObject := result[key].(map[string]any)
		if isObject && wasObject {
			value = Merged(below, inner)
		}
		result[key] = value
	}
	return result
}
