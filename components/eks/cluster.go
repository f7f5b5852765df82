package eks

import (
	"fmt"
	"maps"
	"slices"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/cloudwatch"
	awseks "github.com/pulumi/pulumi-aws/sdk/v6/go/aws/eks"
	sdk "github.com/pulumi/pulumi-eks/sdk/v3/go/eks"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// logTypes are all five logs of a control plane.
var logTypes = []string{"api", "audit", "authenticator", "controllerManager", "scheduler"}

// builtCluster is what the rest of the component needs of the cluster.
type builtCluster struct {
	component                                 *sdk.Cluster
	name, arn, endpoint, authority, oidcIssue pulumi.StringOutput
}

// buildCluster makes the cluster with its access entries through pulumi-eks, reduced to what calls AWS alone: with these
// arguments it registers the cluster, the entries and a Kubernetes provider that nothing uses. What it does not
// expose, or sets in an unsafe way, the transform of harden.go sets.
func (b *builder) buildCluster(keys keyArns, logs *cloudwatch.LogGroup, roles roleSet, groups groupSet) (builtCluster, error) {
	off := false
	on := true
	mode := sdk.AuthenticationModeApi
	role := b.child("cluster")
	made, err := sdk.NewCluster(b.ctx, role, &sdk.ClusterArgs{
		Name:                            nameAfter(b.plan.clusterName, logs, roles.clusterReady),
		Version:                         pulumi.String(b.plan.version),
		ServiceRole:                     roles.cluster,
		VpcId:                           b.args.VpcID.ToStringOutput(),
		SubnetIds:                       subnetIDs(b.args.ControlPlaneSubnets, slices.Sorted(maps.Keys(b.args.ControlPlaneSubnets))),
		ClusterSecurityGroup:            groups.controlPlane,
		SkipDefaultSecurityGroups:       &on,
		SkipDefaultNodeGroup:            &on,
		UseDefaultVpcCni:                &on,
		KubeProxyAddonOptions:           &sdk.KubeProxyAddonOptionsArgs{Enabled: &off},
		CorednsAddonOptions:             &sdk.CoreDnsAddonOptionsArgs{Enabled: &off},
		AuthenticationMode:              &mode,
		AccessEntries:                   b.accessEntries(roles),
		EndpointPrivateAccess:           pulumi.Bool(true),
		EndpointPublicAccess:            pulumi.Bool(false),
		EncryptionConfigKeyArn:          keys.secrets,
		EnabledClusterLogTypes:          pulumi.ToStringArray(logTypes),
		KubernetesServiceIpAddressRange: pulumi.String(b.plan.serviceCidr.String()),
		// Without this the kubeconfig of the idle provider would change with the AWS_PROFILE of whoever deploys.
		ProviderCredentialOpts: sdk.KubeconfigOptionsArgs{},
		Tags:                   b.childTags("cluster"),
	}, b.options(pulumi.Transforms([]pulumi.ResourceTransform{hardening{support: b.plan.support, protect: b.args.Protect}.transform}))...)
	if err != nil {
		return builtCluster{}, fmt.Errorf("create the cluster: %w", err)
	}
	cluster := made.EksCluster
	return builtCluster{
		component: made, name: cluster.Name(), arn: cluster.Arn(), endpoint: cluster.Endpoint(),
		authority: cluster.CertificateAuthority().ApplyT(func(a awseks.ClusterCertificateAuthority) string { return valueOf(a.Data) }).(pulumi.StringOutput),
		oidcIssue: cluster.Identities().ApplyT(issuerOf).(pulumi.StringOutput),
	}, nil
}

// nameAfter is the cluster's name, known only once the log group and the policies of the cluster's role exist. The options of a
// remote component do not reach the resources that it registers, and a transform cannot add dependencies to them, but
// properties carry theirs along. So the cluster is made after these and deleted before them: EKS would make the log group
// again, and could not clean up without its permissions.
func nameAfter(name string, logs *cloudwatch.LogGroup, ready []pulumi.StringOutput) pulumi.StringOutput {
	first := []any{logs.Name}
	for _, output := range ready {
		first = append(first, output)
	}
	return pulumi.All(first...).ApplyT(func([]any) string { return name }).(pulumi.StringOutput)
}

// issuerOf returns the URL of the OIDC issuer, empty where the cluster has none.
func issuerOf(identities []awseks.ClusterIdentity) string {
	for _, identity := range identities {
		for _, oidc := range identity.Oidcs {
			return valueOf(oidc.Issuer)
		}
	}
	return ""
}

func valueOf(text *string) string {
	if text == nil {
		return ""
	}
	return *text
}

// accessEntries are the entries of the nodes, and of people and pipelines.
func (b *builder) accessEntries(roles roleSet) map[string]sdk.AccessEntryArgs {
	entries := map[string]sdk.AccessEntryArgs{nodeEntry: {
		PrincipalArn: roles.node.Arn, Type: nodeEntryType(b.args.InstanceIDNodeNames), Tags: b.childTags("cluster-" + nodeEntry),
	}}
	for _, planned := range b.plan.entries {
		principal := planned.principal
		switch planned.key {
		case developerEntry:
			principal = roles.developer.Arn
		case deployEntry:
			principal = roles.deploy.Arn
		}
		scope := awseks.AccessPolicyAssociationAccessScopeArgs{Type: pulumi.String("cluster")}
		if len(planned.namespaces) > 0 {
			scope = awseks.AccessPolicyAssociationAccessScopeArgs{Type: pulumi.String("namespace"), Namespaces: pulumi.ToStringArray(planned.namespaces)}
		}
		entries[planned.key] = sdk.AccessEntryArgs{
			PrincipalArn: principal.ToStringOutput(), Type: sdk.AccessEntryTypeStandard, Tags: b.childTags("cluster-" + planned.key),
			AccessPolicies: map[string]sdk.AccessPolicyAssociationInput{"policy": sdk.AccessPolicyAssociationArgs{
				PolicyArn: pulumi.String(accessPolicy(b.plan.region, planned.policy)), AccessScope: scope,
			}},
		}
	}
	return entries
}

// nodeEntryType is the type of the nodes' access entry. EC2_LINUX takes nodes by their private DNS names, EC2 by the name of
// their session, which is the instance id. An entry that is there already keeps EKS from making one of its own.
func nodeEntryType(instanceIDNames bool) sdk.AccessEntryType {
	if instanceIDNames {
		return sdk.AccessEntryTypeEC2
	}
	return sdk.AccessEntryTypeEC2Linux
}

// subnetIDs are the ids of the subnets of some zones.
func subnetIDs(subnets map[string]pulumi.StringInput, zones []string) pulumi.StringArray {
	var ids pulumi.StringArray
	for _, zone := range zones {
		ids = append(ids, subnets[zone].ToStringOutput())
	}
	return ids
}
