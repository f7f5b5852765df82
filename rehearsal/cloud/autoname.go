package cloud

import (
	"fmt"
	"strings"
)

// defaultNameLength is the longest automatic name that the bridge of pulumi-aws makes unless a type says otherwise.
const defaultNameLength = 255

// Naming is what an automatic name is made from.
type Naming struct {
	// URN and Logical identify the resource.
	URN, Logical string
	// Generation counts the objects that the URN has had, so that a replacement gets a name of its own.
	Generation int
	// Proposed is a name that the engine's autonaming configuration asks for; Disabled forbids to make one.
	Proposed string
	Disabled bool
	// Old is the automatic name that the resource has already; it stays as long as the resource does.
	Old string
}

// autoname returns the naming rule with its defaults. By default the optional string input "name" is named.
func (r *Resource) autoname() Autoname {
	if r.Autoname != nil {
		auto := *r.Autoname
		if auto.Max == 0 {
			auto.Max = defaultNameLength
		}
		return auto
	}
	field, ok := r.schema.Inputs["name"]
	if !ok || field.Required || field.Shape.Kind != ShapeString {
		return Autoname{}
	}
	return Autoname{Property: "name", Max: defaultNameLength}
}

func (a Autoname) make(n Naming) (string, error) {
	switch {
	case n.Old != "":
		return n.Old, nil
	case n.Disabled:
		return "", nil
	}
	name := n.Proposed
	if name == "" {
		name = n.Logical
		if !a.Plain {
			seed := fmt.Sprintf("%s#%d", n.URN, n.Generation)
			name += "-" + digits{seed, "name"}.take("hex", 7)
		}
	}
	if a.Lower {
		name = strings.ToLower(name)
	}
	name = a.Prefix + name + a.Suffix
	if len(name) > a.Max {
		return "", fmt.Errorf("the automatic name %q has %d characters and the longest allowed is %d; give the resource a shorter logical name or set %q", name, len(name), a.Max, a.Property)
	}
	return name, nil
}
