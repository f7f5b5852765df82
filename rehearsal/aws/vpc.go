package aws

import (
	"net/netip"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

func vpcTypes() []cloud.Resource {
	return []cloud.Resource{{
		Type: "aws:ec2/vpc:Vpc", Args: ec2.VpcArgs{}, State: ec2.Vpc{}, Kind: kindVPC, Noun: "EC2 VPC",
		API:      ec2API("Vpc", "ModifyVpcAttribute"),
		ID:       "vpc-0{hex16}",
		Defaults: map[string]any{"enableDnsSupport": true, "instanceTenancy": "default"},
		Outputs: map[string]any{
			"arn": "arn:{partition}:ec2:{region}:{account}:vpc/{id}", "ownerId": "{account}",
			"enableDnsHostnames": false, "enableNetworkAddressUsageMetrics": false,
			"ipv6AssociationId": "", "ipv6CidrBlock": "", "ipv6CidrBlockNetworkBorderGroup": "",
		},
		ReplaceOn: []string{"cidrBlock", "ipv4IpamPoolId", "ipv4NetmaskLength"},
		ReplaceIf: func(old, next cloud.Values) []string {
			if next.String("instanceTenancy") == "dedicated" && old.String("instanceTenancy") != "dedicated" {
				return []string{"instanceTenancy"}
			}
			return nil
		},
		Constraints: []cloud.Constraint{{Path: "instanceTenancy", OneOf: []string{"default", "dedicated"}}},
		Quotas:      []cloud.Quota{{Max: 5, Code: "VpcLimitExceeded", Text: "The maximum number of VPCs has been reached."}},
		InUse:       inUse("vpc"), NotFound: missing[kindVPC],
		Check:  checkNetworkBlock,
		Create: createVPC, Read: readVPC,
	}, {
		Type: "aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation",
		Args: ec2.VpcIpv4CidrBlockAssociationArgs{}, State: ec2.VpcIpv4CidrBlockAssociation{},
		Kind: kindVPCBlock, Noun: "EC2 VPC IPv4 CIDR Block Association",
		API:        cloud.API{Service: "EC2", Create: "AssociateVpcCidrBlock", Read: "DescribeVpcs", Delete: "DisassociateVpcCidrBlock"},
		ID:         "vpc-cidr-assoc-0{hex16}",
		ReplaceOn:  []string{"cidrBlock", "ipv4IpamPoolId", "ipv4NetmaskLength", "vpcId"},
		References: []cloud.Reference{refers("vpcId", kindVPC)},
		Quotas: []cloud.Quota{{
			Per: []string{"vpcId"}, Max: 4, // The primary block is the fifth.
			Code: "CidrLimitExceeded", Text: "This network '{vpcId}' has met its maximum number of allowed CIDRs: 5",
		}},
		Check:  checkNetworkBlock,
		Create: associateBlock, Delete: disassociateBlock,
	}}
}

// checkNetworkBlock does what the provider's schema does for the IPv4 block of a VPC: a network of /16 to /28, or its length with the
// pool that it comes from.
func checkNetworkBlock(c *cloud.Checking) {
	if text := c.Inputs.String("cidrBlock"); text != "" {
		block, err := netip.ParsePrefix(text)
		if err != nil || block != block.Masked() || block.Bits() < widestBlock || block.Bits() > narrowestBlock {
			c.Fail("cidrBlock", "expected \"cidr_block\" to contain a network with between %d and %d significant bits, got %s", widestBlock, narrowestBlock, text)
		}
	}
	if c.Inputs.Has("ipv4NetmaskLength") && (c.Inputs.Has("cidrBlock") || !c.Inputs.Has("ipv4IpamPoolId")) {
		c.Fail("ipv4NetmaskLength", "\"ipv4_netmask_length\" conflicts with \"cidr_block\" and is for a block from \"ipv4_ipam_pool_id\"")
	}
}

func createVPC(c *cloud.Call) error {
	if err := noIPAM(c); err != nil {
		return err
	}
	if !c.Inputs.Has("cidrBlock") {
		return c.Refuse("MissingParameter", "Either 'cidrBlock' or 'ipv4IpamPoolId' should be provided.")
	}
	if _, err := vpcBlock(c.Inputs.String("cidrBlock")); err != nil {
		return answer(c, err)
	}
	c.Object.Properties.Set("dhcpOptionsId", defaultDHCPOptions(c.Account))
	if c.Inputs.Bool("assignGeneratedIpv6CidrBlock") {
		if err := assignIPv6(c); err != nil {
			return err
		}
	}
	return makeImplicitParts(c)
}

// noIPAM refuses addresses from an IPAM pool, because the simulated account has none.
func noIPAM(c *cloud.Call) error {
	for _, property := range []string{"ipv4IpamPoolId", "ipv6IpamPoolId"} {
		if pool := c.Inputs.String(property); pool != "" {
			return c.Refuse("InvalidIpamPoolId.NotFound", "The ipam-pool ID '%s' does not exist", pool)
		}
	}
	return nil
}

func assignIPv6(c *cloud.Call) error {
	for property, format := range map[string]cloud.Format{
		"ipv6AssociationId":               "vpc-cidr-assoc-0{hex16:v6}",
		"ipv6CidrBlock":                   "2a05:d014:{hex3}:{hex2}00::/56",
		"ipv6CidrBlockNetworkBorderGroup": "{region}",
	} {
		value, err := c.Expand(format)
		if err != nil {
			return err
		}
		c.Object.Properties.Set(property, value)
	}
	return nil
}

// makeImplicitParts makes what comes with every VPC: a main route table, a network ACL that admits everything, and a security
// group with open egress.
func makeImplicitParts(c *cloud.Call) error {
	id := c.Object.ID
	for _, part := range []struct {
		kind, output string
		id           cloud.Format
		properties   cloud.Values
	}{
		{kindRouteTable, "defaultRouteTableId", "rtb-0{hex16}", cloud.Values{"vpcId": id, markMain: true}},
		{kindNetworkACL, "defaultNetworkAclId", "acl-0{hex16}", cloud.Values{
			"vpcId": id, markDefault: true, "ingress": []any{admitAll()}, "egress": []any{admitAll()},
		}},
		{kindSecurityGroup, "defaultSecurityGroupId", "sg-0{hex16}", cloud.Values{
			"vpcId": id, markDefault: true, "name": "default", "description": "default VPC security group",
			"ingress": []any{openRule(map[string]any{"self": true})},
			"egress":  []any{openRule(map[string]any{"self": false, "cidrBlocks": []any{"0.0.0.0/0"}})},
		}},
	} {
		made, err := c.Make(part.kind, part.kind, part.id, part.properties)
		if err != nil {
			return err
		}
		c.Object.Properties.Set(part.output, made.ID)
	}
	return nil
}

func admitAll() map[string]any {
	return map[string]any{"action": "allow", "cidrBlock": "0.0.0.0/0", "fromPort": 0.0, "protocol": "-1", "ruleNo": 100.0, "toPort": 0.0}
}

func openRule(peer map[string]any) map[string]any {
	peer["fromPort"], peer["toPort"], peer["protocol"] = 0.0, 0.0, "-1"
	return peer
}

// readVPC answers the main route table, which the provider shows as the default one too.
func readVPC(c *cloud.Call) error {
	for _, table := range c.Find(kindRouteTable, where("vpcId", c.Object.ID)) {
		if table.Properties.Bool(markMain) {
			c.Object.Properties.Set("mainRouteTableId", table.ID)
			c.Object.Properties.Set("defaultRouteTableId", table.ID)
		}
	}
	return nil
}

// blocksOf returns the IPv4 blocks of a VPC, the primary first.
func blocksOf(c *cloud.Call, vpc *cloud.Object) []netip.Prefix {
	texts := []string{vpc.Properties.String("cidrBlock")}
	for _, association := range c.Find(kindVPCBlock, where("vpcId", vpc.ID)) {
		if c.Object == nil || association.ID != c.Object.ID {
			texts = append(texts, association.Properties.String("cidrBlock"))
		}
	}
	return prefixes(texts...)
}

func associateBlock(c *cloud.Call) error {
	if err := noIPAM(c); err != nil {
		return err
	}
	vpc, err := get(c, kindVPC, c.Inputs.String("vpcId"))
	if err != nil {
		return err
	}
	return answer(c, secondaryBlock(c.Inputs.String("cidrBlock"), blocksOf(c, vpc)))
}

func disassociateBlock(c *cloud.Call) error {
	block, vpcID := c.Object.Properties.String("cidrBlock"), c.Object.Properties.String("vpcId")
	for _, subnet := range c.Find(kindSubnet, where("vpcId", vpcID)) {
		if prefixes(block)[0].Overlaps(prefixes(subnet.Properties.String("cidrBlock"))[0]) {
			return c.Refuse("InvalidCidrBlock.InUse", "The vpc %s currently has a subnet within CIDR block %s", vpcID, block)
		}
	}
	return nil
}
