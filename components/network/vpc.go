package network

import (
	"fmt"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// buildVpc makes the VPC. Private DNS names of endpoints need both DNS settings.
func (b *builder) buildVpc() (*ec2.Vpc, error) {
	vpc, err := ec2.NewVpc(b.ctx, b.child("vpc"), &ec2.VpcArgs{
		CidrBlock:          pulumi.String(b.plan.vpcBlock.String()),
		EnableDnsSupport:   pulumi.Bool(true),
		EnableDnsHostnames: pulumi.Bool(true),
		Tags:               b.childTags("vpc"),
	}, b.options()...)
	if err != nil {
		return nil, fmt.Errorf("create the VPC: %w", err)
	}
	return vpc, nil
}

// buildBlockPublicAccess switches VPC Block Public Access on, where the user asked for it.
func (b *builder) buildBlockPublicAccess() error {
	if b.plan.blockPublicAccess == "" {
		return nil
	}
	_, err := ec2.NewVpcBlockPublicAccessOptions(b.ctx, b.child("block-public-access"), &ec2.VpcBlockPublicAccessOptionsArgs{
		InternetGatewayBlockMode: pulumi.String(string(b.plan.blockPublicAccess)),
	}, b.options()...)
	if err != nil {
		return fmt.Errorf("switch VPC Block Public Access on: %w", err)
	}
	return nil
}
