package eks

import (
	"errors"
	"fmt"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/eks"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/iam"
	"github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	sdk "github.com/pulumi/pulumi/sdk/v3/go/pulumi/provider"
)

// clusterArgs are the arguments of the cluster that the simulation knows.
type clusterArgs struct {
	AccessEntries                   map[string]accessEntry  `pulumi:"accessEntries"`
	AuthenticationMode              string                  `pulumi:"authenticationMode"`
	ClusterSecurityGroup            ec2.SecurityGroupOutput `pulumi:"clusterSecurityGroup"`
	CorednsAddonOptions             *addOnOptions           `pulumi:"corednsAddonOptions"`
	EnabledClusterLogTypes          pulumi.StringArrayInput `pulumi:"enabledClusterLogTypes"`
	EncryptionConfigKeyArn          pulumi.StringPtrInput   `pulumi:"encryptionConfigKeyArn"`
	EndpointPrivateAccess           pulumi.BoolPtrInput     `pulumi:"endpointPrivateAccess"`
	EndpointPublicAccess            pulumi.BoolPtrInput     `pulumi:"endpointPublicAccess"`
	KubeProxyAddonOptions           *addOnOptions           `pulumi:"kubeProxyAddonOptions"`
	KubernetesServiceIPAddressRange pulumi.StringPtrInput   `pulumi:"kubernetesServiceIpAddressRange"`
	Name                            pulumi.StringPtrInput   `pulumi:"name"`
	ProviderCredentialOpts          pulumi.MapInput         `pulumi:"providerCredentialOpts"`
	PublicAccessCidrs               pulumi.StringArrayInput `pulumi:"publicAccessCidrs"`
	ServiceRole                     iam.RoleOutput          `pulumi:"serviceRole"`
	SkipDefaultNodeGroup            *bool                   `pulumi:"skipDefaultNodeGroup"`
	SkipDefaultSecurityGroups       *bool                   `pulumi:"skipDefaultSecurityGroups"`
	SubnetIDs                       pulumi.StringArrayInput `pulumi:"subnetIds"`
	Tags                            pulumi.StringMapInput   `pulumi:"tags"`
	UseDefaultVpcCni                *bool                   `pulumi:"useDefaultVpcCni"`
	Version                         pulumi.StringPtrInput   `pulumi:"version"`
	VpcID                           pulumi.StringPtrInput   `pulumi:"vpcId"`
}

var clusterArguments = []string{
	"accessEntries", "authenticationMode", "clusterSecurityGroup", "corednsAddonOptions", "enabledClusterLogTypes", "encryptionConfigKeyArn",
	"endpointPrivateAccess", "endpointPublicAccess", "kubeProxyAddonOptions", "kubernetesServiceIpAddressRange", "name", "providerCredentialOpts",
	"publicAccessCidrs", "serviceRole", "skipDefaultNodeGroup", "skipDefaultSecurityGroups", "subnetIds", "tags", "useDefaultVpcCni", "version", "vpcId",
}

type addOnOptions struct {
	Enabled                  *bool  `pulumi:"enabled"`
	ResolveConflictsOnCreate string `pulumi:"resolveConflictsOnCreate"`
	ResolveConflictsOnUpdate string `pulumi:"resolveConflictsOnUpdate"`
}

// cluster is the component with the outputs of the real one that the simulation fills.
type cluster struct {
	pulumi.ResourceState

	EksCluster             eks.ClusterOutput   `pulumi:"eksCluster"`
	ClusterSecurityGroupID pulumi.StringOutput `pulumi:"clusterSecurityGroupId"`
	NodeSecurityGroupID    pulumi.StringOutput `pulumi:"nodeSecurityGroupId"`
	KubeconfigJSON         pulumi.StringOutput `pulumi:"kubeconfigJson"`
	OidcIssuer             pulumi.StringOutput `pulumi:"oidcIssuer"`
	OidcProviderURL        pulumi.StringOutput `pulumi:"oidcProviderUrl"`
	Core                   pulumi.MapOutput    `pulumi:"core"`
}

// building is one construction of a cluster.
type building struct {
	ctx  *pulumi.Context
	name string
	args clusterArgs
	self *cluster
}

// child returns the options of a child of the component.
func (b *building) child(extra ...pulumi.ResourceOption) []pulumi.ResourceOption {
	return append([]pulumi.ResourceOption{pulumi.Parent(b.self)}, extra...)
}

// newCluster implements sdk.ConstructFunc.
func newCluster(ctx *pulumi.Context, token, name string, inputs sdk.ConstructInputs, options pulumi.ResourceOption) (*sdk.ConstructResult, error) {
	if err := checkArguments(token, inputs, clusterArguments...); err != nil {
		return nil, err
	}
	b := &building{ctx: ctx, name: name, self: &cluster{}}
	if err := inputs.CopyTo(&b.args); err != nil {
		return nil, fmt.Errorf("read the arguments of %s: %w", token, err)
	}
	if err := b.check(); err != nil {
		return nil, err
	}
	if err := ctx.RegisterComponentResource(token, name, b.self, options); err != nil {
		return nil, err
	}
	if err := b.build(); err != nil {
		return nil, err
	}
	return sdk.NewConstructResult(b.self)
}

// check refuses what the simulation cannot follow.
func (b *building) check() error {
	switch {
	case b.args.VpcID == nil || b.args.SubnetIDs == nil:
		return errors.New("a cluster without vpcId and subnetIds takes the default VPC, which the simulated account does not have")
	case !truth(b.args.SkipDefaultNodeGroup, false):
		return errors.New("the default node group cannot be simulated; set skipDefaultNodeGroup")
	case b.args.AuthenticationMode != "API":
		return fmt.Errorf("the authentication mode %q calls the Kubernetes API, which is not simulated; use API", b.args.AuthenticationMode)
	}
	return nil
}

func (b *building) build() error {
	if _, err := aws.GetPartition(b.ctx, &aws.GetPartitionArgs{}, pulumi.Parent(b.self)); err != nil {
		return fmt.Errorf("look the partition up: %w", err)
	}
	role, err := b.serviceRole()
	if err != nil {
		return err
	}
	group, err := b.clusterGroup()
	if err != nil {
		return err
	}
	made, err := b.cluster(role, group)
	if err != nil {
		return err
	}
	if truth(enabled(b.args.KubeProxyAddonOptions), true) {
		if err := b.addOn(b.name+"-kube-proxy", "kube-proxy", made, b.self); err != nil {
			return err
		}
	}
	config := kubeconfig(made)
	k8s, err := kubernetes.NewProvider(b.ctx, b.name+"-eks-k8s", &kubernetes.ProviderArgs{Kubeconfig: config}, b.child()...)
	if err != nil {
		return err
	}
	if err := b.accessEntries(made); err != nil {
		return err
	}
	if !truth(b.args.UseDefaultVpcCni, false) {
		if err := b.vpcCni(made); err != nil {
			return err
		}
	}
	nodes, err := b.nodeGroup(group, made)
	if err != nil {
		return err
	}
	return b.finish(made, group, nodes, k8s, config)
}

func enabled(options *addOnOptions) *bool {
	if options == nil {
		return nil
	}
	return options.Enabled
}

// cluster registers the cluster itself, with the options that the real component gives it.
func (b *building) cluster(role, group pulumi.StringOutput) (*eks.Cluster, error) {
	var groups pulumi.StringArrayInput
	if group.OutputState != nil {
		groups = pulumi.StringArray{group}
	}
	args := &eks.ClusterArgs{
		Name: b.args.Name, RoleArn: role, Version: b.args.Version, EnabledClusterLogTypes: b.args.EnabledClusterLogTypes,
		VpcConfig: eks.ClusterVpcConfigArgs{
			SecurityGroupIds: groups, SubnetIds: b.args.SubnetIDs, EndpointPrivateAccess: b.args.EndpointPrivateAccess,
			EndpointPublicAccess: b.args.EndpointPublicAccess, PublicAccessCidrs: b.args.PublicAccessCidrs,
		},
		Tags: withName(b.name+"-eksCluster", b.args.Tags),
		// The real component makes whoever creates the cluster its administrator, and has no argument for it.
		AccessConfig: eks.ClusterAccessConfigArgs{
			AuthenticationMode: pulumi.String(b.args.AuthenticationMode), BootstrapClusterCreatorAdminPermissions: pulumi.Bool(true),
		},
	}
	if b.args.KubernetesServiceIPAddressRange != nil {
		args.KubernetesNetworkConfig = eks.ClusterKubernetesNetworkConfigArgs{IpFamily: pulumi.String("ipv4"), ServiceIpv4Cidr: b.args.KubernetesServiceIPAddressRange}
	}
	if b.args.EncryptionConfigKeyArn != nil {
		args.EncryptionConfig = eks.ClusterEncryptionConfigArgs{
			Provider:  eks.ClusterEncryptionConfigProviderArgs{KeyArn: b.args.EncryptionConfigKeyArn.ToStringPtrOutput().Elem()},
			Resources: pulumi.StringArray{pulumi.String("secrets")},
		}
	}
	return eks.NewCluster(b.ctx, b.name+"-eksCluster", args, b.child(pulumi.IgnoreChanges([]string{
		"accessConfig.bootstrapClusterCreatorAdminPermissions", "bootstrapSelfManagedAddons",
	}))...)
}

// finish fills in the outputs and registers them.
func (b *building) finish(made *eks.Cluster, group, nodes pulumi.StringOutput, k8s *kubernetes.Provider, config pulumi.StringOutput) error {
	own := made.VpcConfig.ApplyT(func(v eks.ClusterVpcConfig) string {
		if v.ClusterSecurityGroupId == nil {
			return ""
		}
		return *v.ClusterSecurityGroupId
	}).(pulumi.StringOutput)
	b.self.EksCluster = made.ToClusterOutput()
	b.self.ClusterSecurityGroupID, b.self.NodeSecurityGroupID, b.self.KubeconfigJSON = own, own, config
	if group.OutputState != nil {
		b.self.ClusterSecurityGroupID = group
	}
	if nodes.OutputState != nil {
		b.self.NodeSecurityGroupID = nodes
	}
	b.self.OidcProviderURL = made.Identities.ApplyT(func(identities []eks.ClusterIdentity) string {
		for _, identity := range identities {
			for _, oidc := range identity.Oidcs {
				return *oidc.Issuer
			}
		}
		return ""
	}).(pulumi.StringOutput)
	b.self.OidcIssuer = b.self.OidcProviderURL.ApplyT(withoutScheme).(pulumi.StringOutput)
	b.self.Core = pulumi.Map{
		"cluster": made, "provider": k8s, "endpoint": made.Endpoint, "vpcId": b.args.VpcID, "subnetIds": b.args.SubnetIDs,
	}.ToMapOutput()
	return b.ctx.RegisterResourceOutputs(b.self, pulumi.Map{
		"eksCluster": b.self.EksCluster, "clusterSecurityGroupId": b.self.ClusterSecurityGroupID, "nodeSecurityGroupId": b.self.NodeSecurityGroupID,
		"kubeconfigJson": b.self.KubeconfigJSON, "oidcIssuer": b.self.OidcIssuer, "oidcProviderUrl": b.self.OidcProviderURL, "core": b.self.Core,
	})
}
