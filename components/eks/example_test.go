package eks_test

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/cloudgap/cloudgap/components/eks"
	"github.com/cloudgap/cloudgap/components/endpoints"
	"github.com/cloudgap/cloudgap/components/network"
)

func ExampleNewPrivateEksCluster() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		vpc, err := network.NewZeroEgressVpc(ctx, "platform", &network.ZeroEgressVpcArgs{
			Region:            "eu-central-1",
			CidrBlock:         "10.20.0.0/16",
			AvailabilityZones: network.AvailabilityZones{Names: []string{"eu-central-1a", "eu-central-1b"}},
		})
		if err != nil {
			return err
		}
		args := &eks.PrivateEksClusterArgs{
			Region:              "eu-central-1",
			KubernetesVersion:   "1.34",
			VpcID:               vpc.VpcID,
			VpcCidrs:            vpc.Cidrs(),
			ControlPlaneSubnets: vpc.SubnetIDs(network.TierControlPlane),
			NodeSubnets:         vpc.SubnetIDs(network.TierNodes),
			NodePools: map[string]eks.NodePool{
				"general": {InstanceTypes: []string{"m7g.large"}, Architecture: eks.ArchitectureArm, MinSize: 2, MaxSize: 6},
			},
			AddOns: map[eks.AddOn]eks.AddOnArgs{
				eks.VpcCni:           {Version: "v1.21.1-eksbuild.3"},
				eks.KubeProxy:        {Version: "v1.34.3-eksbuild.2"},
				eks.PodIdentityAgent: {Version: "v1.3.10-eksbuild.3"},
				eks.CoreDNS:          {Version: "v1.13.2-eksbuild.1"},
			},
			Access: eks.Access{PlatformAdmins: map[string]pulumi.StringInput{
				"platform": pulumi.String("arn:aws:iam::111122223333:role/platform-admin"),
			}},
			Protect: true,
		}
		args.Endpoints, err = endpoints.NewEndpointSet(ctx, "platform-endpoints", &endpoints.EndpointSetArgs{
			Region:       "eu-central-1",
			VpcID:        vpc.VpcID,
			Subnets:      vpc.SubnetIDs(network.TierEndpoints),
			RouteTables:  vpc.RouteTableIDs(),
			IngressCidrs: vpc.Cidrs(),
			Capabilities: args.Capabilities(),
		})
		if err != nil {
			return err
		}
		cluster, err := eks.NewPrivateEksCluster(ctx, "platform-eks", args)
		if err != nil {
			return err
		}
		ctx.Export("kubeconfig", cluster.Kubeconfig)
		return nil
	})
}
