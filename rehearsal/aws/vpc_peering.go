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
		Quotas: []cloud.Quota{{
			Per: []string{"vpcId"}, Max: 50, Code: "VpcPeeringConnectionLimitExceeded", Text: "The maximum number of VPC peering connections has been reached.",
		}},
		NotFound: missing[kindPeering],
		Check:    checkPeeringInputs,
		Create:   peer, Update: peer, Read: readPeering,
	}
}

func peeringAcceptanceType() cloud.Resource {
	return cloud.Resource{
		Type: "aws:ec2/vpcPeeringConnectionAccepter:VpcPeeringConnectionAccepter",
		Args: ec2.VpcPeeringConnectionAccepterArgs{}, State: ec2.VpcPeeringConnectionAccepter{},
		Kind: kindPeeringAcceptance, Noun: "EC2 VPC Peering Connection Accepter",
		API: cloud.API{
			Service: "EC2", Create: "AcceptVpcPeeringConnection", Update: "ModifyVpcPeeringConnectionOptions", Read: "DescribeVpcPeeringConnections",
			Delete: "CreateTags",
		},
		ID:      "{vpcPeeringConnectionId}",
		Outputs: map[string]any{"accepter": map[string]any{"allowRemoteVpcDnsResolution": false}, "requester": map[string]any{"allowRemoteVpcDnsResolution": false}},
		// The connection is in the requester's account and Region.
		References: []cloud.Reference{{
			Path: "vpcPeeringConnectionId", Kind: kindPeering, Anywhere: true, Code: missing[kindPeering].Code, Text: missing[kindPeering].Text,
		}},
		ReplaceOn: []string{"vpcPeeringConnectionId"},
		Create:    acceptPeering, Update: acceptPeering, Read: readAcceptance,
	}
}

func peeringOptionsType() cloud.Resource {
	return cloud.Resource{
		Type: "aws:ec2/peeringConnectionOptions:PeeringConnectionOptions",
		Args: ec2.PeeringConnectionOptionsArgs{}, State: ec2.PeeringConnectionOptions{},
		Kind: kindPeeringOptions, Noun: "EC2 VPC Peering Connection Options",
		API: cloud.API{
			Service: "EC2", Create: "ModifyVpcPeeringConnectionOptions", Update: "ModifyVpcPeeringConnectionOptions", Read: "DescribeVpcPeeringConnections",
			Delete: "DescribeVpcPeeringConnections",
		},
		ID:      "{vpcPeeringConnectionId}",
		Outputs: map[string]any{"accepter": map[string]any{"allowRemoteVpcDnsResolution": false}, "requester": map[string]any{"allowRemoteVpcDnsResolution": false}},
		References: []cloud.Reference{{
			Path: "vpcPeeringConnectionId", Kind: kindPeering, Anywhere: true, Code: missing[kindPeering].Code, Text: missing[kindPeering].Text,
		}},
		ReplaceOn: []string{"vpcPeeringConnectionId"},
		Create:    optionsNeedActive, Update: optionsNeedActive,
	}
}

func checkPeeringInputs(c *cloud.Checking) {
	if c.Inputs.Bool("autoAccept") && c.Inputs.Has("peerRegion") {
		c.Fail("autoAccept", "`peer_region` cannot be set whilst `auto_accept` is `true` when creating an EC2 VPC Peering Connection")
	}
}

// peeringAnywhere finds a connection in whatever account and Region it was asked for.
func peeringAnywhere(c *cloud.Call, id string) (*cloud.Object, error) {
	for _, connection := range c.FindAnywhere(kindPeering, nil) {
		if connection.ID == id {
			return connection, nil
		}
	}
	return nil, c.RefuseWith(missing[kindPeering], id)
}

// acceptPeering accepts a connection, if the program says so, in the account and Region of the VPC that it was asked of.
func acceptPeering(c *cloud.Call) error {
	connection, err := peeringAnywhere(c, c.Inputs.String("vpcPeeringConnectionId"))
	if err != nil {
		return err
	}
	p := connection.Properties
	if p.String("peerOwnerId") != c.Account.ID || p.String("peerRegion") != c.Account.Region {
		return c.RefuseWith(missing[kindPeering], connection.ID)
	}
	if !c.Inputs.Bool("autoAccept") || p.String("acceptStatus") == "active" {
		return nil
	}
	peer, err := get(c, kindVPC, p.String("peerVpcId"))
	if err != nil {
		return err
	}
	for _, own := range c.FindAnywhere(kindVPC, nil) {
		if own.ID == p.String("vpcId") && slices.ContainsFunc(prefixes(own.Properties.String("cidrBlock")), prefixes(peer.Properties.String("cidrBlock"))[0].Overlaps) {
			return c.Refuse("OverlappingCIDR", "The VPCs %s and %s have overlapping CIDR blocks.", own.ID, peer.ID)
		}
	}
	c.Change(connection).Properties.Set("acceptStatus", "active")
	return optionsNeedActive(c)
}

// readAcceptance answers the connection as its other end sees it.
func readAcceptance(c *cloud.Call) error {
	connection, err := peeringAnywhere(c, c.Object.ID)
	if err != nil {
		return err
	}
	// Seen from here the peer is the one that asked.
	p := c.Object.Properties
	p.Set("acceptStatus", connection.Properties.String("acceptStatus"))
	p.Set("vpcId", connection.Properties.String("peerVpcId"))
	p.Set("peerVpcId", connection.Properties.String("vpcId"))
	p.Set("peerOwnerId", connection.Account)
	p.Set("peerRegion", connection.Region)
	return nil
}

// optionsNeedActive refuses options of a connection that nobody has accepted yet.
func optionsNeedActive(c *cloud.Call) error {
	connection, err := peeringAnywhere(c, c.Inputs.String("vpcPeeringConnectionId"))
	if err != nil {
		return err
	}
	if active := connection.Properties.String("acceptStatus") == "active"; !active && (c.Inputs.Has("accepter") || c.Inputs.Has("requester")) {
		return c.Refuse("OperationNotPermitted", "Peering pcx %s is not active. Peering options can be added only to active peerings.", connection.ID)
	}
	return nil
}

// readPeering answers the options that a resource of its own sets.
func readPeering(c *cloud.Call) error {
	for _, options := range c.FindAnywhere(kindPeeringOptions, where("vpcPeeringConnectionId", c.Object.ID)) {
		for _, side := range []string{"accepter", "requester"} {
			if value, given := options.Properties.Get(side); given {
				c.Object.Properties.Set(side, value)
			}
		}
	}
	return nil
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
	if own.ID == other.ID {
		return c.Refuse("InvalidParameterValue", "The VPC %s cannot be peered with itself", own.ID)
	}
	if p.Bool("autoAccept") {
		p.Set("acceptStatus", "active")
	}
	if p.String("acceptStatus") != "active" && (c.Inputs.Has("accepter") || c.Inputs.Has("requester")) {
		return c.Refuse("OperationNotPermitted", "Peering pcx %s is not active. Peering options can be added only to active peerings.", c.Object.ID)
	}
	return nil
}
