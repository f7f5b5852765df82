package aws

import (
	"net/netip"
	"slices"
	"strings"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

func subnetTypes() []cloud.Resource {
	return []cloud.Resource{{
		Type: "aws:ec2/subnet:Subnet", Args: ec2.SubnetArgs{}, State: ec2.Subnet{}, Kind: kindSubnet, Noun: "EC2 Subnet",
		API: ec2API("Subnet", "ModifySubnetAttribute"),
		ID:  "subnet-0{hex16}",
		Defaults: map[string]any{
			"assignIpv6AddressOnCreation": false, "enableDns64": false, "enableResourceNameDnsARecordOnLaunch": false,
			"enableResourceNameDnsAaaaRecordOnLaunch": false, "ipv6Native": false, "mapPublicIpOnLaunch": false,
		},
		Outputs: map[string]any{
			"arn": "arn:{partition}:ec2:{region}:{account}:subnet/{id}", "ownerId": "{account}",
			"ipv6CidrBlockAssociationId": "", "privateDnsHostnameTypeOnLaunch": "ip-name",
		},
		ReplaceOn:   []string{"availabilityZone", "availabilityZoneId", "cidrBlock", "ipv6Native", "outpostArn", "vpcId"},
		Constraints: []cloud.Constraint{{Path: "privateDnsHostnameTypeOnLaunch", OneOf: []string{"ip-name", "resource-name"}}},
		References:  []cloud.Reference{needs("vpcId", kindVPC)},
		Quotas: []cloud.Quota{{
			Per: []string{"vpcId"}, Max: 200, Code: "SubnetLimitExceeded", Text: "The maximum number of subnets has been reached.",
		}},
		InUse: inUse("subnet"), NotFound: missing[kindSubnet],
		Create: createSubnet, Delete: endAssociations,
	}}
}

func createSubnet(c *cloud.Call) error {
	vpc, err := get(c, kindVPC, c.Inputs.String("vpcId"))
	if err != nil {
		return err
	}
	if !c.Inputs.Has("cidrBlock") {
		return c.Refuse("MissingParameter", "Either 'cidrBlock' or 'ipv6CidrBlock' should be provided.")
	}
	if c.Inputs.Bool("ipv6Native") || c.Inputs.Has("outpostArn") || c.Inputs.Has("customerOwnedIpv4Pool") {
		return c.Refuse("UnsupportedOperation", "IPv6-only subnets and subnets on AWS Outposts are not simulated.")
	}
	var siblings []netip.Prefix
	for _, subnet := range c.Find(kindSubnet, where("vpcId", vpc.ID)) {
		if subnet.ID != c.Object.ID {
			siblings = append(siblings, prefixes(subnet.Properties.String("cidrBlock"))...)
		}
	}
	if err := subnetBlock(c.Inputs.String("cidrBlock"), blocksOf(c, vpc), siblings); err != nil {
		return answer(c, err)
	}
	return placeSubnet(c)
}

// placeSubnet settles the zone: the one given by name or id, otherwise the Region's first.
func placeSubnet(c *cloud.Call) error {
	zones, known := zonesOf(c.Account.Region)
	if !known {
		return c.Refuse("InvalidParameterValue", "The Region %s is not simulated.", c.Account.Region)
	}
	name, id := c.Inputs.String("availabilityZone"), c.Inputs.String("availabilityZoneId")
	i := slices.IndexFunc(zones, func(z zone) bool { return (name == "" || z.name == name) && (id == "" || z.id == id) })
	if i < 0 {
		var names []string
		for _, z := range zones {
			names = append(names, z.name)
		}
		return c.Refuse("InvalidParameterValue", "Value (%s%s) for parameter availabilityZone is invalid. Subnets can currently only be "+
			"created in the following availability zones: %s.", name, id, strings.Join(names, ", "))
	}
	c.Object.Properties.Set("availabilityZone", zones[i].name)
	c.Object.Properties.Set("availabilityZoneId", zones[i].id)
	return nil
}

// endAssociations takes the subnet's associations with a route table and a network ACL along, as AWS does.
func endAssociations(c *cloud.Call) error {
	for _, kind := range []string{kindRouteTableAssociation, kindNetworkACLAssociation} {
		for _, association := range c.Find(kind, where("subnetId", c.Object.ID)) {
			c.Remove(association)
		}
	}
	return nil
}
