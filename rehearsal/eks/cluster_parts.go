package eks

import (
	"crypto/sha1" //nolint:gosec // the real component names attachments by SHA-1; nothing is secured by it
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/eks"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/iam"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// accessEntry is an entry of the argument accessEntries.
type accessEntry struct {
	AccessPolicies   map[string]accessPolicy `pulumi:"accessPolicies"`
	KubernetesGroups pulumi.StringArrayInput `pulumi:"kubernetesGroups"`
	PrincipalArn     pulumi.StringInput      `pulumi:"principalArn"`
	Tags             pulumi.StringMapInput   `pulumi:"tags"`
	Type             pulumi.StringPtrInput   `pulumi:"type"`
	Username         pulumi.StringPtrInput   `pulumi:"username"`
}

type accessPolicy struct {
	AccessScope eks.AccessPolicyAssociationAccessScopeInput `pulumi:"accessScope"`
	PolicyArn   pulumi.StringInput                          `pulumi:"policyArn"`
}

// accessEntries registers the access entries, and below each the associations of its policies.
func (b *building) accessEntries(made *eks.Cluster) error {
	for _, key := range slices.Sorted(maps.Keys(b.args.AccessEntries)) {
		given := b.args.AccessEntries[key]
		entry, err := eks.NewAccessEntry(b.ctx, b.name+"-"+key, &eks.AccessEntryArgs{
			ClusterName: made.Name, PrincipalArn: given.PrincipalArn, KubernetesGroups: given.KubernetesGroups, Type: given.Type, UserName: given.Username, Tags: given.Tags,
		}, b.child(pulumi.DependsOn([]pulumi.Resource{made}))...)
		if err != nil {
			return fmt.Errorf("register access entry %q: %w", key, err)
		}
		for _, policy := range slices.Sorted(maps.Keys(given.AccessPolicies)) {
			association := given.AccessPolicies[policy]
			if _, err := eks.NewAccessPolicyAssociation(b.ctx, b.name+"-"+key+"-"+policy, &eks.AccessPolicyAssociationArgs{
				ClusterName: made.Name, PrincipalArn: given.PrincipalArn, PolicyArn: association.PolicyArn, AccessScope: association.AccessScope,
			}, pulumi.Parent(entry), pulumi.DependsOn([]pulumi.Resource{entry})); err != nil {
				return fmt.Errorf("register access policy %q of %q: %w", policy, key, err)
			}
		}
	}
	return nil
}

// serviceRole is the ARN of the given role, or of one that the component makes.
func (b *building) serviceRole() (pulumi.StringOutput, error) {
	if b.args.ServiceRole.OutputState != nil {
		return b.args.ServiceRole.Arn(), nil
	}
	name := b.name + "-eksRole"
	holder := &pulumi.ResourceState{}
	if err := b.ctx.RegisterComponentResource(serviceRoleToken, name, holder, b.child()...); err != nil {
		return pulumi.StringOutput{}, err
	}
	role, err := iam.NewRole(b.ctx, name+"-role", &iam.RoleArgs{
		Description:      pulumi.String("Allows EKS to manage clusters on your behalf."),
		AssumeRolePolicy: pulumi.String(`{"Version":"2012-10-17","Statement":[{"Action":["sts:AssumeRole","sts:TagSession"],"Effect":"Allow","Principal":{"Service":["eks.amazonaws.com"]}}]}`),
		Tags:             b.args.Tags,
	}, pulumi.Parent(holder))
	if err != nil {
		return pulumi.StringOutput{}, err
	}
	const policy = "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy"
	sum := sha1.Sum([]byte(policy)) //nolint:gosec // see the import
	_, err = iam.NewRolePolicyAttachment(b.ctx, name+"-"+hex.EncodeToString(sum[:])[:8], &iam.RolePolicyAttachmentArgs{
		Role: role.Name, PolicyArn: pulumi.String(policy),
	}, pulumi.Parent(holder))
	return role.Arn, err
}

// clusterGroup is the given security group, or one with a way to everywhere, or none.
func (b *building) clusterGroup() (pulumi.StringOutput, error) {
	switch {
	case b.args.ClusterSecurityGroup.OutputState != nil:
		id := b.args.ClusterSecurityGroup.ApplyT(func(group *ec2.SecurityGroup) pulumi.StringOutput {
			return group.ID().ToStringOutput()
		})
		return id.(pulumi.StringOutput), nil
	case truth(b.args.SkipDefaultSecurityGroups, false):
		return pulumi.StringOutput{}, nil
	}
	name := b.name + "-eksClusterSecurityGroup"
	group, err := ec2.NewSecurityGroup(b.ctx, name, &ec2.SecurityGroupArgs{
		VpcId: b.args.VpcID, RevokeRulesOnDelete: pulumi.Bool(true), Tags: withName(name, b.args.Tags),
	}, b.child()...)
	if err != nil {
		return pulumi.StringOutput{}, err
	}
	id := group.ID().ToStringOutput()
	return id, b.rule("eksClusterInternetEgressRule", "Allow internet access.", &ec2.SecurityGroupRuleArgs{
		Type: pulumi.String("egress"), Protocol: pulumi.String("-1"), CidrBlocks: pulumi.StringArray{pulumi.String("0.0.0.0/0")}, SecurityGroupId: id,
	})
}

// nodeGroup is the security group of nodes, unless the program wants none.
func (b *building) nodeGroup(cluster pulumi.StringOutput, made *eks.Cluster) (pulumi.StringOutput, error) {
	if truth(b.args.SkipDefaultSecurityGroups, false) {
		return pulumi.StringOutput{}, nil
	}
	name := b.name + "-nodeSecurityGroup"
	owned := made.Name.ApplyT(func(cluster string) map[string]string {
		return map[string]string{"Name": name, "kubernetes.io/cluster/" + cluster: "owned"}
	}).(pulumi.StringMapOutput)
	group, err := ec2.NewSecurityGroup(b.ctx, name, &ec2.SecurityGroupArgs{VpcId: b.args.VpcID, RevokeRulesOnDelete: pulumi.Bool(true), Tags: owned}, b.child()...)
	if err != nil {
		return pulumi.StringOutput{}, err
	}
	nodes := group.ID().ToStringOutput()
	tcp := pulumi.String("tcp")
	for _, rule := range []struct {
		name, why string
		args      *ec2.SecurityGroupRuleArgs
	}{
		{"eksNodeIngressRule", "Allow nodes to communicate with each other", &ec2.SecurityGroupRuleArgs{
			Type: pulumi.String("ingress"), Protocol: pulumi.String("-1"), Self: pulumi.Bool(true), SecurityGroupId: nodes,
		}},
		{"eksNodeClusterIngressRule", "Allow worker Kubelets and pods to receive communication from the cluster control plane", &ec2.SecurityGroupRuleArgs{
			Type: pulumi.String("ingress"), Protocol: tcp, FromPort: pulumi.Int(1025), ToPort: pulumi.Int(65535), SourceSecurityGroupId: cluster, SecurityGroupId: nodes,
		}},
		{"eksExtApiServerClusterIngressRule", "Allow pods running extension API servers on port 443 to receive communication from cluster control plane", &ec2.SecurityGroupRuleArgs{
			Type: pulumi.String("ingress"), Protocol: tcp, FromPort: pulumi.Int(443), ToPort: pulumi.Int(443), SourceSecurityGroupId: cluster, SecurityGroupId: nodes,
		}},
		{"eksNodeInternetEgressRule", "Allow internet access.", &ec2.SecurityGroupRuleArgs{
			Type: pulumi.String("egress"), Protocol: pulumi.String("-1"), CidrBlocks: pulumi.StringArray{pulumi.String("0.0.0.0/0")}, SecurityGroupId: nodes,
		}},
		{"eksClusterIngressRule", "Allow pods to communicate with the cluster API Server", &ec2.SecurityGroupRuleArgs{
			Type: pulumi.String("ingress"), Protocol: tcp, FromPort: pulumi.Int(443), ToPort: pulumi.Int(443), SourceSecurityGroupId: nodes, SecurityGroupId: cluster,
		}},
	} {
		if err := b.rule(rule.name, rule.why, rule.args); err != nil {
			return nodes, err
		}
	}
	return nodes, nil
}

// rule registers a rule; the ports are all ports unless given.
func (b *building) rule(name, why string, args *ec2.SecurityGroupRuleArgs) error {
	args.Description = pulumi.String(why)
	if args.FromPort == nil {
		args.FromPort, args.ToPort = pulumi.Int(0), pulumi.Int(0)
	}
	_, err := ec2.NewSecurityGroupRule(b.ctx, b.name+"-"+name, args, b.child()...)
	return err
}

// addOn registers an add-on in its most recent version.
func (b *building) addOn(name, addOn string, made *eks.Cluster, parent pulumi.Resource) error {
	version := eks.GetAddonVersionOutput(b.ctx, eks.GetAddonVersionOutputArgs{
		AddonName: pulumi.String(addOn), KubernetesVersion: made.Version, MostRecent: pulumi.Bool(true),
	}, pulumi.Parent(parent)).Version()
	_, err := eks.NewAddon(b.ctx, name, &eks.AddonArgs{
		ClusterName: made.Name, AddonName: pulumi.String(addOn), AddonVersion: version, Preserve: pulumi.Bool(true), Tags: b.args.Tags,
		ResolveConflictsOnCreate: pulumi.String("OVERWRITE"), ResolveConflictsOnUpdate: pulumi.String("OVERWRITE"),
	}, pulumi.Parent(parent))
	return err
}

func (b *building) vpcCni(made *eks.Cluster) error {
	name := b.name + "-vpc-cni"
	holder := &pulumi.ResourceState{}
	if err := b.ctx.RegisterComponentResource(vpcCniToken, name, holder, b.child()...); err != nil {
		return err
	}
	return b.addOn(name, "vpc-cni", made, holder)
}

func withoutScheme(url string) string { return strings.TrimPrefix(url, "https://") }
