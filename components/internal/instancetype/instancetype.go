// Package instancetype reads the names of EC2 instance types.
package instancetype

import "regexp"

// form splits a type such as "m7gd.2xlarge" into series, generation, attributes and size. Series are made all the time, sizes are not.
var form = regexp.MustCompile(`^([a-z]+(?:-[0-9a-z]+)?)([0-9]+)?([a-z0-9-]*)\.(nano|micro|small|medium|large|[0-9]*xlarge|metal(?:-[0-9]+xl)?)$`)

// graviton is what the attributes of a type with AWS's ARM processor begin with.
var graviton = regexp.MustCompile(`^[a-z]*g`)

// armSeries are the series that are ARM without an attribute that says so.
var armSeries = map[string]bool{"a": true}

// IsARM tells whether a type has an ARM processor, and, in ok, whether the name is one of a type at all. In the names of EC2 an
// attribute "g" after the generation says Graviton.
// Source: the EC2 user guide, "Amazon EC2 instance type naming conventions".
func IsARM(name string) (arm, ok bool) {
	parts := form.FindStringSubmatch(name)
	if parts == nil {
		return false, false
	}
	return armSeries[parts[1]] || graviton.MatchString(parts[3]), true
}
