package account

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"
)

// Guarantee looks for everything that would break cloudgap's promise in the VPCs that carry the given tag, and in the account's
// transit gateways, resource shares, hosted zones, resolver rules, clusters, launch templates, load balancers, roles, and the stores
// of its data. The text counts what was looked at, so that an empty account cannot pass for a safe one; the error lists every breach.
func (a *Account) Guarantee(ctx context.Context, tag, value string) (string, error) {
	mine, err := a.vpcs(ctx, tag, value)
	if err != nil {
		return "", err
	}
	if len(mine) == 0 {
		return "", fmt.Errorf("no VPC has the tag %s=%s: there is nothing to look at", tag, value)
	}
	look := &look{account: a, vpcs: mine, seen: map[string]int{}}
	if look.access, err = a.accessVPCs(ctx); err != nil {
		return "", err
	}
	if look.lists, err = a.prefixLists(ctx); err != nil {
		return "", err
	}
	for _, part := range []func(context.Context) error{
		look.gateways, look.routes, look.subnets, look.securityGroups, look.endpoints, look.transitGateways, look.shares, look.zones, look.resolverRules,
		look.balancers, look.clusters, look.templates, look.roles, look.buckets, look.secrets, look.logGroups,
	} {
		if err := part(ctx); err != nil {
			return "", err
		}
	}
	return "read back " + strings.Join(look.counts(), ", "), errors.Join(look.breaches...)
}

// vpcs finds the VPCs to judge with their address blocks.
func (a *Account) vpcs(ctx context.Context, tag, value string) (map[string][]netip.Prefix, error) {
	out, err := a.ec2.DescribeVpcs(ctx, &ec2.DescribeVpcsInput{
		Filters: []types.Filter{{Name: aws.String("tag:" + tag), Values: []string{value}}},
	})
	if err != nil {
		return nil, fmt.Errorf("describe VPCs: %w", err)
	}
	found := map[string][]netip.Prefix{}
	for _, vpc := range out.Vpcs {
		var blocks []netip.Prefix
		for _, association := range vpc.CidrBlockAssociationSet {
			block, err := netip.ParsePrefix(aws.ToString(association.CidrBlock))
			if err != nil {
				return nil, err
			}
			blocks = append(blocks, block)
		}
		found[aws.ToString(vpc.VpcId)] = blocks
	}
	return found, nil
}

// look is one look at an account.
type look struct {
	account *Account
	vpcs    map[string][]netip.Prefix
	// access are the VPCs of the connectors, the only ones that may reach anything outside: the tunnel's edge.
	access map[string]bool
	// lists are what rules and routes may name in the place of addresses.
	lists    prefixLists
	breaches []error
	// seen counts what was looked at, by its name in the plural; names are in order of their first sight.
	seen  map[string]int
	names []string
}

func (l *look) saw(what string, count int) {
	if _, before := l.seen[what]; !before {
		l.names = append(l.names, what)
	}
	l.seen[what] += count
}

func (l *look) counts() []string {
	var counts []string
	for _, name := range l.names {
		counts = append(counts, fmt.Sprintf("%d %s", l.seen[name], name))
	}
	return counts
}

func (l *look) breach(format string, args ...any) {
	l.breaches = append(l.breaches, fmt.Errorf(format, args...))
}

func (l *look) mine(vpc *string) bool {
	_, ok := l.vpcs[aws.ToString(vpc)]
	return ok
}
