package aws

import (
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

func blockPublicAccessType() cloud.Resource {
	return cloud.Resource{
		Type: "aws:ec2/vpcBlockPublicAccessOptions:VpcBlockPublicAccessOptions",
		Args: ec2.VpcBlockPublicAccessOptionsArgs{}, State: ec2.VpcBlockPublicAccessOptions{},
		Kind: kindBlockPublicAccess, Noun: "VPC Block Public Access Options",
		API: cloud.API{
			Service: "EC2", Create: "ModifyVpcBlockPublicAccessOptions", Update: "ModifyVpcBlockPublicAccessOptions",
			Read: "DescribeVpcBlockPublicAccessOptions", Delete: "ModifyVpcBlockPublicAccessOptions",
		},
		MakeID:      func(c *cloud.Call) (string, error) { return c.Account.Region, nil },
		Outputs:     map[string]any{"awsAccountId": "{account}", "awsRegion": "{region}"},
		Constraints: []cloud.Constraint{{Path: "internetGatewayBlockMode", OneOf: []string{"off", "block-bidirectional", "block-ingress"}}},
	}
}
