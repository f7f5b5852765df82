package eks

import (
	"fmt"

	sdk "github.com/pulumi/pulumi-eks/sdk/v3/go/eks"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/cloudgap/cloudgap/components/internal/inputs"
	"github.com/cloudgap/cloudgap/internal/problems"
)

// TypeToken is the type of PrivateEksCluster in state. It is contract: changing it would replace every cluster.
const TypeToken = "cloudgap:index:PrivateEksCluster"

// PrivateEksCluster is an EKS cluster that is private from the first API call.
type PrivateEksCluster struct {
	pulumi.ResourceState

	// ClusterName is the cluster's name.
	ClusterName pulumi.StringOutput `pulumi:"clusterName"`
	// ClusterArn is the cluster's ARN.
	ClusterArn pulumi.StringOutput `pulumi:"clusterArn"`
	// Endpoint is the URL of the Kubernetes API. It resolves to private addresses.
	Endpoint pulumi.StringOutput `pulumi:"endpoint"`
	// CertificateAuthority is the certificate authority of the API, base64-encoded PEM.
	CertificateAuthority pulumi.StringOutput `pulumi:"certificateAuthority"`
	// KubernetesVersion is the minor version of the control plane.
	KubernetesVersion pulumi.StringOutput `pulumi:"kubernetesVersion"`
	// Kubeconfig signs in through `aws eks get-token` and holds no credentials.
	Kubeconfig pulumi.StringOutput `pulumi:"kubeconfig"`
	// ControlPlaneSecurityGroupID is the security group of the control plane's network interfaces.
	ControlPlaneSecurityGroupID pulumi.StringOutput `pulumi:"controlPlaneSecurityGroupId"`
	// NodeSecurityGroupID is the security group of the nodes, and of pods that have none of their own.
	NodeSecurityGroupID pulumi.StringOutput `pulumi:"nodeSecurityGroupId"`
	// NodeRoleArn is the role of the nodes.
	NodeRoleArn pulumi.StringOutput `pulumi:"nodeRoleArn"`
	// PodRoleArns are the Pod Identity roles by add-on or controller.
	PodRoleArns pulumi.StringMapOutput `pulumi:"podRoleArns"`
	// AccessRoleArns are the roles made for people and pipelines: developer and deploy. Empty where none was asked for.
	AccessRoleArns pulumi.StringMapOutput `pulumi:"accessRoleArns"`
	// NodeGroupNames are the names of the managed node groups by pool.
	NodeGroupNames pulumi.StringMapOutput `pulumi:"nodeGroupNames"`
	// OidcIssuer is the URL of the cluster's OIDC issuer.
	OidcIssuer pulumi.StringOutput `pulumi:"oidcIssuer"`
	// OidcProviderArn is the IAM OIDC provider; empty where none was asked for.
	OidcProviderArn pulumi.StringOutput `pulumi:"oidcProviderArn"`
	// LogGroupName is the log group of the control plane.
	LogGroupName pulumi.StringOutput `pulumi:"logGroupName"`
	// SecretsKeyArn is the key of the Kubernetes secrets.
	SecretsKeyArn pulumi.StringOutput `pulumi:"secretsKeyArn"`
	// DataKeyArn is the key of the log group and of the nodes' volumes.
	DataKeyArn pulumi.StringOutput `pulumi:"dataKeyArn"`
	// KarpenterInstanceProfile is what an EC2NodeClass names as instanceProfile; empty without Karpenter.
	KarpenterInstanceProfile pulumi.StringOutput `pulumi:"karpenterInstanceProfile"`
	// HelmValues are the values of the controllers' charts as JSON, by controller.
	HelmValues pulumi.StringMapOutput `pulumi:"helmValues"`
	// Images are the images that have to be in the private registry before the controllers are installed. The method Images of
	// the arguments tells whose they are.
	Images pulumi.StringArrayOutput `pulumi:"images"`
	// AddOnImages are the repositories of the add-ons' images in the EKS add-on registry of the Region. Nothing has to be
	// copied for them; the tags come with the add-ons' versions.
	AddOnImages pulumi.StringArrayOutput `pulumi:"addOnImages"`
	// RequiredCapabilities is what the cluster needs of the VPC endpoints.
	RequiredCapabilities pulumi.StringArrayOutput `pulumi:"requiredCapabilities"`
	// ControlPlaneEgress is the egress mode of the control plane. It is AwsManagedEgress, which the component cannot change.
	ControlPlaneEgress pulumi.StringOutput `pulumi:"controlPlaneEgress"`

	// ControllerNamespaces are the namespaces of the controllers that the cluster is prepared for.
	ControllerNamespaces map[Controller]string
	// Cluster is the component of pulumi-eks that the cluster is built on. Its Core output has a Kubernetes provider, which
	// works from inside the VPC only.
	Cluster *sdk.Cluster
}

// NewPrivateEksCluster makes a private EKS cluster. The error lists everything that is wrong with the arguments, and then
// nothing has been registered.
func NewPrivateEksCluster(ctx *pulumi.Context, name string, args *PrivateEksClusterArgs, opts ...pulumi.ResourceOption) (*PrivateEksCluster, error) {
	plan, err := newPlan(name, args)
	if err != nil {
		return nil, err
	}
	if err := requireEndpoints(name, plan, args); err != nil {
		return nil, err
	}
	component := &PrivateEksCluster{}
	if err := ctx.RegisterComponentResourceV2(TypeToken, name, inputs.Of(args), component, opts...); err != nil {
		return nil, fmt.Errorf("register %s %q: %w", TypeToken, name, err)
	}
	b := &builder{ctx: ctx, name: name, component: component, args: *args, plan: plan}
	if err := b.build(); err != nil {
		return nil, fmt.Errorf("%s %q: %w", TypeToken, name, err)
	}
	if err := ctx.RegisterResourceOutputs(component, component.outputs()); err != nil {
		return nil, fmt.Errorf("register the outputs of %s %q: %w", TypeToken, name, err)
	}
	return component, nil
}

// requireEndpoints fails unless the set of VPC endpoints serves everything that the cluster needs.
func requireEndpoints(name string, p plan, args *PrivateEksClusterArgs) error {
	if args.Endpoints == nil {
		var list problems.List
		list.Add("endpoints", "the VPC endpoints are required", problems.Missing, "make an EndpointSet with the cluster's Capabilities and pass it")
		return list.Err(subject)
	}
	return args.Endpoints.Require(fmt.Sprintf("PrivateEksCluster %q", name), p.capabilities(args)...)
}

// build makes the children: keys and log group, roles, security groups, the cluster, the add-ons that nodes need, nodes, and
// the rest.
func (b *builder) build() error {
	keys, err := b.buildKeys()
	if err != nil {
		return err
	}
	logs, err := b.buildLogGroup(keys.data)
	if err != nil {
		return err
	}
	roles, err := b.buildRoles(keys)
	if err != nil {
		return err
	}
	groups, err := b.buildSecurityGroups()
	if err != nil {
		return err
	}
	cluster, err := b.buildCluster(keys, logs, roles, groups)
	if err != nil {
		return err
	}
	pods := podRoles{arns: pulumi.StringMap{}}
	first, err := b.buildAddOns(cluster, keys, groups, pods, true, nil)
	if err != nil {
		return err
	}
	pools, err := b.buildNodePools(cluster, keys, roles, groups, first)
	if err != nil {
		return err
	}
	if _, err := b.buildAddOns(cluster, keys, groups, pods, false, pools.resources); err != nil {
		return err
	}
	controllers, err := b.buildControllers(cluster, keys, roles, pods)
	if err != nil {
		return err
	}
	provider, err := b.buildOidcProvider(cluster)
	if err != nil {
		return err
	}
	b.setOutputs(built{keys, logs, roles, groups, cluster, pods, pools, controllers, provider})
	return nil
}
