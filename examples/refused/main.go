// Command refused is a Pulumi program with several ways to the internet, as they are found in real programs. The policy
// pack refuses every one of them in preview, before anything exists.
package main

import (
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

func main() {
	pulumi.Run(deploy)
}

func deploy(ctx *pulumi.Context) error {
	vpc, err := ec2.NewVpc(ctx, "vpc", &ec2.VpcArgs{CidrBlock: pulumi.String("10.0.0.0/16")})
	if err != nil {
		return err
	}
	internet, err := ec2.NewInternetGateway(ctx, "internet", &ec2.InternetGatewayArgs{VpcId: vpc.ID()})
	if err != nil {
		return err
	}
	if err := public(ctx, vpc, internet); err != nil {
		return err
	}
	if err := translated(ctx, vpc); err != nil {
		return err
	}
	return mainTable(ctx, vpc, internet)
}

// public hands out public addresses and routes both halves of the address space, which no search for 0.0.0.0/0 finds.
func public(ctx *pulumi.Context, vpc *ec2.Vpc, internet *ec2.InternetGateway) error {
	subnet, err := ec2.NewSubnet(ctx, "public", &ec2.SubnetArgs{
		VpcId:               vpc.ID(),
		CidrBlock:           pulumi.String("10.0.0.0/24"),
		MapPublicIpOnLaunch: pulumi.Bool(true),
	})
	if err != nil {
		return err
	}
	table, err := ec2.NewRouteTable(ctx, "public", &ec2.RouteTableArgs{VpcId: vpc.ID()})
	if err != nil {
		return err
	}
	if _, err := ec2.NewRouteTableAssociation(ctx, "public", &ec2.RouteTableAssociationArgs{
		SubnetId:     subnet.ID(),
		RouteTableId: table.ID(),
	}); err != nil {
		return err
	}
	for name, half := range map[string]string{"lower-half": "0.0.0.0/1", "upper-half": "128.0.0.0/1"} {
		if _, err := ec2.NewRoute(ctx, name, &ec2.RouteArgs{
			RouteTableId:         table.ID(),
			DestinationCidrBlock: pulumi.String(half),
			GatewayId:            internet.ID(),
		}); err != nil {
			return err
		}
	}
	return nil
}

// translated reaches the internet through a NAT gateway over IPv4 and an egress-only gateway over IPv6, both inline.
func translated(ctx *pulumi.Context, vpc *ec2.Vpc) error {
	subnet, err := ec2.NewSubnet(ctx, "translated", &ec2.SubnetArgs{
		VpcId:     vpc.ID(),
		CidrBlock: pulumi.String("10.0.1.0/24"),
	})
	if err != nil {
		return err
	}
	address, err := ec2.NewEip(ctx, "nat", &ec2.EipArgs{Domain: pulumi.String("vpc")})
	if err != nil {
		return err
	}
	nat, err := ec2.NewNatGateway(ctx, "nat", &ec2.NatGatewayArgs{SubnetId: subnet.ID(), AllocationId: address.ID()})
	if err != nil {
		return err
	}
	egressOnly, err := ec2.NewEgressOnlyInternetGateway(ctx, "egress-only", &ec2.EgressOnlyInternetGatewayArgs{VpcId: vpc.ID()})
	if err != nil {
		return err
	}
	table, err := ec2.NewRouteTable(ctx, "translated", &ec2.RouteTableArgs{
		VpcId: vpc.ID(),
		Routes: ec2.RouteTableRouteArray{
			ec2.RouteTableRouteArgs{CidrBlock: pulumi.String("0.0.0.0/0"), NatGatewayId: nat.ID()},
			ec2.RouteTableRouteArgs{Ipv6CidrBlock: pulumi.String("::/0"), EgressOnlyGatewayId: egressOnly.ID()},
		},
	})
	if err != nil {
		return err
	}
	_, err = ec2.NewRouteTableAssociation(ctx, "translated", &ec2.RouteTableAssociationArgs{
		SubnetId:     subnet.ID(),
		RouteTableId: table.ID(),
	})
	return err
}

// mainTable leaves a subnet to the VPC's main table, which has a default route.
func mainTable(ctx *pulumi.Context, vpc *ec2.Vpc, internet *ec2.InternetGateway) error {
	if _, err := ec2.NewSubnet(ctx, "forgotten", &ec2.SubnetArgs{
		VpcId:     vpc.ID(),
		CidrBlock: pulumi.String("10.0.2.0/24"),
	}); err != nil {
		return err
	}
	_, err := ec2.NewDefaultRouteTable(ctx, "main", &ec2.DefaultRouteTableArgs{
		DefaultRouteTableId: vpc.DefaultRouteTableId,
		Routes: ec2.DefaultRouteTableRouteArray{
			ec2.DefaultRouteTableRouteArgs{CidrBlock: pulumi.String("0.0.0.0/0"), GatewayId: internet.ID()},
		},
	})
	return err
}
