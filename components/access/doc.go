// Package access builds ZeroTrustAccess: people and pipelines get into a private VPC by identity and device posture, through
// Cloudflare Tunnel, while no port is open and nothing in the workload VPC can get out.
//
// Connectors dial out from a place of their own, whose only way out is routes to the pinned addresses of the tunnel's edge.
// Where that place is, Placement decides.
//
//	access, err := access.NewZeroTrustAccess(ctx, "platform-access", &access.ZeroTrustAccessArgs{
//		Region:     "eu-central-1",
//		Workload:   access.Workload{VpcID: vpc.VpcID, Cidrs: vpc.Cidrs(), RouteTables: vpc.RouteTableIDs()},
//		AccessVpc:  &access.AccessVpcArgs{CidrBlock: "10.21.0.0/24", AvailabilityZones: []string{"eu-central-1a", "eu-central-1b"}},
//		Connectors: connectors,
//		Cloudflare: people,
//		BreakGlass: access.BreakGlass{Principals: []string{"arn:aws:iam::111122223333:user/break-glass"}},
//	})
package access
