package rke2

import (
	"fmt"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/iam"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/cloudgap/cloudgap/components/internal/iamdoc"
	"github.com/cloudgap/cloudgap/components/internal/repeatable"
	"github.com/cloudgap/cloudgap/components/rke2/documents"
	"github.com/cloudgap/cloudgap/components/rke2/permissions"
)

// buildPodRoles returns the roles that servers lend to pods, in the order of the plan. It makes that of the volume driver.
func (b *builder) buildPodRoles(servers *iam.Role, keys keyArns) ([]pulumi.StringInput, error) {
	var roles []pulumi.StringInput
	for _, planned := range b.plan.podRoles {
		if planned.arn != nil {
			roles = append(roles, planned.arn)
			continue
		}
		role, err := b.buildVolumesRole(planned, servers, keys)
		if err != nil {
			return nil, err
		}
		roles = append(roles, role)
	}
	return roles, nil
}

// buildVolumesRole makes the role of the volume driver's controller.
func (b *builder) buildVolumesRole(planned podRolePlan, servers *iam.Role, keys keyArns) (pulumi.StringInput, error) {
	const child = "volumes-role"
	role, err := iam.NewRole(b.ctx, b.child(child), &iam.RoleArgs{
		Description: pulumi.String("Makes and attaches the EBS volumes of " + b.name),
		AssumeRolePolicy: b.document(func(_ place, about []string) iamdoc.Document {
			return permissions.PodTrust(about[0], b.plan.cluster, planned.namespace, planned.account)
		}, servers.Arn),
		Tags: b.childTags(child),
	}, b.options()...)
	if err != nil {
		return nil, fmt.Errorf("create the role of the volume driver: %w", err)
	}
	policy := b.document(func(p place, about []string) iamdoc.Document {
		return permissions.Volumes(permissions.VolumeNames{
			Cluster: b.plan.cluster, Volumes: p.arn("ec2", "volume/*"), Instances: p.arn("ec2", "instance/*"),
			// The ARN of a snapshot names no account.
			Snapshots: "arn:" + p.partition + ":ec2:" + p.region + "::snapshot/*",
			Key:       about[0], EC2: "ec2." + p.region + "." + p.suffix, InstanceTag: documents.ClusterTag,
		})
	}, keys.data)
	_, err = repeatable.RolePolicy(b.ctx, b.child(child), "volumes", &iam.RolePolicyArgs{Role: role.Name, Policy: policy}, b.options()...)
	if err != nil {
		return nil, fmt.Errorf("create the policy of the volume driver: %w", err)
	}
	return role.Arn, nil
}
