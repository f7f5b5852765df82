package endpoints_test

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/cloudgap/cloudgap/components/endpoints"
	"github.com/cloudgap/cloudgap/components/endpoints/capability"
	"github.com/cloudgap/cloudgap/components/endpoints/policy"
)

func Example() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		set, err := endpoints.NewEndpointSet(ctx, "platform", &endpoints.EndpointSetArgs{
			Region: "eu-central-1",
			VpcID:  pulumi.String("vpc-0a1b2c3d4e5f60718"),
			Subnets: pulumi.StringMap{
				"eu-central-1a": pulumi.String("subnet-0a1b2c3d4e5f60718"),
				"eu-central-1b": pulumi.String("subnet-0b1c2d3e4f5061728"),
			},
			RouteTables:  pulumi.StringMap{"nodes-a": pulumi.String("rtb-0a1b2c3d4e5f60718")},
			IngressCidrs: []string{"10.20.0.0/16", "100.64.0.0/16"},
			Capabilities: []capability.Capability{capability.EksNodes, capability.VpcCni, capability.PodIdentity, capability.CloudWatchLogs},
			Trust:        endpoints.Trust{OrganizationID: pulumi.String("o-a1b2c3d4e5")},
			Buckets:      map[string]endpoints.Bucket{"artifacts": {Name: pulumi.String("acme-artifacts")}},
			Repositories: map[string]policy.Access{"platform/": policy.Read},
		})
		if err != nil {
			return err
		}
		ctx.Export("endpointSecurityGroupId", set.SecurityGroupID)
		return nil
	})
}
