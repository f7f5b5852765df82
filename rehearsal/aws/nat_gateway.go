package aws

import (
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

func natGatewayType() cloud.Resource {
	return cloud.Resource{
		Type: "aws:ec2/natGateway:NatGateway", Args: ec2.NatGatewayArgs{}, State: ec2.NatGateway{}, Kind: kindNATGateway, Noun: "EC2 NAT Gateway",
		API:      ec2API("NatGateway", "AssociateNatGatewayAddress"),
		ID:       "nat-0{hex16}",
		Defaults: map[string]any{"connectivityType": "public"},
		Outputs: map[string]any{
			"associationId": "", "publicIp": "", "secondaryPrivateIpAddresses": []any{}, "secondaryPrivateIpAddressCount": 0,
		},
		ReplaceOn:   []string{"allocationId", "connectivityType", "privateIp", "subnetId"},
		Constraints: []cloud.Constraint{{Path: "connectivityType", OneOf: []string{"public", "private"}}},
		References:  []cloud.Reference{needs("subnetId", kindSubnet), needs("allocationId", kindElasticIP)},
		NotFound:    missing[kindNATGateway],
		Check: func(c *cloud.Checking) {
			if c.Inputs.String("connectivityType") == "private" && c.Inputs.Has("allocationId") {
				c.Fail("allocationId", "allocation_id is not supported with connectivity_type = \"private\"")
			}
			if c.Inputs.String("connectivityType") == "public" && c.Inputs.Has("secondaryPrivateIpAddressCount") {
				c.Fail("secondaryPrivateIpAddressCount", "secondary_private_ip_address_count is not supported with connectivity_type = \"public\"")
			}
		},
		Create: createNAT,
	}
}

// createNAT gives a NAT gateway its interface and, when it is public, the address of its elastic IP; a public one needs an
// internet gateway on its VPC.
func createNAT(c *cloud.Call) error {
	subnet, err := get(c, kindSubnet, c.Inputs.String("subnetId"))
	if err != nil {
		return err
	}
	p := c.Object.Properties
	if p.String("connectivityType") == "public" {
		if !c.Inputs.Has("allocationId") {
			return c.Refuse("MissingParameter", "The request must contain the parameter AllocationId")
		}
		if !hasInternetGateway(c, subnet.Properties.String("vpcId")) {
			return c.Refuse("Gateway.NotAttached", "Network %s has no Internet gateway attached", subnet.Properties.String("vpcId"))
		}
		address, err := get(c, kindElasticIP, c.Inputs.String("allocationId"))
		if err != nil {
			return err
		}
		p.Set("publicIp", address.Properties.String("publicIp"))
		p.Set("associationId", "eipassoc-0"+digest(16, c.Object.ID, address.ID))
	}
	card, err := makeInterface(c, c.Object, subnet, "Interface for NAT Gateway "+c.Object.ID, nil)
	if err != nil {
		return err
	}
	p.Set("networkInterfaceId", card.ID)
	if !p.Has("privateIp") {
		p.Set("privateIp", card.Properties.String("privateIp"))
	}
	return nil
}
