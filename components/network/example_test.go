package network_test

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/cloudgap/cloudgap/components/network"
)

func ExampleNewZeroEgressVpc() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		vpc, err := network.NewZeroEgressVpc(ctx, "platform", &network.ZeroEgressVpcArgs{
			Region:            "eu-central-1",
			CidrBlock:         "10.20.0.0/16",
			AvailabilityZones: network.AvailabilityZones{Names: []string{"eu-central-1a", "eu-central-1b", "eu-central-1c"}},
			Tiers: map[network.Tier]network.TierArgs{
				network.TierNodes:        {},
				network.TierControlPlane: {},
				network.TierEndpoints:    {PrefixLength: 25},
				network.TierTransit:      {},
			},
			PodCidrBlock:  "100.64.0.0/16",
			PrivateRanges: []string{"10.0.0.0/8"},
			DnsFirewall:   &network.DnsFirewallArgs{PrivateDomains: []string{"*.corp.example"}},
			Tags:          pulumi.StringMap{"owner": pulumi.String("platform-team")},
		})
		if err != nil {
			return err
		}
		ctx.Export("vpcId", vpc.VpcID)
		ctx.Export("nodeSubnets", vpc.SubnetIDs(network.TierNodes))
		return nil
	})
}
