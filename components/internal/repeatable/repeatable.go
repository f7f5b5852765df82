// Package repeatable makes what AWS keeps under a name within another object and writes with a Put call: policies within
// roles, metric filters of log groups, targets of rules. None of it takes tags, so that nobody would find a copy which a
// deployment made and did not live to write down. Under a fixed name there is no copy: the next deployment puts it again.
package repeatable

import (
	"slices"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/cloudwatch"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/iam"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// RolePolicy registers a policy within a role under a name that no other policy within the role has.
func RolePolicy(ctx *pulumi.Context, child, name string, args *iam.RolePolicyArgs, options ...pulumi.ResourceOption) (*iam.RolePolicy, error) {
	named := *args
	named.Name = pulumi.String(name)
	return iam.NewRolePolicy(ctx, child, &named, createFirst(options)...)
}

// MetricFilter registers a metric filter under a name that no other filter of the log group has.
func MetricFilter(
	ctx *pulumi.Context, child, name string, args *cloudwatch.LogMetricFilterArgs, options ...pulumi.ResourceOption,
) (*cloudwatch.LogMetricFilter, error) {
	named := *args
	named.Name = pulumi.String(name)
	return cloudwatch.NewLogMetricFilter(ctx, child, &named, createFirst(options)...)
}

// EventTarget registers a target under an id that no other target of the rule has.
func EventTarget(
	ctx *pulumi.Context, child, id string, args *cloudwatch.EventTargetArgs, options ...pulumi.ResourceOption,
) (*cloudwatch.EventTarget, error) {
	named := *args
	named.TargetId = pulumi.String(id)
	return cloudwatch.NewEventTarget(ctx, child, &named, createFirst(options)...)
}

// createFirst makes a replacement before it deletes what it replaces. The provider asks for the opposite as soon as a name is
// given, and the engine then also replaces what it takes to be lost without the object: for a policy of an EKS cluster's role,
// the cluster. Old and new fit side by side, because only another name, role, log group or rule forces a replacement.
func createFirst(options []pulumi.ResourceOption) []pulumi.ResourceOption {
	return append(slices.Clip(options), pulumi.DeleteBeforeReplace(false))
}
