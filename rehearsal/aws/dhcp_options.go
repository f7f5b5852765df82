package aws

import (
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

func dhcpOptionsTypes() []cloud.Resource {
	all := []string{
		"domainName", "domainNameServers", "ipv6AddressPreferredLeaseTime", "netbiosNameServers", "netbiosNodeType", "ntpServers",
	}
	return []cloud.Resource{{
		Type: "aws:ec2/vpcDhcpOptions:VpcDhcpOptions", Args: ec2.VpcDhcpOptionsArgs{}, State: ec2.VpcDhcpOptions{},
		Kind: kindDHCPOptions, Noun: "EC2 DHCP Options",
		API:       ec2API("DhcpOptions", ""),
		ID:        "dopt-0{hex16}",
		Outputs:   map[string]any{"arn": "arn:{partition}:ec2:{region}:{account}:dhcp-options/{id}", "ownerId": "{account}"},
		ReplaceOn: all,
		InUse:     inUse("dhcpOptions"), NotFound: missing[kindDHCPOptions],
		Check: func(c *cloud.Checking) {
			for _, name := range all {
				if c.Inputs.Has(name) {
					return
				}
			}
			c.Fail("", "at least one of the options must be given")
		},
		Create: func(c *cloud.Call) error {
			if len(c.Inputs.Strings("domainNameServers")) > 4 || len(c.Inputs.Strings("ntpServers")) > 4 {
				return c.Refuse("InvalidParameterValue", "A set of DHCP options takes at most four servers of a kind.")
			}
			return nil
		},
	}, {
		Type: "aws:ec2/vpcDhcpOptionsAssociation:VpcDhcpOptionsAssociation",
		Args: ec2.VpcDhcpOptionsAssociationArgs{}, State: ec2.VpcDhcpOptionsAssociation{},
		Kind: kindDHCPAssociation, Noun: "EC2 VPC DHCP Options Set Association",
		API: cloud.API{
			Service: "EC2", Create: "AssociateDhcpOptions", Update: "AssociateDhcpOptions", Read: "DescribeVpcs", Delete: "AssociateDhcpOptions",
		},
		ID: "{dhcpOptionsId}-{vpcId}", ImportID: "{vpcId}",
		ReplaceOn: []string{"vpcId"},
		References: []cloud.Reference{
			{
				Path: "dhcpOptionsId", Kind: kindDHCPOptions, Blocks: true,
				Unless: func(id string) bool { return id == "default" },
				Code:   missing[kindDHCPOptions].Code, Text: missing[kindDHCPOptions].Text,
			},
			refers("vpcId", kindVPC),
		},
		Create: giveDHCPOptions, Update: giveDHCPOptions,
		Delete: func(c *cloud.Call) error { return setDHCPOptions(c, "default") },
	}}
}

func giveDHCPOptions(c *cloud.Call) error { return setDHCPOptions(c, c.Inputs.String("dhcpOptionsId")) }

// defaultDHCPOptions is the id of the options that AWS makes for each account and Region.
func defaultDHCPOptions(at cloud.Account) string {
	return "dopt-0" + digest(16, "default DHCP options", at.ID, at.Region)
}

// setDHCPOptions gives the VPC of an association its options; "default" are those of the account.
func setDHCPOptions(c *cloud.Call, id string) error {
	vpc, ok := c.Get(kindVPC, c.Object.Properties.String("vpcId"))
	if !ok {
		return nil
	}
	if id == "default" {
		id = defaultDHCPOptions(c.Account)
	}
	c.Change(vpc).Properties.Set("dhcpOptionsId", id)
	return nil
}
