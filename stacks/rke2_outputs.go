package stacks

import (
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"

	"github.com/cloudgap/cloudgap/components/endpoints"
	"github.com/cloudgap/cloudgap/components/rke2"
)

// Rke2SeedKey is a secret of the stack's configuration: the seed of an RKE2 cluster that is to be restored here.
const Rke2SeedKey = "cloudgap:rke2Seed"

// Names of the outputs about the RKE2 cluster; contract as those of the other outputs.
const (
	// OutputRke2Endpoint is the URL of the Kubernetes API of the RKE2 cluster.
	OutputRke2Endpoint = "rke2Endpoint"
	// OutputRke2Kubeconfig is the administrator's, a secret.
	OutputRke2Kubeconfig = "rke2Kubeconfig"
	// OutputRke2OperatorKubeconfig is that of operators, without a secret.
	OutputRke2OperatorKubeconfig = "rke2OperatorKubeconfig"
	// OutputRke2Commands are the commands by which people reach the cluster.
	OutputRke2Commands = "rke2Commands"
	// OutputRke2OperatorPolicy is an IAM policy for the roles of operators, as JSON.
	OutputRke2OperatorPolicy = "rke2OperatorPolicy"
	// OutputRke2RestorePolicy is an IAM policy for the roles that may restore the cluster, as JSON.
	OutputRke2RestorePolicy = "rke2RestorePolicy"
	// OutputRke2Artifacts is the manifest of the artifact bucket as JSON.
	OutputRke2Artifacts = "rke2Artifacts"
	// OutputRke2ArtifactBucket is the bucket with the artifacts.
	OutputRke2ArtifactBucket = "rke2ArtifactBucket"
	// OutputRke2SnapshotBucket is the bucket with the snapshots.
	OutputRke2SnapshotBucket = "rke2SnapshotBucket"
	// OutputRke2SeedSecretArn is the secret to keep a copy of.
	OutputRke2SeedSecretArn = "rke2SeedSecretArn"
	// OutputRke2Images are the images that have to be in the private registry.
	OutputRke2Images = "rke2Images"
	// OutputRke2LogGroups are the log groups by what is in them.
	OutputRke2LogGroups = "rke2LogGroups"
)

// deployRke2 makes the RKE2 cluster.
func (e *Environment) deployRke2(ctx *pulumi.Context, vpc handles, set *endpoints.EndpointSet) (*rke2.Rke2ControlPlane, error) {
	args := e.rke2Args(vpc, set)
	if config.Get(ctx, Rke2SeedKey) != "" {
		args.Seed = config.GetSecret(ctx, Rke2SeedKey)
	}
	cluster, err := rke2.NewRke2ControlPlane(ctx, e.rke2Name(), args)
	if err != nil {
		return nil, err
	}
	ctx.Export(OutputRke2Endpoint, cluster.Endpoint)
	ctx.Export(OutputRke2Kubeconfig, cluster.Kubeconfig)
	ctx.Export(OutputRke2OperatorKubeconfig, cluster.OperatorKubeconfig)
	ctx.Export(OutputRke2Commands, cluster.Commands)
	ctx.Export(OutputRke2OperatorPolicy, cluster.OperatorPolicy)
	ctx.Export(OutputRke2RestorePolicy, cluster.RestorePolicy)
	ctx.Export(OutputRke2Artifacts, cluster.Artifacts)
	ctx.Export(OutputRke2ArtifactBucket, cluster.ArtifactBucket)
	ctx.Export(OutputRke2SnapshotBucket, cluster.SnapshotBucket)
	ctx.Export(OutputRke2SeedSecretArn, cluster.SeedSecretArn)
	ctx.Export(OutputRke2Images, cluster.Images)
	ctx.Export(OutputRke2LogGroups, cluster.LogGroupNames)
	return cluster, nil
}

// withAccount adds the account to the handles of the network, where the names of buckets need it.
func (e *Environment) withAccount(ctx *pulumi.Context, vpc handles) handles {
	if e.Rke2 != nil {
		vpc.account = aws.GetCallerIdentityOutput(ctx, aws.GetCallerIdentityOutputArgs{}).AccountId()
	}
	return vpc
}
