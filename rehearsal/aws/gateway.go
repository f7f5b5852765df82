package aws

import "github.com/cloudgap/cloudgap/rehearsal/cloud"

// gatewayTypes are the ways out of a VPC. The product makes none of them; they are here so that a program which does can be
// rehearsed, and refused by the policy.
func gatewayTypes() []cloud.Resource {
	return []cloud.Resource{internetGatewayType(), internetGatewayAttachmentType(), natGatewayType(), egressOnlyGatewayType(), elasticIPType()}
}

// transitTypes are the connections between networks: transit gateways, peering and virtual private gateways, and the switch that
// blocks internet gateways for a whole account.
func transitTypes() []cloud.Resource {
	return []cloud.Resource{transitGatewayType(), transitAttachmentType(), peeringType(), vpnGatewayType(), blockPublicAccessType()}
}
