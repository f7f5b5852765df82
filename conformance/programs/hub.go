package programs

import (
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2transitgateway"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ram"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/route53"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// hub is two VPCs on a transit gateway whose table leads nowhere but to them, a shared prefix list, and a resolver endpoint.
func hub(ctx *pulumi.Context, changed bool) error {
	gateway, err := ec2transitgateway.NewTransitGateway(ctx, "hub", &ec2transitgateway.TransitGatewayArgs{
		DefaultRouteTableAssociation: pulumi.String("disable"), DefaultRouteTablePropagation: pulumi.String("disable"),
		AutoAcceptSharedAttachments: pulumi.String("disable"), Tags: tags("hub"),
	})
	if err != nil {
		return err
	}
	table, err := ec2transitgateway.NewRouteTable(ctx, "hub", &ec2transitgateway.RouteTableArgs{TransitGatewayId: gateway.ID(), Tags: tags("hub")})
	if err != nil {
		return err
	}
	if _, err := ec2transitgateway.NewRoute(ctx, "hub-nowhere", &ec2transitgateway.RouteArgs{
		DestinationCidrBlock: pulumi.String("0.0.0.0/0"), Blackhole: pulumi.Bool(true), TransitGatewayRouteTableId: table.ID(),
	}); err != nil {
		return err
	}
	var spoke *isolated
	for name, prefix := range map[string]string{"hub-a": "10.4", "hub-b": "10.5"} {
		made, err := newIsolated(ctx, name, prefix)
		if err != nil {
			return err
		}
		if name == "hub-a" {
			spoke = made
		}
		attachment, err := ec2transitgateway.NewVpcAttachment(ctx, name, &ec2transitgateway.VpcAttachmentArgs{
			TransitGatewayId: gateway.ID(), VpcId: made.vpc.ID(), SubnetIds: made.subnets, Tags: tags(name),
			TransitGatewayDefaultRouteTableAssociation: pulumi.Bool(false), TransitGatewayDefaultRouteTablePropagation: pulumi.Bool(false),
		})
		if err != nil {
			return err
		}
		if _, err := ec2transitgateway.NewRouteTableAssociation(ctx, name, &ec2transitgateway.RouteTableAssociationArgs{
			TransitGatewayAttachmentId: attachment.ID(), TransitGatewayRouteTableId: table.ID(),
		}); err != nil {
			return err
		}
		if _, err := ec2transitgateway.NewRoute(ctx, name, &ec2transitgateway.RouteArgs{
			DestinationCidrBlock: pulumi.String(prefix + ".0.0/16"), TransitGatewayAttachmentId: attachment.ID(), TransitGatewayRouteTableId: table.ID(),
		}); err != nil {
			return err
		}
		if _, err := ec2.NewRoute(ctx, name, &ec2.RouteArgs{
			RouteTableId: made.tables[0], DestinationCidrBlock: pulumi.String("10.4.0.0/15"), TransitGatewayId: gateway.ID(),
		}, pulumi.DependsOn([]pulumi.Resource{attachment})); err != nil {
			return err
		}
	}
	if err := share(ctx, changed); err != nil {
		return err
	}
	return resolver(ctx, spoke)
}

func share(ctx *pulumi.Context, changed bool) error {
	entries := ec2.ManagedPrefixListEntryTypeArray{&ec2.ManagedPrefixListEntryTypeArgs{Cidr: pulumi.String("10.4.0.0/16"), Description: pulumi.String("a")}}
	if changed {
		entries = append(entries, &ec2.ManagedPrefixListEntryTypeArgs{Cidr: pulumi.String("10.5.0.0/16"), Description: pulumi.String("b")})
	}
	list, err := ec2.NewManagedPrefixList(ctx, "hub-spokes", &ec2.ManagedPrefixListArgs{
		Name: pulumi.String("hub-spokes"), AddressFamily: pulumi.String("IPv4"), MaxEntries: pulumi.Int(10), Entries: entries, Tags: tags("hub-spokes"),
	})
	if err != nil {
		return err
	}
	shared, err := ram.NewResourceShare(ctx, "hub", &ram.ResourceShareArgs{Name: pulumi.String("hub"), AllowExternalPrincipals: pulumi.Bool(false), Tags: tags("hub")})
	if err != nil {
		return err
	}
	if _, err := ram.NewResourceAssociation(ctx, "hub-spokes", &ram.ResourceAssociationArgs{ResourceArn: list.Arn, ResourceShareArn: shared.Arn}); err != nil {
		return err
	}
	_, err = ram.NewPrincipalAssociation(ctx, "hub-spokes", &ram.PrincipalAssociationArgs{
		Principal: pulumi.String("444455556666"), ResourceShareArn: shared.Arn,
	})
	return err
}

func resolver(ctx *pulumi.Context, spoke *isolated) error {
	group, err := ec2.NewSecurityGroup(ctx, "hub-dns", &ec2.SecurityGroupArgs{VpcId: spoke.vpc.ID(), Description: pulumi.String("DNS from inside"), Tags: tags("hub-dns")})
	if err != nil {
		return err
	}
	outbound, err := route53.NewResolverEndpoint(ctx, "hub", &route53.ResolverEndpointArgs{
		Direction: pulumi.String("OUTBOUND"), SecurityGroupIds: pulumi.StringArray{group.ID()}, Tags: tags("hub"), Name: pulumi.String("hub"),
		IpAddresses: route53.ResolverEndpointIpAddressArray{
			&route53.ResolverEndpointIpAddressArgs{SubnetId: spoke.subnets[0]}, &route53.ResolverEndpointIpAddressArgs{SubnetId: spoke.subnets[1]},
		},
	})
	if err != nil {
		return err
	}
	rule, err := route53.NewResolverRule(ctx, "hub-corp", &route53.ResolverRuleArgs{
		DomainName: pulumi.String("corp.example"), RuleType: pulumi.String("FORWARD"), ResolverEndpointId: outbound.ID(), Name: pulumi.String("hub-corp"),
		TargetIps: route53.ResolverRuleTargetIpArray{&route53.ResolverRuleTargetIpArgs{Ip: pulumi.String("10.0.0.2")}}, Tags: tags("hub-corp"),
	})
	if err != nil {
		return err
	}
	_, err = route53.NewResolverRuleAssociation(ctx, "hub-corp", &route53.ResolverRuleAssociationArgs{ResolverRuleId: rule.ID(), VpcId: spoke.vpc.ID(), Name: pulumi.String("hub-corp")})
	return err
}
