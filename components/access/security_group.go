package access

import (
	"fmt"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/cloudgap/cloudgap/components/access/edge"
	"github.com/cloudgap/cloudgap/components/endpoints"
	"github.com/cloudgap/cloudgap/components/internal/secgroup"
)

// buildGroup makes the security group of the connectors, which has no way in, and its ways out.
func (b *builder) buildGroup(h home) (*ec2.SecurityGroup, error) {
	group, err := ec2.NewSecurityGroup(b.ctx, b.child("connectors"), &ec2.SecurityGroupArgs{
		VpcId: h.vpcID, Description: pulumi.String("Connectors: nothing in; out to the edge of the tunnel, VPC endpoints and applications"), Tags: b.childTags("connectors"),
	}, b.options()...)
	if err != nil {
		return nil, fmt.Errorf("create the security group of the connectors: %w", err)
	}
	hosts, err := b.buildEdgeHosts()
	if err != nil {
		return nil, err
	}
	for _, rule := range egressRules(b.plan) {
		role := "connectors-egress-" + rule.key
		way := secgroup.Rule{Group: group.ID(), Protocol: rule.protocol, From: rule.port, To: rule.port, Description: rule.description}
		if rule.edge {
			way.PrefixList = hosts.ID()
		} else {
			way.Cidr = rule.cidr.String()
		}
		if err := secgroup.Egress(b.ctx, b.child(role), way, b.childTags(role), b.options()...); err != nil {
			return nil, err
		}
	}
	return group, nil
}

// buildEdgeHosts makes the prefix list of the edge's hosts, each address by itself.
func (b *builder) buildEdgeHosts() (*ec2.ManagedPrefixList, error) {
	hosts := edge.Hosts(b.plan.edgeRegion, b.plan.family)
	var entries ec2.ManagedPrefixListEntryTypeArray
	for _, host := range hosts {
		entries = append(entries, ec2.ManagedPrefixListEntryTypeArgs{Cidr: pulumi.String(host.String()), Description: pulumi.String("Cloudflare Tunnel, as of " + edge.AsOf)})
	}
	list, err := ec2.NewManagedPrefixList(b.ctx, b.child("edge"), &ec2.ManagedPrefixListArgs{
		AddressFamily: pulumi.String(fmt.Sprintf("IPv%d", b.plan.family)), MaxEntries: pulumi.Int(len(hosts)), Entries: entries, Tags: b.childTags("edge"),
	}, b.options()...)
	if err != nil {
		return nil, fmt.Errorf("create the prefix list of the edge: %w", err)
	}
	return list, nil
}

func endpointsName(name string) string { return name + "-endpoints" }

// buildEndpoints gives the access VPC endpoints of its own; connectors in the workload VPC use the workload's.
func (b *builder) buildEndpoints(h home, group *ec2.SecurityGroup) (*endpoints.EndpointSet, error) {
	if h.vpc == nil {
		set := b.args.Workload.Endpoints
		if err := set.AllowIngress(b.ctx, b.child("connectors"), group.ID().ToStringOutput(), b.args.Tags, b.options()...); err != nil {
			return nil, fmt.Errorf("let connectors reach the VPC endpoints: %w", err)
		}
		return set, b.allowEndpoints(set, group)
	}
	tables := map[string]pulumi.StringInput{}
	for zone, table := range h.tables {
		tables["connectors-"+letter(zone)] = table
	}
	set, err := endpoints.NewEndpointSet(b.ctx, endpointsName(b.name), b.plan.endpointArgs(&b.args, h, tables, group.ID().ToStringOutput()), b.options()...)
	if err != nil {
		return nil, fmt.Errorf("create the endpoints of the access VPC: %w", err)
	}
	return set, b.allowEndpoints(set, group)
}

func (b *builder) allowEndpoints(set *endpoints.EndpointSet, group *ec2.SecurityGroup) error {
	if err := set.AllowEgress(b.ctx, b.child("connectors"), group.ID().ToStringOutput(), b.args.Tags, b.options()...); err != nil {
		return fmt.Errorf("let connectors out to the VPC endpoints: %w", err)
	}
	return nil
}
