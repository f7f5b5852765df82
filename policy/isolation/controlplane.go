package isolation

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// ControlPlaneReport is the row of the isolation table for the control plane of one EKS cluster. It runs in an account of AWS,
// so that no subnet, route or rule of the stack holds it: the row says what nobody has judged.
type ControlPlaneReport struct {
	// URN and Name identify the cluster.
	URN, Name string
	// Egress is the egress mode: ManagedEgress unless the cluster says otherwise, "not known" while it is not known.
	Egress string
}

// ManagedEgress is the mode in which EKS gives a control plane a way to the internet through networks of AWS. It is the default.
// Source: the EKS API reference, VpcConfigRequest.controlPlaneEgressMode.
const ManagedEgress = "AWS_MANAGED"

// ownEgress is the mode in which the connections of a control plane go through the subnets of the cluster, which are judged.
const ownEgress = "CUSTOMER_ROUTED"

// String is the row in one sentence.
func (c ControlPlaneReport) String() string {
	if c.Egress == ownEgress {
		return fmt.Sprintf("control plane of %q: its connections go through the subnets of the cluster (%s)", c.Name, c.Egress)
	}
	return fmt.Sprintf("control plane of %q: AWS gives it a way to the internet that no plan shows and no rule judges (%s)", c.Name, c.Egress)
}

// controlPlanes reports the clusters of the stack, sorted by name.
func (g *graph) controlPlanes() []ControlPlaneReport {
	var rows []ControlPlaneReport
	for _, r := range g.byKind["eks/cluster"] {
		row := ControlPlaneReport{URN: r.URN, Name: r.Name}
		mode, state := r.at("vpcConfig.controlPlaneEgressMode").Text()
		switch state {
		case Known:
			row.Egress = mode
		case Unknown:
			row.Egress = "not known"
		default:
			row.Egress = ManagedEgress
		}
		rows = append(rows, row)
	}
	slices.SortFunc(rows, func(a, b ControlPlaneReport) int {
		return cmp.Or(strings.Compare(a.Name, b.Name), strings.Compare(a.URN, b.URN))
	})
	return rows
}
