package aws

import (
	"fmt"
	"slices"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

func endpointPolicyType() cloud.Resource {
	return cloud.Resource{
		Type: "aws:ec2/vpcEndpointPolicy:VpcEndpointPolicy", Args: ec2.VpcEndpointPolicyArgs{}, State: ec2.VpcEndpointPolicy{},
		Kind: kindEndpointPolicy, Noun: "VPC Endpoint Policy",
		API:        cloud.API{Service: "EC2", Create: "ModifyVpcEndpoint", Update: "ModifyVpcEndpoint", Read: "DescribeVpcEndpoints", Delete: "ModifyVpcEndpoint"},
		ID:         "{vpcEndpointId}",
		Outputs:    map[string]any{"policy": fullAccess},
		ReplaceOn:  []string{"vpcEndpointId"},
		JSON:       []string{"policy"},
		References: []cloud.Reference{refers("vpcEndpointId", kindEndpoint)},
		Create:     putEndpointPolicy, Update: putEndpointPolicy, Delete: resetEndpointPolicy,
	}
}

func endpointRouteTableType() cloud.Resource {
	return cloud.Resource{
		Type: "aws:ec2/vpcEndpointRouteTableAssociation:VpcEndpointRouteTableAssociation",
		Args: ec2.VpcEndpointRouteTableAssociationArgs{}, State: ec2.VpcEndpointRouteTableAssociation{},
		Kind: kindEndpointRouteTable, Noun: "VPC Endpoint Route Table Association",
		API: cloud.API{Service: "EC2", Create: "ModifyVpcEndpoint", Read: "DescribeVpcEndpoints", Delete: "ModifyVpcEndpoint"},
		MakeID: func(c *cloud.Call) (string, error) {
			return fmt.Sprintf("a-%s%d", c.Inputs.String("vpcEndpointId"), hashcode(c.Inputs.String("routeTableId"))), nil
		},
		ImportID:   "{vpcEndpointId}/{routeTableId}",
		ReplaceOn:  []string{"routeTableId", "vpcEndpointId"},
		References: []cloud.Reference{refers("vpcEndpointId", kindEndpoint), refers("routeTableId", kindRouteTable)},
		Create:     changeEndpoint("routeTableIds", "routeTableId", true), Delete: changeEndpoint("routeTableIds", "routeTableId", false),
	}
}

func endpointSubnetType() cloud.Resource {
	return cloud.Resource{
		Type: "aws:ec2/vpcEndpointSubnetAssociation:VpcEndpointSubnetAssociation",
		Args: ec2.VpcEndpointSubnetAssociationArgs{}, State: ec2.VpcEndpointSubnetAssociation{},
		Kind: kindEndpointSubnet, Noun: "VPC Endpoint Subnet Association",
		API: cloud.API{Service: "EC2", Create: "ModifyVpcEndpoint", Read: "DescribeVpcEndpoints", Delete: "ModifyVpcEndpoint"},
		MakeID: func(c *cloud.Call) (string, error) {
			return fmt.Sprintf("a-%s%d", c.Inputs.String("vpcEndpointId"), hashcode(c.Inputs.String("subnetId"))), nil
		},
		ImportID:   "{vpcEndpointId}/{subnetId}",
		ReplaceOn:  []string{"subnetId", "vpcEndpointId"},
		References: []cloud.Reference{refers("vpcEndpointId", kindEndpoint), refers("subnetId", kindSubnet)},
		Create:     changeEndpoint("subnetIds", "subnetId", true), Delete: changeEndpoint("subnetIds", "subnetId", false),
	}
}

func putEndpointPolicy(c *cloud.Call) error {
	endpoint, err := get(c, kindEndpoint, c.Inputs.String("vpcEndpointId"))
	if err != nil {
		return err
	}
	policy := c.Object.Properties.String("policy")
	o, _ := findOffer(c.Account.Region, endpoint.Properties.String("serviceName"))
	if err := checkEndpointPolicy(c, o, policy); err != nil {
		return err
	}
	c.Change(endpoint).Properties.Set("policy", policy)
	return nil
}

func resetEndpointPolicy(c *cloud.Call) error {
	if endpoint, ok := c.Get(kindEndpoint, c.Object.Properties.String("vpcEndpointId")); ok {
		c.Change(endpoint).Properties.Set("policy", fullAccess)
	}
	return nil
}

// changeEndpoint adds a route table or subnet to the lists of an endpoint, or takes it out.
func changeEndpoint(list, property string, add bool) func(*cloud.Call) error {
	return func(c *cloud.Call) error {
		found, ok := c.Get(kindEndpoint, c.Object.Properties.String("vpcEndpointId"))
		if !ok {
			return nil
		}
		endpoint, id := c.Change(found), c.Object.Properties.String(property)
		ids := slices.DeleteFunc(endpoint.Properties.Strings(list), func(each string) bool { return each == id })
		if add {
			ids = append(ids, id)
		}
		endpoint.Properties.Set(list, ids)
		o, _ := findOffer(c.Account.Region, endpoint.Properties.String("serviceName"))
		if list == "routeTableIds" {
			return settleGateway(c, endpoint, o)
		}
		return settleInterface(c, endpoint, o)
	}
}
