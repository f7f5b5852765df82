package aws

import (
	"slices"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

// gatewayTypes are the ways out of a VPC. The product makes none of them; they are here so that a program which does can be
// rehearsed, and refused by the policy.
func gatewayTypes() []cloud.Resource {
	return []cloud.Resource{internetGatewayType(), internetGatewayAttachmentType(), natGatewayType(), egressOnlyGatewayType(), elasticIPType()}
}

// transitTypes are the connections between networks: transit gateways, peering, VPC Lattice and virtual private gateways, and the
// switch that blocks internet gateways for a whole account, with its exceptions.
func transitTypes() []cloud.Resource {
	return slices.Concat([]cloud.Resource{
		transitGatewayType(), transitAttachmentType(), peeringType(), peeringAcceptanceType(), peeringOptionsType(), vpnGatewayType(), blockPublicAccessType(),
		accessExclusionType(),
	}, transitRouteTypes(), latticeTypes())
}
