package aws

import (
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

func vpnGatewayType() cloud.Resource {
	return cloud.Resource{
		Type: "aws:ec2/vpnGateway:VpnGateway", Args: ec2.VpnGatewayArgs{}, State: ec2.VpnGateway{}, Kind: kindVPNGateway, Noun: "EC2 VPN Gateway",
		API:        ec2API("VpnGateway", "AttachVpnGateway"),
		ID:         "vgw-0{hex16}",
		Outputs:    map[string]any{"arn": "arn:{partition}:ec2:{region}:{account}:vpn-gateway/{id}", "amazonSideAsn": "64512", "vpcId": ""},
		ReplaceOn:  []string{"amazonSideAsn", "availabilityZone"},
		References: []cloud.Reference{needs("vpcId", kindVPC)},
		Quotas:     []cloud.Quota{{Max: 5, Code: "VpnGatewayLimitExceeded", Text: "The maximum number of virtual private gateways has been reached."}},
		NotFound:   missing[kindVPNGateway],
	}
}
