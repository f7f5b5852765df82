package account

import (
	"context"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/route53"
	"github.com/aws/aws-sdk-go-v2/service/route53resolver"
	"github.com/aws/aws-sdk-go-v2/service/route53resolver/types"
)

// zones: each is private.
func (l *look) zones(ctx context.Context) error {
	pages := route53.NewListHostedZonesPaginator(l.account.route53, &route53.ListHostedZonesInput{})
	for pages.HasMorePages() {
		out, err := pages.NextPage(ctx)
		if err != nil {
			return fmt.Errorf("list hosted zones: %w", err)
		}
		for _, zone := range out.HostedZones {
			l.saw("hosted zones", 1)
			if zone.Config == nil || !zone.Config.PrivateZone {
				l.breach("hosted zone %s answers the internet", aws.ToString(zone.Name))
			}
		}
	}
	return nil
}

// resolverRules: questions are forwarded to private addresses only.
func (l *look) resolverRules(ctx context.Context) error {
	pages := route53resolver.NewListResolverRulesPaginator(l.account.resolver, &route53resolver.ListResolverRulesInput{})
	for pages.HasMorePages() {
		out, err := pages.NextPage(ctx)
		if err != nil {
			return fmt.Errorf("list resolver rules: %w", err)
		}
		for _, rule := range out.ResolverRules {
			if rule.RuleType != types.RuleTypeOptionForward {
				continue // What AWS answers by itself.
			}
			l.saw("resolver rules", 1)
			for _, target := range rule.TargetIps {
				for _, address := range []*string{target.Ip, target.Ipv6} {
					if address != nil && !privateAddress(*address) {
						l.breach("resolver rule %s forwards %s to %s", aws.ToString(rule.Name), aws.ToString(rule.DomainName), *address)
					}
				}
			}
		}
	}
	return nil
}
