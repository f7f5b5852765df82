package aws

import (
	"fmt"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

func elasticIPType() cloud.Resource {
	return cloud.Resource{
		Type: "aws:ec2/eip:Eip", Args: ec2.EipArgs{}, State: ec2.Eip{}, Kind: kindElasticIP, Noun: "EC2 EIP",
		API: cloud.API{Service: "EC2", Create: "AllocateAddress", Update: "AssociateAddress", Read: "DescribeAddresses", Delete: "ReleaseAddress"},
		ID:  "eipalloc-0{hex16}",
		Outputs: map[string]any{
			"allocationId": "{id}", "arn": "arn:{partition}:ec2:{region}:{account}:elastic-ip/{id}", "associationId": "", "carrierIp": "",
			"customerOwnedIp": "", "domain": "vpc", "instance": "", "ipamPoolId": "", "networkBorderGroup": "{region}", "networkInterface": "",
			"privateDns": "", "privateIp": "", "ptrRecord": "", "publicIpv4Pool": "amazon", "vpc": true,
		},
		ReplaceOn:   []string{"address", "domain", "ipamPoolId", "networkBorderGroup", "publicIpv4Pool"},
		Constraints: []cloud.Constraint{{Path: "domain", OneOf: []string{"vpc", "standard"}}},
		References:  []cloud.Reference{needs("networkInterface", kindInterface)},
		Quotas:      []cloud.Quota{{Max: 5, Code: "AddressLimitExceeded", Text: "The maximum number of addresses has been reached."}},
		InUse:       cloud.Refusal{Code: "InvalidIPAddress.InUse", Text: "Address {publicIp} is in use."},
		NotFound:    missing[kindElasticIP],
		Create:      allocateAddress,
	}
}

// allocateAddress gives an elastic IP an address of the range that is reserved for documentation.
func allocateAddress(c *cloud.Call) error {
	if c.Inputs.Has("instance") || c.Inputs.Has("address") || c.Inputs.Has("ipamPoolId") || c.Inputs.Has("customerOwnedIpv4Pool") {
		return c.Refuse("UnsupportedOperation", "Addresses of instances, pools and Outposts are not simulated.")
	}
	ip := fmt.Sprintf("203.0.113.%d", 1+pick(254, c.Object.ID))
	p := c.Object.Properties
	p.Set("publicIp", ip)
	p.Set("publicDns", fmt.Sprintf("ec2-203-0-113-%s.%s.compute.amazonaws.com", ip[len("203.0.113."):], c.Account.Region))
	if card, ok := c.Get(kindInterface, c.Inputs.String("networkInterface")); ok {
		p.Set("associationId", "eipassoc-0"+digest(16, c.Object.ID, card.ID))
		p.Set("privateIp", card.Properties.String("privateIp"))
	}
	return nil
}
