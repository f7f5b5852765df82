package access_test

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/cloudgap/cloudgap/components/access"
	"github.com/cloudgap/cloudgap/components/access/zerotrust"
	"github.com/cloudgap/cloudgap/components/network"
)

func Example() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		zones := []string{"eu-central-1a", "eu-central-1b"}
		vpc, err := network.NewZeroEgressVpc(ctx, "platform", &network.ZeroEgressVpcArgs{
			Region:            "eu-central-1",
			CidrBlock:         "10.20.0.0/18",
			AvailabilityZones: network.AvailabilityZones{Names: zones},
			PrivateRanges:     []string{"10.21.0.0/25"}, // the connectors
		})
		if err != nil {
			return err
		}
		_, err = access.NewZeroTrustAccess(ctx, "platform-access", &access.ZeroTrustAccessArgs{
			Region:    "eu-central-1",
			Workload:  access.Workload{VpcID: vpc.VpcID, Cidrs: vpc.Cidrs(), RouteTables: vpc.RouteTableIDs()},
			AccessVpc: &access.AccessVpcArgs{CidrBlock: "10.21.0.0/24", AvailabilityZones: zones},
			Connectors: access.ConnectorsArgs{
				AmiID:              pulumi.String("ami-0123456789abcdef0"),
				CloudflaredVersion: "2026.8.2",
			},
			Cloudflare: zerotrust.Args{
				AccountID:  "00000000000000000000000000000d0e",
				TeamName:   "example",
				Precedence: 1000,
				Personas: map[string]zerotrust.Persona{
					"operators": {Emails: []string{"alice@example.com"}, Applications: []string{"kubernetes"}},
				},
				Posture: map[string]zerotrust.PostureCheck{
					"disk": {Type: zerotrust.DiskEncryption, Platforms: []zerotrust.Platform{zerotrust.Mac, zerotrust.Windows}},
				},
				Applications: map[string]zerotrust.Application{
					"kubernetes": {Kind: zerotrust.Kubernetes, Cidrs: []string{"10.20.48.0/21"}},
				},
			},
			BreakGlass: access.BreakGlass{Principals: []string{"arn:aws:iam::111122223333:user/break-glass"}},
		})
		return err
	})
}
