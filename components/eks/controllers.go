package eks

import (
	"encoding/json"
	"fmt"

	awseks "github.com/pulumi/pulumi-aws/sdk/v6/go/aws/eks"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/iam"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// controllerSet is what is prepared for the controllers.
type controllerSet struct {
	values          pulumi.StringMap
	instanceProfile pulumi.StringOutput
}

// buildControllers makes the roles of the controllers and their associations, and writes their Helm values.
func (b *builder) buildControllers(cluster builtCluster, keys keyArns, roles roleSet, pods podRoles) (controllerSet, error) {
	set := controllerSet{values: pulumi.StringMap{}, instanceProfile: noString()}
	for _, planned := range b.plan.controllers {
		key := string(planned.name)
		scoped := pulumi.All(b.account(), b.args.VpcID, cluster.endpoint, roles.node.Arn)
		inline := scoped.ApplyT(func(values []any) (string, error) { return planned.policy(b.scope(planned, values)).JSON() }).(pulumi.StringOutput)
		arn, _, err := b.buildPodRole(key, planned.namespace, planned.serviceAccount, "", &inline, planned.usesDataKey, keys)
		if err != nil {
			return set, err
		}
		pods.arns[key] = arn
		role := "identity-" + key
		if _, err := awseks.NewPodIdentityAssociation(b.ctx, b.child(role), &awseks.PodIdentityAssociationArgs{
			ClusterName: cluster.name, Namespace: pulumi.String(planned.namespace), ServiceAccount: pulumi.String(planned.serviceAccount),
			RoleArn: arn, Tags: b.childTags(role),
		}, b.options()...); err != nil {
			return set, fmt.Errorf("give controller %q its role: %w", key, err)
		}
		set.values[key] = scoped.ApplyT(func(values []any) (string, error) {
			text, err := json.Marshal(planned.values(b.scope(planned, values)))
			return string(text), err
		}).(pulumi.StringOutput)
		if planned.name == Karpenter {
			if set.instanceProfile, err = b.buildInstanceProfile(roles); err != nil {
				return set, err
			}
		}
	}
	return set, nil
}

// scope gathers what policies and values depend on, in the order in which buildControllers awaits it.
func (b *builder) scope(planned controllerPlan, values []any) controllerScope {
	text := make([]string, len(values))
	for i, value := range values {
		text[i], _ = value.(string)
	}
	return controllerScope{place: b.place(text[0]), vpcID: text[1], endpoint: text[2], nodeRoleArn: text[3], controllerPlan: planned}
}

// buildInstanceProfile makes the instance profile of the nodes that Karpenter launches, which cannot call IAM to make one.
func (b *builder) buildInstanceProfile(roles roleSet) (pulumi.StringOutput, error) {
	profile, err := iam.NewInstanceProfile(b.ctx, b.child("karpenter-nodes"), &iam.InstanceProfileArgs{
		Role: roles.node.Name, Tags: b.childTags("karpenter-nodes"),
	}, b.options()...)
	if err != nil {
		return pulumi.StringOutput{}, fmt.Errorf("create the instance profile of Karpenter's nodes: %w", err)
	}
	return profile.Name, nil
}

// buildOidcProvider makes the IAM OIDC provider, where it is asked for. IAM trusts the issuers of EKS by their certificate
// authority, so no thumbprint has to be fetched, which would need a way to the internet.
func (b *builder) buildOidcProvider(cluster builtCluster) (pulumi.StringOutput, error) {
	if !b.args.OidcProvider {
		return noString(), nil
	}
	provider, err := iam.NewOpenIdConnectProvider(b.ctx, b.child("oidc"), &iam.OpenIdConnectProviderArgs{
		Url: cluster.oidcIssue, ClientIdLists: pulumi.StringArray{pulumi.String("sts." + b.plan.region.Suffix)}, Tags: b.childTags("oidc"),
	}, b.options()...)
	if err != nil {
		return pulumi.StringOutput{}, fmt.Errorf("create the OIDC provider: %w", err)
	}
	return provider.Arn, nil
}
