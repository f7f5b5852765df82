// Package trial is a simulated package for the tests of the engine and the provider: small, and as little AWS as they need.
package trial

import (
	"errors"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

// Package simulates a VPC, a subnet, a security group and one function through the real SDK's structs.
func Package() cloud.Package {
	return cloud.Package{
		Name: "aws", Version: "6.83.2", Config: aws.ProviderArgs{}, Mirrors: map[string]string{"tagsAll": "tags"},
		Account: inRegion, Invokes: []cloud.Invoke{{Token: "aws:index/getRegion:getRegion", Args: aws.GetRegionArgs{}, Result: aws.GetRegionResult{}, Answer: region}},
		Resources: []cloud.Resource{
			{
				Type: "aws:ec2/vpc:Vpc", Args: ec2.VpcArgs{}, State: ec2.Vpc{}, Kind: "vpc", Noun: "EC2 VPC", ID: "vpc-0{hex16}",
				API:       cloud.API{Service: "EC2", Create: "CreateVpc", Update: "ModifyVpcAttribute", Delete: "DeleteVpc"},
				Defaults:  map[string]any{"enableDnsSupport": true, "instanceTenancy": "default"},
				ReplaceOn: []string{"cidrBlock"},
				Outputs: map[string]any{
					"arn": "arn:{partition}:ec2:{region}:{account}:vpc/{id}", "ownerId": "{account}",
					"defaultNetworkAclId": "acl-0{hex16}", "defaultRouteTableId": "rtb-0{hex16}", "mainRouteTableId": "{defaultRouteTableId}",
					"defaultSecurityGroupId": "sg-0{hex16}", "dhcpOptionsId": "dopt-0{hex16:default}", "enableDnsHostnames": false,
					"enableNetworkAddressUsageMetrics": false, "ipv6AssociationId": "", "ipv6CidrBlock": "", "ipv6CidrBlockNetworkBorderGroup": "",
				},
			},
			{
				Type: "aws:ec2/subnet:Subnet", Args: ec2.SubnetArgs{}, State: ec2.Subnet{}, Kind: "subnet", Noun: "EC2 Subnet", ID: "subnet-0{hex16}",
				API:        cloud.API{Service: "EC2", Create: "CreateSubnet", Update: "ModifySubnetAttribute", Delete: "DeleteSubnet"},
				Defaults:   map[string]any{"mapPublicIpOnLaunch": false},
				ReplaceOn:  []string{"vpcId", "cidrBlock", "availabilityZone"},
				Unique:     []cloud.Unique{{Properties: []string{"vpcId", "cidrBlock"}, Code: "InvalidSubnet.Conflict", Text: "The CIDR '{value}' conflicts with another subnet"}},
				References: []cloud.Reference{{Path: "vpcId", Kind: "vpc", Blocks: true, Code: "InvalidVpcID.NotFound", Text: "The vpc ID '{value}' does not exist"}},
				Outputs: map[string]any{
					"arn": "arn:{partition}:ec2:{region}:{account}:subnet/{id}", "ownerId": "{account}", "availabilityZone": "{region}a",
					"availabilityZoneId": "use1-az1", "ipv6CidrBlockAssociationId": "", "privateDnsHostnameTypeOnLaunch": "ip-name",
				},
			},
			{
				Type: "aws:ec2/securityGroup:SecurityGroup", Args: ec2.SecurityGroupArgs{}, State: ec2.SecurityGroup{}, Kind: "security-group", Noun: "EC2 Security Group",
				ID:        "sg-0{hex16}",
				API:       cloud.API{Service: "EC2", Create: "CreateSecurityGroup", Delete: "DeleteSecurityGroup"},
				Defaults:  map[string]any{"description": "Managed by Pulumi", "ingress[*].self": false},
				ReplaceOn: []string{"description", "name", "vpcId"},
				Outputs: map[string]any{
					"arn": "arn:{partition}:ec2:{region}:{account}:security-group/{id}", "ownerId": "{account}", "namePrefix": "", "vpcId": "vpc-0{hex16}",
				},
			},
		},
	}
}

func inRegion(config cloud.Values) (cloud.Account, error) {
	account := cloud.ExampleAccount
	if region := config.String("region"); region != "" {
		account.Region = region
	}
	if account.Region == "nowhere-1" {
		return account, errors.New("invalid AWS Region: nowhere-1")
	}
	return account, nil
}

func region(c *cloud.Call) (cloud.Values, error) {
	name := c.Account.Region
	return cloud.Values{"id": name, "name": name, "endpoint": "ec2." + name + ".amazonaws.com", "description": name}, nil
}
