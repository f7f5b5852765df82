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
		Check:  checkSubnetBlock,
		Create: createSubnet, Update: settleIPv6, Delete: endAssociations,
	}}
}

// checkSubnetBlock does what the provider's schema does: any IPv4 network is one to it.
func checkSubnetBlock(c *cloud.Checking) {
	if text := c.Inputs.String("cidrBlock"); text != "" {
		if _, err := ipv4Block(text); err != nil {
			c.Fail("cidrBlock", "%q is not a valid IPv4 CIDR block: it must be a network address with no host bits", text)
		}
	}
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
	if err := settleIPv6(c); err != nil {
		return err
	}
	return placeSubnet(c)
}

// settleIPv6 refuses an IPv6 block that is not a piece of the VPC's, and addresses from a block that there is not.
func settleIPv6(c *cloud.Call) error {
	p := c.Object.Properties
	text := c.Inputs.String("ipv6CidrBlock")
	p.Set("ipv6CidrBlockAssociationId", "")
	if text == "" {
		if c.Inputs.Bool("assignIpv6AddressOnCreation") || c.Inputs.Bool("enableDns64") {
			return c.Refuse("InvalidParameterValue", "The subnet %s has no IPv6 CIDR block", c.Object.ID)
		}
		return nil
	}
	vpc, err := get(c, kindVPC, p.String("vpcId"))
	if err != nil {
		return err
	}
	block, err := netip.ParsePrefix(text)
	if err != nil || block != block.Masked() || !block.Addr().Is6() || block.Bits() < 44 || block.Bits() > 64 || block.Bits()%4 != 0 {
		return c.Refuse("InvalidSubnet.Range", "The CIDR '%s' is invalid.", text)
	}
	whole, err := netip.ParsePrefix(vpc.Properties.String("ipv6CidrBlock"))
	if err != nil || !whole.Contains(block.Addr()) || whole.Bits() > block.Bits() {
		return c.Refuse("InvalidSubnet.Range", "The CIDR '%s' is invalid: it is no piece of the IPv6 block of %s", text, vpc.ID)
	}
	for _, other := range c.Find(kindSubnet, where("vpcId", vpc.ID)) {
		if taken, err := netip.ParsePrefix(other.Properties.String("ipv6CidrBlock")); err == nil && other.ID != c.Object.ID && taken.Overlaps(block) {
			return c.Refuse("InvalidSubnet.Conflict", "The CIDR '%s' conflicts with another subnet", text)
		}
	}
	p.Set("ipv6CidrBlockAssociationId", "subnet-cidr-assoc-0"+digest(16, c.Object.ID, text))
	return nil
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
