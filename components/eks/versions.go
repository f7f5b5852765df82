package eks

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/cloudgap/cloudgap/internal/problems"
)

// release is a minor version of Kubernetes that EKS offers, with the days on which its support ends.
type release struct{ minor, endOfStandardSupport, endOfExtendedSupport string }

// releases are the versions that the component is made for, the oldest first.
// Source: the release calendar in the EKS user guide; 1.35 from endoflife.date/amazon-eks.
var releases = []release{
	{"1.32", "2026-03-23", "2027-03-23"},
	{"1.33", "2026-07-29", "2027-07-29"},
	{"1.34", "2026-12-02", "2027-12-02"},
	{"1.35", "2027-03-27", "2028-03-27"},
}

// minors lists the minor versions, the oldest first.
func minors() []string {
	var list []string
	for _, r := range releases {
		list = append(list, r.minor)
	}
	return list
}

// checkVersion reports a version that the component is not made for.
func checkVersion(list *problems.List, path, version string) {
	if version == "" {
		list.Add(path, "the Kubernetes version is required", problems.Missing, "use one of "+strings.Join(minors(), ", "))
	} else if !slices.Contains(minors(), version) {
		list.Add(path, "not a version that EKS offers, as far as this component knows", version, "use one of "+strings.Join(minors(), ", "))
	}
}

// maxSkew is how many minor versions nodes may be behind the control plane. Source: the Kubernetes version skew policy.
const maxSkew = 3

// checkSkew reports nodes that are newer than the control plane or too far behind it.
func checkSkew(list *problems.List, path, nodes, controlPlane string) {
	behind := minorNumber(controlPlane) - minorNumber(nodes)
	if nodes != "" && (!minorPattern.MatchString(nodes) || behind < 0 || behind > maxSkew) {
		list.Add(path, fmt.Sprintf("nodes have the control plane's version, %s, or one of the %d before it", controlPlane, maxSkew), nodes,
			"upgrade the control plane first, then the nodes")
	}
}

var minorPattern = regexp.MustCompile(`^1\.[0-9]{1,2}$`)

// minorNumber is the second number of a version; zero where there is none.
func minorNumber(version string) int {
	_, minor, _ := strings.Cut(version, ".")
	// What is not a number has been reported by its own check.
	n, _ := strconv.Atoi(minor)
	return n
}
