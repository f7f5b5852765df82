package eks

import (
	"fmt"

	awseks "github.com/pulumi/pulumi-aws/sdk/v6/go/aws/eks"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/cloudgap/cloudgap/components/internal/iamdoc"
	"github.com/cloudgap/cloudgap/components/internal/object"
)

// podRoles collects the Pod Identity roles.
type podRoles struct{ arns pulumi.StringMap }

// buildAddOns makes the add-ons that come before the nodes, or those that come after them. Add-ons that have to be there first
// are made one after the other in the order of the table: pods get credentials from the first node on.
func (b *builder) buildAddOns(cluster builtCluster, keys keyArns, groups groupSet, pods podRoles, beforeNodes bool, after []pulumi.Resource) ([]pulumi.Resource, error) {
	var made []pulumi.Resource
	for _, planned := range b.plan.addOns {
		if planned.beforeNodes != beforeNodes {
			continue
		}
		addOn, err := b.buildAddOn(planned, cluster, keys, groups, pods, after)
		if err != nil {
			return nil, err
		}
		made = append(made, addOn)
	}
	return made, nil
}

func (b *builder) buildAddOn(a addOnPlan, cluster builtCluster, keys keyArns, groups groupSet, pods podRoles, after []pulumi.Resource) (*awseks.Addon, error) {
	role := "addon-" + string(a.name)
	args := &awseks.AddonArgs{
		ClusterName:              cluster.name,
		AddonName:                pulumi.String(string(a.name)),
		AddonVersion:             pulumi.String(a.version),
		ResolveConflictsOnCreate: pulumi.String("NONE"),
		ResolveConflictsOnUpdate: pulumi.String("PRESERVE"),
		Tags:                     b.childTags(role),
	}
	if values := b.configurationValues(a, groups); values != nil {
		args.ConfigurationValues = pulumi.JSONMarshal(values).ToStringPtrOutput()
	}
	depends := append([]pulumi.Resource{cluster.component}, after...)
	if a.serviceAccount != "" {
		arn, policies, err := b.buildPodRole(string(a.name), a.namespace, a.serviceAccount, a.managedPolicy, nil, a.usesDataKey, keys)
		if err != nil {
			return nil, err
		}
		pods.arns[string(a.name)] = arn
		depends = append(depends, policies...)
		args.PodIdentityAssociations = awseks.AddonPodIdentityAssociationArray{awseks.AddonPodIdentityAssociationArgs{
			RoleArn: arn, ServiceAccount: pulumi.String(a.serviceAccount),
		}}
	}
	made, err := awseks.NewAddon(b.ctx, b.child(role), args, b.options(pulumi.DependsOn(depends))...)
	if err != nil {
		return nil, fmt.Errorf("create add-on %q: %w", a.name, err)
	}
	return made, nil
}

// configurationValues are the user's values with the component's laid over them, nil where there are none.
func (b *builder) configurationValues(a addOnPlan, groups groupSet) pulumi.Input {
	values := object.Merged(a.configuration, a.settings)
	if pods := b.args.PodNetwork; a.name == VpcCni && pods != nil && pods.Subnets != nil {
		subnets := map[string]any{}
		for _, zone := range b.plan.nodeZones {
			subnets[zone] = pulumi.Map{"id": pods.Subnets[zone].ToStringOutput(), "securityGroups": pulumi.StringArray{groups.of(nodes)}}
		}
		values["eniConfig"] = map[string]any{"create": true, "region": b.plan.region.Name, "subnets": subnets}
	}
	if len(values) == 0 {
		return nil
	}
	return inputOf(values).(pulumi.Map)
}

// inputOf turns JSON values, which may hold inputs, into one input.
func inputOf(value any) pulumi.Input {
	switch v := value.(type) {
	case pulumi.Input:
		return v
	case map[string]any:
		result := pulumi.Map{}
		for key, element := range v {
			result[key] = inputOf(element)
		}
		return result
	case []any:
		result := pulumi.Array{}
		for _, element := range v {
			result = append(result, inputOf(element))
		}
		return result
	default:
		return pulumi.Any(v)
	}
}

// buildPodRole makes the role of a service account and returns its ARN with the policies that it needs to work.
func (b *builder) buildPodRole(
	key, namespace, serviceAccount, managedPolicy string, inline *pulumi.StringOutput, usesDataKey bool, keys keyArns,
) (pulumi.StringOutput, []pulumi.Resource, error) {
	role := "pod-" + key
	made, err := b.buildRole(role, "Runs "+key+" in "+b.name, b.document(func(p place) iamdoc.Document {
		return podTrust(p, namespace, serviceAccount)
	}))
	if err != nil {
		return pulumi.StringOutput{}, nil, err
	}
	policies := []pulumi.Resource{}
	if managedPolicy != "" {
		attached, err := b.attach(role, made, map[string]string{"policy": managedPolicy})
		if err != nil {
			return pulumi.StringOutput{}, nil, err
		}
		policies = resources(attached)
	}
	if inline != nil {
		policy, err := b.allow(role, "policy", made, *inline)
		if err != nil {
			return pulumi.StringOutput{}, nil, err
		}
		policies = append(policies, policy)
	}
	if usesDataKey {
		policy, err := b.allow(role, "volumes", made, b.documentAbout(keys.data, volumeAccess))
		if err != nil {
			return pulumi.StringOutput{}, nil, err
		}
		policies = append(policies, policy)
	}
	return made.Arn, policies, nil
}
