// Package network builds ZeroEgressVpc: a VPC whose subnets reach the VPC itself, declared private ranges and VPC
// endpoints, and nothing else.
//
// It never makes an internet gateway, a NAT gateway, an egress-only internet gateway, a route, a public address or an
// IPv6 block; there is no code for them.
//
//	vpc, err := network.NewZeroEgressVpc(ctx, "platform", &network.ZeroEgressVpcArgs{
//		Region:            "eu-central-1",
//		CidrBlock:         "10.20.0.0/16",
//		AvailabilityZones: network.AvailabilityZones{Names: []string{"eu-central-1a", "eu-central-1b"}},
//	})
package network
