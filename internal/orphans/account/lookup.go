package account

import (
	"context"
	"fmt"
	"strings"

	"github.com/cloudgap/cloudgap/internal/orphans"
)

// unknown stands for a value that is not known yet.
const unknown = orphans.Unknown

// inputs are those of a resource.
type inputs map[string]any

// text is an input that is a known text, or empty.
func (in inputs) text(name string) string {
	s, _ := in[name].(string)
	if s == unknown {
		return ""
	}
	return s
}

// unknown tells whether an input is given and not known.
func (in inputs) unknown(name string) bool {
	_, isText := in[name].(string)
	return in[name] != nil && (!isText || in[name] == unknown)
}

// first is the first of some inputs of which a resource has one, or empty.
func (in inputs) first(names ...string) string {
	for _, name := range names {
		if in[name] != nil {
			return in.text(name)
		}
	}
	return ""
}

// lookup finds what a resource would make.
type lookup struct {
	// by are inputs without which nothing can be found.
	by      []string
	actions []string
	// find returns the id, or nothing where the object is not there. What the account says to be missing is not there either.
	find func(context.Context, *Account, inputs) (string, error)
}

// lookups are the types of which AWS, or the provider before it, refuses to make an object twice, and that are not found by
// tags: they take none, or get them with a second call. Whoever lists the zones of a VPC must be allowed to describe the
// VPC. The ids are those of the section "Import" of each resource in the documentation of pulumi-aws 6.83.
var lookups = map[string]lookup{
	"aws:ec2/route:Route": {
		[]string{"routeTableId"}, []string{"ec2:DescribeRouteTables"}, findRoute,
	},
	"aws:ec2/routeTableAssociation:RouteTableAssociation": {
		[]string{"routeTableId"}, []string{"ec2:DescribeRouteTables"}, findTableAssociation,
	},
	"aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation": {
		[]string{"vpcId", "cidrBlock"}, []string{"ec2:DescribeVpcs"}, findBlock,
	},
	"aws:ec2transitgateway/route:Route": {
		[]string{"transitGatewayRouteTableId", "destinationCidrBlock"}, []string{"ec2:SearchTransitGatewayRoutes"}, findTransitRoute,
	},
	"aws:ec2transitgateway/routeTableAssociation:RouteTableAssociation": {
		[]string{"transitGatewayRouteTableId", "transitGatewayAttachmentId"},
		[]string{"ec2:GetTransitGatewayRouteTableAssociations"}, findTransitAssociation,
	},
	"aws:ec2transitgateway/routeTablePropagation:RouteTablePropagation": {
		[]string{"transitGatewayRouteTableId", "transitGatewayAttachmentId"},
		[]string{"ec2:GetTransitGatewayRouteTablePropagations"}, findTransitPropagation,
	},
	"aws:kms/alias:Alias": {
		[]string{"name"}, []string{"kms:ListAliases"}, findAlias,
	},
	"aws:ram/principalAssociation:PrincipalAssociation": {
		[]string{"resourceShareArn", "principal"}, []string{"ram:GetResourceShareAssociations"}, findSharePrincipal,
	},
	"aws:ram/resourceAssociation:ResourceAssociation": {
		[]string{"resourceShareArn", "resourceArn"}, []string{"ram:GetResourceShareAssociations"}, findSharedResource,
	},
	"aws:route53/record:Record": {
		[]string{"zoneId", "type"}, []string{"route53:GetHostedZone", "route53:ListResourceRecordSets"}, findRecord,
	},
	"aws:route53/resolverFirewallRule:ResolverFirewallRule": {
		[]string{"firewallRuleGroupId", "firewallDomainListId"}, []string{"route53resolver:ListFirewallRules"}, findFirewallRule,
	},
	"aws:route53/resolverQueryLogConfigAssociation:ResolverQueryLogConfigAssociation": {
		[]string{"resolverQueryLogConfigId", "resourceId"},
		[]string{"route53resolver:ListResolverQueryLogConfigAssociations"}, findQueryLogAssociation,
	},
	"aws:route53/resolverRuleAssociation:ResolverRuleAssociation": {
		[]string{"resolverRuleId", "vpcId"}, []string{"route53resolver:ListResolverRuleAssociations"}, findRuleAssociation,
	},
	"aws:route53/zone:Zone": {
		[]string{"name"}, []string{"ec2:DescribeVpcs", "route53:ListHostedZonesByVPC"}, findZone,
	},
	"aws:route53/zoneAssociation:ZoneAssociation": {
		[]string{"zoneId", "vpcId"}, []string{"ec2:DescribeVpcs", "route53:ListHostedZonesByVPC"}, findZoneAssociation,
	},
	"aws:s3/bucketV2:BucketV2": {
		[]string{"bucket"}, []string{"s3:ListAllMyBuckets"}, findBucket,
	},
}

// Lookup finds what a resource with these inputs would make, and returns the id by which `pulumi import` knows it. It is
// empty where nothing is there, where an input is unknown that tells one object from another, and for types that are found
// by tags or can be made again.
func (a *Account) Lookup(ctx context.Context, token string, in map[string]any) (string, error) {
	l, ok := lookups[token]
	if !ok {
		return "", nil
	}
	var asked []string
	for _, name := range l.by {
		value := inputs(in).text(name)
		if value == "" {
			return "", nil
		}
		asked = append(asked, name+" "+value)
	}
	id, err := l.find(ctx, a, in)
	switch {
	case missing(err):
		return "", nil
	case err != nil:
		return "", fmt.Errorf("look for %s with %s: %w", token, strings.Join(asked, ", "), err)
	}
	return id, nil
}
