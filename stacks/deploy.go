package stacks

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/cloudgap/cloudgap/components/eks"
	"github.com/cloudgap/cloudgap/components/endpoints"
	"github.com/cloudgap/cloudgap/components/network"
)

// Deploy composes the environment of the running stack. It is the whole program: main.go, the rehearsal and the tests run
// this function.
func Deploy(ctx *pulumi.Context) error {
	environment, err := Load(ctx)
	if err != nil {
		return err
	}
	vpc, err := network.NewZeroEgressVpc(ctx, environment.networkName(), environment.networkArgs())
	if err != nil {
		return err
	}
	handles := environment.withAccount(ctx, handlesOf(vpc))
	set, err := endpoints.NewEndpointSet(ctx, environment.endpointsName(), environment.endpointsArgs(handles))
	if err != nil {
		return err
	}
	export(ctx, vpc, set)
	var clusterName pulumi.StringInput
	if environment.Eks != nil {
		cluster, err := eks.NewPrivateEksCluster(ctx, environment.clusterName(), environment.clusterArgs(handles, set))
		if err != nil {
			return err
		}
		exportCluster(ctx, cluster)
		clusterName = cluster.ClusterName
	}
	if environment.Rke2 != nil {
		if err := environment.deployRke2(ctx, handles, set); err != nil {
			return err
		}
	}
	if environment.Access != nil {
		return environment.deployAccess(ctx, handles, clusterName)
	}
	return nil
}
