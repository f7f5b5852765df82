package account

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/kms"
	"github.com/aws/aws-sdk-go-v2/service/ram"
	"github.com/aws/aws-sdk-go-v2/service/route53"
	route53types "github.com/aws/aws-sdk-go-v2/service/route53/types"
	"github.com/aws/aws-sdk-go-v2/service/route53resolver"
	resolvertypes "github.com/aws/aws-sdk-go-v2/service/route53resolver/types"

	orphans "github.com/cloudgap/cloudgap/internal/orphans/account"
)

// lookUp looks for what takes no tags, before it is made and after.
func lookUp(ctx context.Context, k *killed, seen *orphans.Account) {
	other, err := k.ec2.CreateVpc(ctx, &ec2.CreateVpcInput{CidrBlock: aws.String("10.8.0.0/16")})
	if err != nil {
		k.Fatal(err)
	}
	made := "" // The id that a creation gave.
	for _, test := range []struct {
		token  string
		inputs map[string]any
		make   func() error
		want   func() string
	}{
		{"aws:ec2/route:Route", map[string]any{"routeTableId": *k.table, "destinationCidrBlock": "10.9.0.0/16"}, func() error {
			_, err := k.ec2.CreateRoute(ctx, &ec2.CreateRouteInput{RouteTableId: k.table, DestinationCidrBlock: aws.String("10.9.0.0/16"), TransitGatewayId: k.gateway})
			return err
		}, func() string { return *k.table + "_10.9.0.0/16" }},
		{"aws:ec2/routeTableAssociation:RouteTableAssociation", map[string]any{"routeTableId": *k.table, "subnetId": *k.subnet},
			func() error {
				_, err := k.ec2.AssociateRouteTable(ctx, &ec2.AssociateRouteTableInput{RouteTableId: k.table, SubnetId: k.subnet})
				return err
			}, func() string { return *k.subnet + "/" + *k.table }},
		{"aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation",
			map[string]any{"vpcId": *k.vpc, "cidrBlock": "100.64.0.0/16"}, func() error {
				out, err := k.ec2.AssociateVpcCidrBlock(ctx,
					&ec2.AssociateVpcCidrBlockInput{VpcId: k.vpc, CidrBlock: aws.String("100.64.0.0/16")})
				if err == nil {
					made = *out.CidrBlockAssociation.AssociationId
				}
				return err
			}, func() string { return made }},
		{"aws:ec2transitgateway/route:Route", map[string]any{"transitGatewayRouteTableId": *k.transitTable, "destinationCidrBlock": "10.0.0.0/16"}, func() error {
			_, err := k.ec2.CreateTransitGatewayRoute(ctx, &ec2.CreateTransitGatewayRouteInput{
				TransitGatewayRouteTableId: k.transitTable, DestinationCidrBlock: aws.String("10.0.0.0/16"), TransitGatewayAttachmentId: k.attachment,
			})
			return err
		}, func() string { return *k.transitTable + "_10.0.0.0/16" }},
		{"aws:ec2transitgateway/routeTableAssociation:RouteTableAssociation",
			map[string]any{"transitGatewayRouteTableId": *k.transitTable, "transitGatewayAttachmentId": *k.attachment}, func() error {
				_, err := k.ec2.AssociateTransitGatewayRouteTable(ctx, &ec2.AssociateTransitGatewayRouteTableInput{
					TransitGatewayRouteTableId: k.transitTable, TransitGatewayAttachmentId: k.attachment,
				})
				return err
			}, func() string { return *k.transitTable + "_" + *k.attachment }},
		{"aws:ec2transitgateway/routeTablePropagation:RouteTablePropagation",
			map[string]any{"transitGatewayRouteTableId": *k.transitTable, "transitGatewayAttachmentId": *k.attachment}, func() error {
				_, err := k.ec2.EnableTransitGatewayRouteTablePropagation(ctx, &ec2.EnableTransitGatewayRouteTablePropagationInput{
					TransitGatewayRouteTableId: k.transitTable, TransitGatewayAttachmentId: k.attachment,
				})
				return err
			}, func() string { return *k.transitTable + "_" + *k.attachment }},
		{"aws:kms/alias:Alias", map[string]any{"name": "alias/killed", "targetKeyId": k.arns["key"]}, func() error {
			_, err := k.kms.CreateAlias(ctx, &kms.CreateAliasInput{AliasName: aws.String("alias/killed"), TargetKeyId: aws.String(k.arns["key"])})
			return err
		}, func() string { return "alias/killed" }},
		{"aws:ram/principalAssociation:PrincipalAssociation",
			map[string]any{"resourceShareArn": *k.share, "principal": "111122223333"}, func() error {
				_, err := k.ram.AssociateResourceShare(ctx,
					&ram.AssociateResourceShareInput{ResourceShareArn: k.share, Principals: []string{"111122223333"}})
				return err
			}, func() string { return *k.share + ",111122223333" }},
		{"aws:ram/resourceAssociation:ResourceAssociation",
			map[string]any{"resourceShareArn": *k.share, "resourceArn": k.arns["transit gateway"]}, func() error {
				_, err := k.ram.AssociateResourceShare(ctx,
					&ram.AssociateResourceShareInput{ResourceShareArn: k.share, ResourceArns: []string{k.arns["transit gateway"]}})
				return err
			}, func() string { return *k.share + "," + k.arns["transit gateway"] }},
		{"aws:route53/record:Record", map[string]any{"zoneId": *k.zone, "name": "*.api", "type": "A"}, func() error {
			_, err := k.route53.ChangeResourceRecordSets(ctx,
				&route53.ChangeResourceRecordSetsInput{HostedZoneId: k.zone, ChangeBatch: &route53types.ChangeBatch{
					Changes: []route53types.Change{{Action: route53types.ChangeActionCreate, ResourceRecordSet: &route53types.ResourceRecordSet{
						Name: aws.String("*.api.corp"), Type: route53types.RRTypeA, TTL: aws.Int64(60),
						ResourceRecords: []route53types.ResourceRecord{{Value: aws.String("10.0.0.9")}},
					}}},
				}})
			return err
		}, func() string { return *k.zone + "_*.api_A" }},
		{"aws:route53/resolverFirewallRule:ResolverFirewallRule",
			map[string]any{"firewallRuleGroupId": *k.firewall, "firewallDomainListId": *k.domains}, func() error {
				_, err := k.resolver.CreateFirewallRule(ctx, &route53resolver.CreateFirewallRuleInput{
					FirewallRuleGroupId: k.firewall, FirewallDomainListId: k.domains, Name: aws.String("r"), Priority: aws.Int32(1), Action: resolvertypes.ActionAllow,
					CreatorRequestId: aws.String("1"),
				})
				return err
			}, func() string { return *k.firewall + ":" + *k.domains }},
		{"aws:route53/resolverQueryLogConfigAssociation:ResolverQueryLogConfigAssociation",
			map[string]any{"resolverQueryLogConfigId": *k.queries, "resourceId": *k.vpc}, func() error {
				out, err := k.resolver.AssociateResolverQueryLogConfig(ctx, &route53resolver.AssociateResolverQueryLogConfigInput{
					ResolverQueryLogConfigId: k.queries, ResourceId: k.vpc,
				})
				if err == nil {
					made = *out.ResolverQueryLogConfigAssociation.Id
				}
				return err
			}, func() string { return made }},
		{"aws:route53/resolverRuleAssociation:ResolverRuleAssociation",
			map[string]any{"resolverRuleId": *k.rule, "vpcId": *k.vpc}, func() error {
				out, err := k.resolver.AssociateResolverRule(ctx,
					&route53resolver.AssociateResolverRuleInput{ResolverRuleId: k.rule, VPCId: k.vpc, Name: aws.String("a")})
				if err == nil {
					made = *out.ResolverRuleAssociation.Id
				}
				return err
			}, func() string { return made }},
		{"aws:route53/zoneAssociation:ZoneAssociation", map[string]any{"zoneId": *k.zone, "vpcId": *other.Vpc.VpcId}, func() error {
			_, err := k.route53.AssociateVPCWithHostedZone(ctx, &route53.AssociateVPCWithHostedZoneInput{
				HostedZoneId: k.zone, VPC: &route53types.VPC{VPCId: other.Vpc.VpcId, VPCRegion: route53types.VPCRegion(testRegion)},
			})
			return err
		}, func() string { return *k.zone + ":" + *other.Vpc.VpcId }},
	} {
		if id, err := seen.Lookup(ctx, test.token, test.inputs); id != "" || err != nil {
			k.Errorf("%s is not there, and found as %q, %v", test.token, id, err)
		}
		if err := test.make(); err != nil {
			k.Errorf("make %s: %v", test.token, err)
			continue
		}
		if id, err := seen.Lookup(ctx, test.token, test.inputs); id != test.want() || err != nil {
			k.Errorf("%s: want %q, got %q, %v", test.token, test.want(), id, err)
		}
	}
	for token, inputs := range map[string]map[string]any{
		"aws:s3/bucketV2:BucketV2": {"bucket": "killed-bucket"},
		"aws:route53/zone:Zone":    {"name": "corp", "vpcs": []any{map[string]any{"vpcId": *k.vpc}}},
	} {
		want := map[string]string{"aws:s3/bucketV2:BucketV2": "killed-bucket", "aws:route53/zone:Zone": *k.zone}[token]
		if id, err := seen.Lookup(ctx, token, inputs); id != want || err != nil {
			k.Errorf("%s: want %q, got %q, %v", token, want, id, err)
		}
	}
}
