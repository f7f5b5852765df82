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

func accessExclusionType() cloud.Resource {
	return cloud.Resource{
		Type: "aws:ec2/vpcBlockPublicAccessExclusion:VpcBlockPublicAccessExclusion",
		Args: ec2.VpcBlockPublicAccessExclusionArgs{}, State: ec2.VpcBlockPublicAccessExclusion{},
		Kind: kindAccessExclusion, Noun: "VPC Block Public Access Exclusion",
		API:         ec2API("VpcBlockPublicAccessExclusion", "ModifyVpcBlockPublicAccessExclusion"),
		ID:          "vpcbpa-exclude-0{hex16}",
		ReplaceOn:   []string{"subnetId", "vpcId"},
		Constraints: []cloud.Constraint{{Path: "internetGatewayExclusionMode", OneOf: []string{"allow-bidirectional", "allow-egress"}}},
		References:  []cloud.Reference{refers("vpcId", kindVPC), refers("subnetId", kindSubnet)},
		Quotas: []cloud.Quota{{
			Max: 50, Code: "VpcBlockPublicAccessExclusionLimitExceeded", Text: "The maximum number of VPC Block Public Access exclusions has been reached.",
		}},
		Check: func(c *cloud.Checking) {
			if c.Inputs.Has("subnetId") == c.Inputs.Has("vpcId") {
				c.Fail("vpcId", "exactly one of these attributes must be configured: [vpc_id,subnet_id]")
			}
		},
		Create: excludeOnce,
	}
}

// excludeOnce answers what is excluded, and refuses to exclude it twice.
func excludeOnce(c *cloud.Call) error {
	excluded := firstOfTexts(c.Inputs.String("subnetId"), c.Inputs.String("vpcId"))
	for _, other := range c.Find(kindAccessExclusion, nil) {
		if other.ID != c.Object.ID && firstOfTexts(other.Properties.String("subnetId"), other.Properties.String("vpcId")) == excluded {
			return c.Refuse("VpcBlockPublicAccessExclusionAlreadyExists", "An exclusion for %s already exists: %s", excluded, other.ID)
		}
	}
	kind := kindVPC
	if c.Inputs.Has("subnetId") {
		kind = kindSubnet
	}
	target, err := get(c, kind, excluded)
	if err != nil {
		return err
	}
	c.Object.Properties.Set("resourceArn", target.Properties.String("arn"))
	return nil
}
