// Command central-endpoints is a Pulumi program with one hub VPC whose interface endpoints serve a workload VPC over a
// peering: the workload pays for no interface endpoint of its own. Gateway endpoints stay local, they cannot be shared.
package main

import (
	"fmt"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"

	"github.com/cloudgap/cloudgap/components/endpoints"
	"github.com/cloudgap/cloudgap/components/endpoints/capability"
	"github.com/cloudgap/cloudgap/components/endpoints/catalog"
	"github.com/cloudgap/cloudgap/components/network"
)

const (
	region   = "eu-central-1"
	hubCidr  = "10.64.0.0/20"
	workload = "10.65.0.0/20"
)

// needs is what the workloads do.
var needs = []capability.Capability{capability.EcrPull, capability.CloudWatchLogs, capability.SecretsManager, capability.InstanceRole}

// organization is whose principals may use the endpoints: those of the workload's account, and of every other one in it.
var organization = endpoints.Trust{OrganizationID: pulumi.String("o-exampleorg0")}

func main() {
	pulumi.Run(deploy)
}

func deploy(ctx *pulumi.Context) error {
	hub, err := vpc(ctx, "hub", hubCidr, workload)
	if err != nil {
		return err
	}
	app, err := vpc(ctx, "app", workload, hubCidr)
	if err != nil {
		return err
	}
	if err := peer(ctx, hub, app); err != nil {
		return err
	}
	central := &endpoints.Central{}
	if config.GetBool(ctx, "central-endpoints:profile") {
		central.Profile = &endpoints.Profile{}
	} else {
		central.ZoneVpcs = map[string]endpoints.ZoneVpc{"app": {VpcID: app.VpcID}}
	}
	shared, err := endpoints.NewEndpointSet(ctx, "hub-endpoints", &endpoints.EndpointSetArgs{
		Region:       region,
		VpcID:        hub.VpcID,
		Subnets:      hub.SubnetIDs(network.TierEndpoints),
		RouteTables:  hub.RouteTableIDs(),
		IngressCidrs: append(hub.Cidrs(), app.Cidrs()...),
		Capabilities: needs,
		Trust:        organization,
		Central:      central,
	})
	if err != nil {
		return err
	}
	use := &endpoints.UseCentralEndpoints{
		Services: []catalog.Service{"ecr.api", "ecr.dkr", "logs", "secretsmanager"},
		Cidrs:    []string{hubCidr},
	}
	if central.Profile != nil {
		use.ProfileID = shared.ProfileID
	} else {
		use.ZoneIDs = zoneIDs(shared)
	}
	_, err = endpoints.NewEndpointSet(ctx, "app-endpoints", &endpoints.EndpointSetArgs{
		Region:              region,
		VpcID:               app.VpcID,
		RouteTables:         app.RouteTableIDs(),
		Capabilities:        needs,
		Trust:               organization,
		UseCentralEndpoints: use,
	}, pulumi.DependsOn([]pulumi.Resource{shared}))
	return err
}

// zoneIDs are the hosted zones of the central set by the names that they answer.
func zoneIDs(shared *endpoints.EndpointSet) map[string]pulumi.StringInput {
	ids := map[string]pulumi.StringInput{}
	for _, name := range []string{"api.ecr", "dkr.ecr", "logs", "secretsmanager"} {
		domain := name + "." + region + ".amazonaws.com"
		ids[domain] = shared.ZoneIDs.MapIndex(pulumi.String(domain))
	}
	return ids
}

func vpc(ctx *pulumi.Context, name, cidr, other string) (*network.ZeroEgressVpc, error) {
	return network.NewZeroEgressVpc(ctx, name, &network.ZeroEgressVpcArgs{
		Region:            region,
		CidrBlock:         cidr,
		AvailabilityZones: network.AvailabilityZones{Names: []string{region + "a", region + "b"}},
		PrivateRanges:     []string{other},
	})
}

// peer connects the two VPCs: each table gets one route, to the other VPC's block and nothing else.
func peer(ctx *pulumi.Context, hub, app *network.ZeroEgressVpc) error {
	peering, err := ec2.NewVpcPeeringConnection(ctx, "hub-app", &ec2.VpcPeeringConnectionArgs{
		VpcId: app.VpcID, PeerVpcId: hub.VpcID, AutoAccept: pulumi.Bool(true),
	})
	if err != nil {
		return err
	}
	for name, side := range map[string]struct {
		tables      pulumi.StringMap
		destination string
	}{
		"hub": {hub.RouteTableIDs(network.TierEndpoints), workload},
		"app": {app.RouteTableIDs(network.TierNodes), hubCidr},
	} {
		for key, table := range side.tables {
			if _, err := ec2.NewRoute(ctx, fmt.Sprintf("%s-%s-peering", name, key), &ec2.RouteArgs{
				RouteTableId: table, DestinationCidrBlock: pulumi.String(side.destination), VpcPeeringConnectionId: peering.ID(),
			}); err != nil {
				return err
			}
		}
	}
	return nil
}
