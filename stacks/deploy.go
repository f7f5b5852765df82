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
	var reached clusters
	if environment.Eks != nil {
		cluster, err := eks.NewPrivateEksCluster(ctx, environment.clusterName(), environment.clusterArgs(handles, set))
		if err != nil {
			return err
		}
		exportCluster(ctx, cluster)
		reached.eksName, reached.eksHost = cluster.ClusterName, hostOf(cluster.Endpoint)
	}
	if environment.Rke2 != nil {
		cluster, err := environment.deployRke2(ctx, handles, set)
		if err != nil {
			return err
		}
		reached.rke2Zone, reached.rke2Host = cluster.ZoneID, cluster.LoadBalancerDNSName
	}
	if environment.Access != nil {
		return environment.deployAccess(ctx, handles, set, reached)
	}
	return nil
}
