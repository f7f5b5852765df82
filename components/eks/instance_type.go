package eks

import "github.com/cloudgap/cloudgap/components/internal/instancetype"

// architectureOf returns the architecture of an instance type, and false for what is not a type.
func architectureOf(name string) (Architecture, bool) {
	arm, ok := instancetype.IsARM(name)
	switch {
	case !ok:
		return "", false
	case arm:
		return ArchitectureArm, true
	default:
		return ArchitectureX86, true
	}
}
