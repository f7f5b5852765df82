package stacks

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/cloudgap/cloudgap/components/eks"
	"github.com/cloudgap/cloudgap/components/endpoints"
	"github.com/cloudgap/cloudgap/components/network"
)

// Names of the stack's outputs. Other stacks read them through stack references, so they are contract.
const (
	// OutputVpcID is the id of the VPC.
	OutputVpcID = "vpcId"
	// OutputCidrBlocks are the IPv4 blocks of the VPC, the primary one first.
	OutputCidrBlocks = "cidrBlocks"
	// OutputSubnetIDs are the ids of the subnets by tier and availability zone name.
	OutputSubnetIDs = "subnetIds"
	// OutputRouteTableIDs are the ids of the route tables by tier and availability zone name.
	OutputRouteTableIDs = "routeTableIds"
	// OutputEndpointSecurityGroupID is the security group of the interface endpoints.
	OutputEndpointSecurityGroupID = "endpointSecurityGroupId"
	// OutputGatewayEndpointIDs are the ids of the gateway endpoints by service.
	OutputGatewayEndpointIDs = "gatewayEndpointIds"
	// OutputInterfaceEndpointIDs are the ids of the interface endpoints by service.
	OutputInterfaceEndpointIDs = "interfaceEndpointIds"
	// OutputEndpointDerivation says why each endpoint exists: service, capability, reason, and what breaks without it.
	OutputEndpointDerivation = "endpointDerivation"
	// OutputFlowLogGroup is the name of the log group of the flow logs.
	OutputFlowLogGroup = "flowLogGroup"
	// OutputQueryLogGroup is the name of the log group of the DNS queries.
	OutputQueryLogGroup = "queryLogGroup"
	// OutputClusterName is the name of the EKS cluster.
	OutputClusterName = "clusterName"
	// OutputKubeconfig signs in through the AWS CLI and works inside the VPC only.
	OutputKubeconfig = "kubeconfig"
	// OutputNodeSecurityGroupID is the security group of the cluster's nodes.
	OutputNodeSecurityGroupID = "nodeSecurityGroupId"
	// OutputNodeRoleArn is the role of the cluster's nodes.
	OutputNodeRoleArn = "nodeRoleArn"
	// OutputOidcProviderArn is the cluster's IAM OIDC provider; empty where there is none.
	OutputOidcProviderArn = "oidcProviderArn"
	// OutputImages are the images that have to be in the private registry before the controllers are installed.
	OutputImages = "images"
	// OutputAddOnImages are the repositories of the add-ons' images in the EKS add-on registry.
	OutputAddOnImages = "addOnImages"
	// OutputHelmValues are the values of the controllers' charts as JSON, by controller.
	OutputHelmValues = "helmValues"
	// OutputPodRoleArns are the Pod Identity roles by add-on or controller.
	OutputPodRoleArns = "podRoleArns"
	// OutputKarpenterInstanceProfile is what an EC2NodeClass names as instanceProfile; empty without Karpenter.
	OutputKarpenterInstanceProfile = "karpenterInstanceProfile"
	// OutputControlPlaneEgress is the egress mode of the cluster's control plane.
	OutputControlPlaneEgress = "controlPlaneEgress"
)

func export(ctx *pulumi.Context, vpc *network.ZeroEgressVpc, set *endpoints.EndpointSet) {
	ctx.Export(OutputVpcID, vpc.VpcID)
	ctx.Export(OutputCidrBlocks, vpc.CidrBlocks)
	ctx.Export(OutputSubnetIDs, vpc.SubnetIDsByTier)
	ctx.Export(OutputRouteTableIDs, vpc.RouteTableIDsByTier)
	ctx.Export(OutputEndpointSecurityGroupID, set.SecurityGroupID)
	ctx.Export(OutputGatewayEndpointIDs, set.GatewayEndpointIDs)
	ctx.Export(OutputInterfaceEndpointIDs, set.InterfaceEndpointIDs)
	ctx.Export(OutputEndpointDerivation, set.Derivation)
	ctx.Export(OutputFlowLogGroup, vpc.FlowLogGroupName)
	ctx.Export(OutputQueryLogGroup, vpc.QueryLogGroupName)
}

func exportCluster(ctx *pulumi.Context, cluster *eks.PrivateEksCluster) {
	ctx.Export(OutputClusterName, cluster.ClusterName)
	ctx.Export(OutputKubeconfig, cluster.Kubeconfig)
	ctx.Export(OutputNodeSecurityGroupID, cluster.NodeSecurityGroupID)
	ctx.Export(OutputNodeRoleArn, cluster.NodeRoleArn)
	ctx.Export(OutputOidcProviderArn, cluster.OidcProviderArn)
	ctx.Export(OutputImages, cluster.Images)
	ctx.Export(OutputAddOnImages, cluster.AddOnImages)
	ctx.Export(OutputHelmValues, cluster.HelmValues)
	ctx.Export(OutputPodRoleArns, cluster.PodRoleArns)
	ctx.Export(OutputKarpenterInstanceProfile, cluster.KarpenterInstanceProfile)
	ctx.Export(OutputControlPlaneEgress, cluster.ControlPlaneEgress)
}
