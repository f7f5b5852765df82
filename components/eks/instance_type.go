package eks

import "regexp"

// instanceType splits a type such as "m7gd.2xlarge" into series, generation, attributes and size.
var instanceType = regexp.MustCompile(`^([a-z]+(?:-[0-9a-z]+)?)([0-9]+)?([a-z0-9-]*)\.([a-z0-9-]+)$`)

// gravitonSeries are the series that are ARM without an attribute that says so.
var gravitonSeries = map[string]bool{"a": true}

// architectureOf returns the architecture of an instance type, and false for what is not a type. In the names of EC2 an
// attribute "g" after the generation says Graviton.
// Source: the EC2 user guide, "Amazon EC2 instance type naming conventions".
func architectureOf(name string) (Architecture, bool) {
	parts := instanceType.FindStringSubmatch(name)
	if parts == nil {
		return "", false
	}
	if gravitonSeries[parts[1]] || graviton.MatchString(parts[3]) {
		return ArchitectureArm, true
	}
	return ArchitectureX86, true
}

var graviton = regexp.MustCompile(`^[a-z]*g`)
