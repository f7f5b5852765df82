package rules

var frontLattice = Rule{
	ID:       "FRONT-LATTICE",
	Title:    "VPC Lattice connects declared networks only",
	Severity: Medium,
	Types: []string{
		"aws:vpclattice/resourceConfiguration:ResourceConfiguration",
		"aws:vpclattice/resourceGateway:ResourceGateway",
		"aws:vpclattice/serviceNetwork:ServiceNetwork",
		"aws:vpclattice/serviceNetworkResourceAssociation:ServiceNetworkResourceAssociation",
		"aws:vpclattice/serviceNetworkServiceAssociation:ServiceNetworkServiceAssociation",
		"aws:vpclattice/serviceNetworkVpcAssociation:ServiceNetworkVpcAssociation",
	},
	Why: "VPC Lattice connects VPCs and services below the route tables: an association is a path in both " +
		"directions that no route shows, and a service network may be shared with other accounts.",
	Fix: "remove the VPC Lattice resource, or declare its service network in endpoints of PACK-SELF after you have " +
		"judged who shares it",
	Controls: exfiltration,
}
