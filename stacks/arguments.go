package stacks

import (
	"errors"
	"maps"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/cloudgap/cloudgap/components/endpoints"
	"github.com/cloudgap/cloudgap/components/endpoints/capability"
	"github.com/cloudgap/cloudgap/components/endpoints/catalog"
	"github.com/cloudgap/cloudgap/components/network"
)

// trustAccount is the value of EndpointsSpec.Trust for the calling account.
const trustAccount = "account"

func (e *Environment) networkArgs() *network.ZeroEgressVpcArgs {
	n := e.Network
	args := &network.ZeroEgressVpcArgs{
		Region:                e.Region,
		CidrBlock:             n.CidrBlock,
		AvailabilityZones:     network.AvailabilityZones{Names: n.AvailabilityZones},
		Tiers:                 map[network.Tier]network.TierArgs{},
		PodCidrBlock:          n.PodCidrBlock,
		PrivateRanges:         slices.Concat(n.PrivateRanges, e.connectorCidrs()),
		GatewayEndpointRanges: n.GatewayEndpointRanges,
		FlowLogs:              &network.FlowLogsArgs{RetentionInDays: n.FlowLogRetentionDays},
		DnsFirewall: &network.DnsFirewallArgs{
			PrivateDomains:     slices.Concat(n.DNS.PrivateDomains, e.globalDomains(), e.rke2Domains()),
			MutationProtection: n.DNS.MutationProtection,
		},
		QueryLog: &network.QueryLogArgs{RetentionInDays: n.DNS.QueryLogRetentionDays},
		Tags:     e.tags(),
	}
	for tier, t := range n.Tiers {
		args.Tiers[tier] = network.TierArgs{PrefixLength: t.PrefixLength}
	}
	if tier, ok := args.Tiers[network.TierNodes]; ok {
		tier.SubnetTags = e.nodeSubnetTags()
		args.Tiers[network.TierNodes] = tier
	}
	if n.BlockPublicAccess == BlockPublicAccessBidirectional {
		args.BlockPublicAccess = network.BlockPublicAccessBidirectional
	}
	return args
}

// globalDomains are the names of AWS services outside the region's own domains, such as route53.amazonaws.com, that an
// endpoint answers. The DNS Firewall has to let them be resolved.
func (e *Environment) globalDomains() []string {
	region, err := catalog.ParseRegion(e.Region)
	if err != nil {
		return nil
	}
	// Problems of the capabilities are reported by the endpoints' own validation.
	set, _ := capability.Resolve(region, e.capabilities(), e.Endpoints.ExtraServices)
	regional := network.AwsServiceDomains(e.Region)
	return slices.DeleteFunc(set.DomainNames(region), func(name string) bool {
		return slices.ContainsFunc(regional, func(domain string) bool {
			return strings.HasSuffix(name, strings.TrimPrefix(domain, "*"))
		})
	})
}

// handles are what other components need of the network.
type handles struct {
	vpcID                pulumi.StringInput
	subnets, routeTables map[string]pulumi.StringInput
	// nodes, controlPlane and pods are the subnets of the cluster by availability zone name; pods is empty where pods share
	// the nodes' subnets.
	nodes, controlPlane, pods map[string]pulumi.StringInput
	cidrs                     []string
	// controlPlaneCidrs and nodeCidrs are the blocks of the subnets of those tiers; all of the VPC before they are known.
	controlPlaneCidrs, nodeCidrs, endpointCidrs []string
	// account is the id of the account, where something is named after it.
	account pulumi.StringInput
}

// handlesOf are the handles of a network that was made.
func handlesOf(vpc *network.ZeroEgressVpc) handles {
	return handles{
		vpcID: vpc.VpcID, subnets: vpc.SubnetIDs(network.TierEndpoints), routeTables: vpc.RouteTableIDs(), cidrs: vpc.Cidrs(),
		nodes: vpc.SubnetIDs(network.TierNodes), controlPlane: vpc.SubnetIDs(network.TierControlPlane), pods: vpc.SubnetIDs(network.TierPods),
		controlPlaneCidrs: sortedValues(vpc.SubnetCidrs(network.TierControlPlane)), nodeCidrs: sortedValues(vpc.SubnetCidrs(network.TierNodes)),
		endpointCidrs: sortedValues(vpc.SubnetCidrs(network.TierEndpoints)),
	}
}

// plannedHandles stand for those of a network that is not made yet, so that the arguments of the other components can be
// validated before anything exists.
func (e *Environment) plannedHandles() handles {
	const planned = pulumi.String("planned")
	subnets := func(exist bool) map[string]pulumi.StringInput {
		byZone := map[string]pulumi.StringInput{}
		for _, zone := range e.Network.AvailabilityZones {
			if exist {
				byZone[zone] = planned
			}
		}
		return byZone
	}
	has := func(tier network.Tier) bool { _, ok := e.Network.Tiers[tier]; return ok }
	h := handles{
		vpcID: planned, account: planned, subnets: subnets(has(network.TierEndpoints)), routeTables: subnets(true), cidrs: []string{e.Network.CidrBlock},
		nodes: subnets(has(network.TierNodes)), controlPlane: subnets(has(network.TierControlPlane)), pods: subnets(e.Network.PodCidrBlock != ""),
	}
	h.controlPlaneCidrs, h.nodeCidrs, h.endpointCidrs = h.cidrs, h.cidrs, h.cidrs
	if e.Network.PodCidrBlock != "" {
		h.cidrs = append(slices.Clone(h.cidrs), e.Network.PodCidrBlock)
	}
	return h
}

func sortedValues(m map[string]string) []string { return slices.Sorted(maps.Values(m)) }

// validate reports what is wrong with the arguments of every component.
func (e *Environment) validate() error {
	planned := e.plannedHandles()
	problems := errors.Join(
		e.networkArgs().Validate(e.networkName()),
		e.endpointsArgs(planned).Validate(),
	)
	if e.Eks != nil {
		problems = errors.Join(problems, e.checkClusterZones(), e.clusterArgs(planned, nil).Validate(e.clusterName()))
	}
	if e.Rke2 != nil {
		problems = errors.Join(problems, e.validateRke2())
	}
	if e.Access != nil {
		problems = errors.Join(problems, e.checkAccess(), e.accessArgs(planned, plannedClusters).Validate(e.accessName()))
	}
	return problems
}

func (e *Environment) networkName() string   { return e.Environment + "-network" }
func (e *Environment) endpointsName() string { return e.Environment + "-endpoints" }

func (e *Environment) endpointsArgs(vpc handles) *endpoints.EndpointSetArgs {
	spec := e.Endpoints
	args := &endpoints.EndpointSetArgs{
		Region:        e.Region,
		VpcID:         vpc.vpcID,
		Subnets:       vpc.subnets,
		RouteTables:   vpc.routeTables,
		IngressCidrs:  vpc.cidrs,
		Capabilities:  e.capabilities(),
		ExtraServices: spec.ExtraServices,
		Repositories:  spec.Repositories,
		Buckets:       map[string]endpoints.Bucket{},
		Fragments:     e.fragments(),
		Tags:          e.tags(),
	}
	if spec.Trust != trustAccount {
		args.Trust.OrganizationID = pulumi.String(spec.Trust)
	}
	for key, bucket := range spec.Buckets {
		args.Buckets[key] = endpoints.Bucket{Name: pulumi.String(bucket.Name), Access: bucket.Access}
	}
	maps.Copy(args.Buckets, e.rke2Buckets(vpc))
	return args
}

// tags are the user's tags and the environment's name, which cost reports and auditors group by.
func (e *Environment) tags() pulumi.StringMap {
	tags := pulumi.StringMap{"environment": pulumi.String(e.Environment)}
	for key, value := range e.Tags {
		tags[key] = pulumi.String(value)
	}
	return tags
}
