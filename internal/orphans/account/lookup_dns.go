package account

import (
	"context"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/route53"
	"github.com/aws/aws-sdk-go-v2/service/route53/types"
	"github.com/aws/aws-sdk-go-v2/service/route53resolver"
	resolvertypes "github.com/aws/aws-sdk-go-v2/service/route53resolver/types"
)

// findRecord finds a record by its name, which may leave out the zone's. The id has the name as the program writes it, since
// the provider would replace a record whose name differs from that.
func findRecord(ctx context.Context, a *Account, in inputs) (string, error) {
	zone, name, kind, set := bareZone(in.text("zoneId")), in.text("name"), in.text("type"), in.text("setIdentifier")
	if in.unknown("name") || in.unknown("setIdentifier") {
		return "", nil
	}
	described, err := a.route53.GetHostedZone(ctx, &route53.GetHostedZoneInput{Id: aws.String(zone)})
	if err != nil {
		return "", err
	}
	name = domain(name)
	full := qualified(name, domain(aws.ToString(described.HostedZone.Name)))
	from := &route53.ListResourceRecordSetsInput{
		HostedZoneId: aws.String(zone), StartRecordName: aws.String(full), StartRecordType: types.RRType(kind),
	}
	pager := route53.NewListResourceRecordSetsPaginator(a.route53, from)
	for pager.HasMorePages() {
		page, err := pager.NextPage(ctx)
		if err != nil {
			return "", err
		}
		for _, record := range page.ResourceRecordSets {
			// They come in order of name and type, from the one that was asked for.
			if domain(aws.ToString(record.Name)) != full || string(record.Type) != kind {
				return "", nil
			}
			if aws.ToString(record.SetIdentifier) == set {
				id := zone + "_" + name + "_" + kind
				if set != "" {
					id += "_" + set
				}
				return id, nil
			}
		}
	}
	return "", nil
}

// domain is a name in one spelling: small letters, no final dot, and a star where Route 53 answers its octal code.
func domain(name string) string {
	return strings.ReplaceAll(strings.ToLower(strings.TrimSuffix(name, ".")), `\052`, "*")
}

// qualified puts a zone's name behind that of a record that leaves it out.
func qualified(name, zone string) string {
	switch {
	case strings.HasSuffix(name, zone):
		return name
	case name == "":
		return zone
	}
	return name + "." + zone
}

// zonesOf lists the private zones of a VPC.
func (a *Account) zonesOf(ctx context.Context, vpc, region string) ([]types.HostedZoneSummary, error) {
	if region == "" {
		region = a.region
	}
	in := &route53.ListHostedZonesByVPCInput{VPCId: aws.String(vpc), VPCRegion: types.VPCRegion(region)}
	var zones []types.HostedZoneSummary
	for {
		out, err := a.route53.ListHostedZonesByVPC(ctx, in)
		if err != nil {
			return nil, err
		}
		zones = append(zones, out.HostedZoneSummaries...)
		if aws.ToString(out.NextToken) == "" {
			return zones, nil
		}
		in.NextToken = out.NextToken
	}
}

// findZone finds a private zone, which gets its tags with a second call: a VPC has one zone of a name at most. A public zone
// can be made again.
func findZone(ctx context.Context, a *Account, in inputs) (string, error) {
	vpcs, _ := in["vpcs"].([]any)
	for _, item := range vpcs {
		fields, _ := item.(map[string]any)
		vpc := inputs(fields)
		if vpc.text("vpcId") == "" || vpc.unknown("vpcRegion") {
			continue
		}
		zones, err := a.zonesOf(ctx, vpc.text("vpcId"), vpc.text("vpcRegion"))
		if err != nil {
			return "", err
		}
		for _, zone := range zones {
			ofService := zone.Owner != nil && zone.Owner.OwningService != nil
			if !ofService && domain(aws.ToString(zone.Name)) == domain(in.text("name")) {
				return bareZone(aws.ToString(zone.HostedZoneId)), nil
			}
		}
	}
	return "", nil
}

func findZoneAssociation(ctx context.Context, a *Account, in inputs) (string, error) {
	zone, vpc, region := bareZone(in.text("zoneId")), in.text("vpcId"), in.text("vpcRegion")
	if in.unknown("vpcRegion") {
		return "", nil
	}
	zones, err := a.zonesOf(ctx, vpc, region)
	if err != nil || !slices.ContainsFunc(zones,
		func(z types.HostedZoneSummary) bool { return bareZone(aws.ToString(z.HostedZoneId)) == zone }) {
		return "", err
	}
	if region != "" && region != a.region {
		return zone + ":" + vpc + ":" + region, nil
	}
	return zone + ":" + vpc, nil
}

func findFirewallRule(ctx context.Context, a *Account, in inputs) (id string, err error) {
	group, list := in.text("firewallRuleGroupId"), in.text("firewallDomainListId")
	pager := route53resolver.NewListFirewallRulesPaginator(a.resolver,
		&route53resolver.ListFirewallRulesInput{FirewallRuleGroupId: aws.String(group)})
	err = pages(ctx, pager, func(page *route53resolver.ListFirewallRulesOutput) {
		for _, rule := range page.FirewallRules {
			if aws.ToString(rule.FirewallDomainListId) == list {
				id = group + ":" + list
			}
		}
	})
	return id, err
}

func findQueryLogAssociation(ctx context.Context, a *Account, in inputs) (id string, err error) {
	config, vpc := in.text("resolverQueryLogConfigId"), in.text("resourceId")
	pager := route53resolver.NewListResolverQueryLogConfigAssociationsPaginator(a.resolver,
		&route53resolver.ListResolverQueryLogConfigAssociationsInput{
			Filters: []resolvertypes.Filter{resolverFilter("ResolverQueryLogConfigId", config), resolverFilter("ResourceId", vpc)},
		})
	err = pages(ctx, pager, func(page *route53resolver.ListResolverQueryLogConfigAssociationsOutput) {
		for _, found := range page.ResolverQueryLogConfigAssociations {
			there := found.Status != resolvertypes.ResolverQueryLogConfigAssociationStatusDeleting &&
				found.Status != resolvertypes.ResolverQueryLogConfigAssociationStatusFailed
			if there && aws.ToString(found.ResolverQueryLogConfigId) == config && aws.ToString(found.ResourceId) == vpc {
				id = aws.ToString(found.Id)
			}
		}
	})
	return id, err
}

func findRuleAssociation(ctx context.Context, a *Account, in inputs) (id string, err error) {
	rule, vpc := in.text("resolverRuleId"), in.text("vpcId")
	pager := route53resolver.NewListResolverRuleAssociationsPaginator(a.resolver, &route53resolver.ListResolverRuleAssociationsInput{
		Filters: []resolvertypes.Filter{resolverFilter("ResolverRuleId", rule), resolverFilter("VPCId", vpc)},
	})
	err = pages(ctx, pager, func(page *route53resolver.ListResolverRuleAssociationsOutput) {
		for _, found := range page.ResolverRuleAssociations {
			there := found.Status != resolvertypes.ResolverRuleAssociationStatusDeleting &&
				found.Status != resolvertypes.ResolverRuleAssociationStatusFailed
			if there && aws.ToString(found.ResolverRuleId) == rule && aws.ToString(found.VPCId) == vpc {
				id = aws.ToString(found.Id)
			}
		}
	})
	return id, err
}

func resolverFilter(name, value string) resolvertypes.Filter {
	return resolvertypes.Filter{Name: aws.String(name), Values: []string{value}}
}
