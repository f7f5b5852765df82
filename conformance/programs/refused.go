package programs

import (
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// Refusal is a program with one mistake that the plan level must find. Without these a plan level that asks nobody would
// look like one at which everything is right.
type Refusal struct {
	// Mistake says what is wrong.
	Mistake string
	// Run registers it.
	Run pulumi.RunFunc
	// Want is part of the refusal's text.
	Want string
}

// Refusals lists the mistakes: one for the provider's schema, one for its validation, one for its planning, and one that the
// proxy must find.
func Refusals() []Refusal {
	return []Refusal{
		{"a security group with a reserved name", func(ctx *pulumi.Context) error {
			_, err := ec2.NewSecurityGroup(ctx, "group", &ec2.SecurityGroupArgs{Name: pulumi.String("sg-mine")})
			return err
		}, "cannot begin with sg-"},
		{"an address block that is none", func(ctx *pulumi.Context) error {
			_, err := ec2.NewVpc(ctx, "vpc", &ec2.VpcArgs{CidrBlock: pulumi.String("10.0.0.0/33")})
			return err
		}, "10.0.0.0/33"},
		{"two ways to name a block", func(ctx *pulumi.Context) error {
			_, err := ec2.NewVpc(ctx, "vpc", &ec2.VpcArgs{CidrBlock: pulumi.String("10.0.0.0/16"), Ipv4NetmaskLength: pulumi.Int(16)})
			return err
		}, "ipv4_netmask_length"},
		{"an input that nobody knows", func(ctx *pulumi.Context) error {
			var vpc ec2.Vpc
			return ctx.RegisterResource("aws:ec2/vpc:Vpc", "vpc", pulumi.Map{"cidrBlok": pulumi.String("10.0.0.0/16")}, &vpc)
		}, "cidrBlok"},
	}
}
