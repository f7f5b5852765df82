package aws

import (
	"slices"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

func peeringType() cloud.Resource {
	return cloud.Resource{
		Type: "aws:ec2/vpcPeeringConnection:VpcPeeringConnection", Args: ec2.VpcPeeringConnectionArgs{}, State: ec2.VpcPeeringConnection{},
		Kind: kindPeering, Noun: "EC2 VPC Peering Connection",
		API: ec2API("VpcPeeringConnection", "ModifyVpcPeeringConnectionOptions"),
		ID:  "pcx-0{hex16}",
		Outputs: map[string]any{
			"acceptStatus": "pending-acceptance", "peerOwnerId": "{account}", "peerRegion": "{region}",
			"accepter": map[string]any{"allowRemoteVpcDnsResolution": false}, "requester": map[string]any{"allowRemoteVpcDnsResolution": false},
		},
		ReplaceOn:  []string{"peerOwnerId", "peerRegion", "peerVpcId", "vpcId"},
		References: []cloud.Reference{needs("vpcId", kindVPC)},
		NotFound:   missing[kindPeering],
		Create:     peer, Update: peer,
	}
}

// peer refuses to peer VPCs of this account and Region whose blocks overlap. A peer elsewhere is taken on trust until
// somebody there accepts.
func peer(c *cloud.Call) error {
	p := c.Object.Properties
	if p.String("peerOwnerId") != c.Account.ID || p.String("peerRegion") != c.Account.Region {
		return nil
	}
	own, err := get(c, kindVPC, p.String("vpcId"))
	if err != nil {
		return err
	}
	other, err := get(c, kindVPC, p.String("peerVpcId"))
	if err != nil {
		return err
	}
	for _, block := range blocksOf(c, own) {
		if slices.ContainsFunc(blocksOf(c, other), block.Overlaps) {
			return c.Refuse("OverlappingCIDR", "The VPCs %s and %s have overlapping CIDR blocks.", own.ID, other.ID)
		}
	}
	if p.Bool("autoAccept") {
		p.Set("acceptStatus", "active")
	}
	return nil
}
