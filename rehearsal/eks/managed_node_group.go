package eks

import (
	"fmt"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/eks"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	sdk "github.com/pulumi/pulumi/sdk/v3/go/pulumi/provider"
)

// managedNodeGroupArgs are the arguments that the simulation knows: those with which the real component makes the node group
// and no launch template.
type managedNodeGroupArgs struct {
	AmiType        pulumi.StringPtrInput               `pulumi:"amiType"`
	CapacityType   pulumi.StringPtrInput               `pulumi:"capacityType"`
	ClusterName    pulumi.StringInput                  `pulumi:"clusterName"`
	InstanceTypes  pulumi.StringArrayInput             `pulumi:"instanceTypes"`
	Labels         pulumi.StringMapInput               `pulumi:"labels"`
	LaunchTemplate eks.NodeGroupLaunchTemplatePtrInput `pulumi:"launchTemplate"`
	NodeGroupName  pulumi.StringPtrInput               `pulumi:"nodeGroupName"`
	NodeRoleArn    pulumi.StringInput                  `pulumi:"nodeRoleArn"`
	ReleaseVersion pulumi.StringPtrInput               `pulumi:"releaseVersion"`
	ScalingConfig  eks.NodeGroupScalingConfigInput     `pulumi:"scalingConfig"`
	SubnetIDs      pulumi.StringArrayInput             `pulumi:"subnetIds"`
	Tags           pulumi.StringMapInput               `pulumi:"tags"`
	Taints         eks.NodeGroupTaintArrayInput        `pulumi:"taints"`
	Version        pulumi.StringPtrInput               `pulumi:"version"`
}

var managedNodeGroupArguments = []string{
	"amiType", "capacityType", "clusterName", "instanceTypes", "labels", "launchTemplate", "nodeGroupName", "nodeRoleArn", "releaseVersion", "scalingConfig",
	"subnetIds", "tags", "taints", "version",
}

type managedNodeGroup struct {
	pulumi.ResourceState

	NodeGroup eks.NodeGroupOutput `pulumi:"nodeGroup"`
}

// newManagedNodeGroup implements sdk.ConstructFunc.
func newManagedNodeGroup(ctx *pulumi.Context, token, name string, inputs sdk.ConstructInputs, options pulumi.ResourceOption) (*sdk.ConstructResult, error) {
	if err := checkArguments(token, inputs, managedNodeGroupArguments...); err != nil {
		return nil, err
	}
	args := managedNodeGroupArgs{}
	if err := inputs.CopyTo(&args); err != nil {
		return nil, fmt.Errorf("read the arguments of %s: %w", token, err)
	}
	self := &managedNodeGroup{}
	if err := ctx.RegisterComponentResource(token, name, self, options); err != nil {
		return nil, err
	}
	scaling := args.ScalingConfig
	if scaling == nil {
		scaling = eks.NodeGroupScalingConfigArgs{DesiredSize: pulumi.Int(2), MaxSize: pulumi.Int(2), MinSize: pulumi.Int(1)}
	}
	group, err := eks.NewNodeGroup(ctx, name, &eks.NodeGroupArgs{
		AmiType: args.AmiType, CapacityType: args.CapacityType, ClusterName: args.ClusterName, InstanceTypes: args.InstanceTypes, Labels: args.Labels,
		LaunchTemplate: args.LaunchTemplate, NodeGroupName: args.NodeGroupName, NodeRoleArn: args.NodeRoleArn, ReleaseVersion: args.ReleaseVersion,
		ScalingConfig: scaling, SubnetIds: args.SubnetIDs, Tags: args.Tags, Taints: args.Taints, Version: args.Version,
	}, pulumi.Parent(self))
	if err != nil {
		return nil, err
	}
	self.NodeGroup = group.ToNodeGroupOutput()
	if err := ctx.RegisterResourceOutputs(self, pulumi.Map{"nodeGroup": self.NodeGroup}); err != nil {
		return nil, err
	}
	return sdk.NewConstructResult(self)
}
