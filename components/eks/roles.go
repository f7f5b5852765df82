package eks

import (
	"fmt"
	"maps"
	"slices"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/iam"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/cloudgap/cloudgap/components/internal/iamdoc"
	"github.com/cloudgap/cloudgap/components/internal/repeatable"
)

// roleSet are the roles of the cluster, of its nodes, and of people and pipelines.
type roleSet struct {
	cluster, node     *iam.Role
	developer, deploy *iam.Role
	// clusterReady are outputs of the policies without which the cluster does not work; nodePolicies are those of the nodes.
	clusterReady []pulumi.StringOutput
	nodePolicies []pulumi.Resource
}

// buildRoles makes the roles.
func (b *builder) buildRoles(keys keyArns) (roleSet, error) {
	var r roleSet
	var err error
	if r.cluster, err = b.buildRole("cluster-role", "Runs the control plane of "+b.name, b.document(clusterTrust)); err != nil {
		return r, err
	}
	clusterPolicies := map[string]string{"cluster": "AmazonEKSClusterPolicy"}
	if b.args.PodNetwork != nil && b.args.PodNetwork.SecurityGroupsForPods {
		clusterPolicies["pod-groups"] = "AmazonEKSVPCResourceController"
	}
	attached, err := b.attach("cluster-role", r.cluster, clusterPolicies)
	if err != nil {
		return r, err
	}
	for _, attachment := range attached {
		r.clusterReady = append(r.clusterReady, attachment.PolicyArn)
	}
	secrets, err := b.allow("cluster-role", "secrets", r.cluster, b.documentAbout(keys.secrets, func(_ place, key string) iamdoc.Document {
		return secretsAccess(key)
	}))
	if err != nil {
		return r, err
	}
	r.clusterReady = append(r.clusterReady, secrets.Role)
	if r.node, err = b.buildRole("node-role", "Runs the nodes of "+b.name, b.document(nodeTrust)); err != nil {
		return r, err
	}
	attached, err = b.attach("node-role", r.node, nodePolicies(b.args.InstanceIDNodeNames, b.args.SessionManager))
	if err != nil {
		return r, err
	}
	r.nodePolicies = resources(attached)
	return r, b.buildAccessRoles(&r)
}

// buildAccessRoles makes the roles for people and pipelines, where they are asked for.
func (b *builder) buildAccessRoles(r *roleSet) error {
	wanted := b.args.Access.Roles
	if wanted == nil {
		return nil
	}
	make := func(role, purpose string, principals []string) (*iam.Role, error) {
		made, err := b.buildRole(role, purpose+b.name, b.document(func(place) iamdoc.Document { return personTrust(principals) }))
		if err != nil {
			return nil, err
		}
		_, err = b.allow(role, "describe", made, b.document(describeCluster))
		return made, err
	}
	var err error
	if r.developer, err = make("developer-role", "Looks at objects of ", wanted.DeveloperPrincipals); err != nil {
		return err
	}
	r.deploy, err = make("deploy-role", "Deploys to ", wanted.DeployPrincipals)
	return err
}

func (b *builder) buildRole(role, description string, trust pulumi.StringOutput) (*iam.Role, error) {
	made, err := iam.NewRole(b.ctx, b.child(role), &iam.RoleArgs{
		Description:      pulumi.String(description),
		AssumeRolePolicy: trust,
		Tags:             b.childTags(role),
	}, b.options()...)
	if err != nil {
		return nil, fmt.Errorf("create role %q: %w", role, err)
	}
	return made, nil
}

// attach attaches AWS managed policies to a role.
func (b *builder) attach(role string, to *iam.Role, policies map[string]string) ([]*iam.RolePolicyAttachment, error) {
	var attached []*iam.RolePolicyAttachment
	for _, key := range slices.Sorted(maps.Keys(policies)) {
		attachment, err := iam.NewRolePolicyAttachment(b.ctx, b.child(role+"-"+key), &iam.RolePolicyAttachmentArgs{
			Role: to.Name, PolicyArn: pulumi.String(managed(b.plan.region, policies[key])),
		}, b.options()...)
		if err != nil {
			return nil, fmt.Errorf("attach policy %s to role %q: %w", policies[key], role, err)
		}
		attached = append(attached, attachment)
	}
	return attached, nil
}

// allow puts a policy into a role, under a name of its own there.
func (b *builder) allow(role, name string, to *iam.Role, document pulumi.StringOutput) (*iam.RolePolicy, error) {
	policy, err := repeatable.RolePolicy(b.ctx, b.child(role+"-"+name), name, &iam.RolePolicyArgs{Role: to.Name, Policy: document}, b.options()...)
	if err != nil {
		return nil, fmt.Errorf("put policy %q into role %q: %w", name, role, err)
	}
	return policy, nil
}

func resources[T pulumi.Resource](list []T) []pulumi.Resource {
	result := make([]pulumi.Resource, len(list))
	for i, r := range list {
		result[i] = r
	}
	return result
}
