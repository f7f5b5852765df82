package aws

import (
	"strings"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

// fillZeroes sets what the provider computes within blocks that the user gives, by path: the service answers nothing for it, and
// the provider then keeps a zero value.
func fillZeroes(properties cloud.Values, zeroes map[string]any) {
	for path, zero := range zeroes {
		last := strings.LastIndex(path, ".")
		for _, found := range properties.At(path[:last]) {
			if object, ok := found.Value.(map[string]any); ok && object[path[last+1:]] == nil {
				object[path[last+1:]] = zero
			}
		}
	}
}
