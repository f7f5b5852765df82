// Command import-go is a Pulumi project of somebody else that imports two components of cloudgap: a VPC without any way to
// the internet and the VPC endpoints that its workloads need.
package main

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/cloudgap/cloudgap/components/endpoints"
	"github.com/cloudgap/cloudgap/components/endpoints/capability"
	"github.com/cloudgap/cloudgap/components/network"
)

const region = "eu-west-1"

func main() {
	pulumi.Run(deploy)
}

func deploy(ctx *pulumi.Context) error {
	vpc, err := network.NewZeroEgressVpc(ctx, "app", &network.ZeroEgressVpcArgs{
		Region:            region,
		CidrBlock:         "10.60.0.0/20",
		AvailabilityZones: network.AvailabilityZones{Count: 2},
	})
	if err != nil {
		return err
	}
	_, err = endpoints.NewEndpointSet(ctx, "app-endpoints", &endpoints.EndpointSetArgs{
		Region:       region,
		VpcID:        vpc.VpcID,
		Subnets:      vpc.SubnetIDs(network.TierEndpoints),
		RouteTables:  vpc.RouteTableIDs(),
		IngressCidrs: vpc.Cidrs(),
		Capabilities: []capability.Capability{capability.EcrPull, capability.CloudWatchLogs},
	})
	if err != nil {
		return err
	}
	ctx.Export("vpcId", vpc.VpcID)
	return nil
}
