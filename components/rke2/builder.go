package rke2

import (
	"fmt"
	"strings"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/cloudgap/cloudgap/components/internal/iamdoc"
	"github.com/cloudgap/cloudgap/components/internal/tags"
)

// builder makes the children of one component. It lives only as long as the constructor.
type builder struct {
	ctx       *pulumi.Context
	name      string
	component *Rke2ControlPlane
	args      Rke2ControlPlaneArgs
	plan      plan
	account   pulumi.StringOutput
}

func newBuilder(ctx *pulumi.Context, name string, component *Rke2ControlPlane, args Rke2ControlPlaneArgs, p plan) *builder {
	identity := aws.GetCallerIdentityOutput(ctx, aws.GetCallerIdentityOutputArgs{}, pulumi.Parent(component))
	return &builder{ctx: ctx, name: name, component: component, args: args, plan: p, account: identity.AccountId()}
}

// child returns the name of a child: the component's name, the child's role and its key, if any.
func (b *builder) child(role string) string { return b.name + "-" + role }

// options returns the options of a child, in a slice of its own.
func (b *builder) options(extra ...pulumi.ResourceOption) []pulumi.ResourceOption {
	return append([]pulumi.ResourceOption{pulumi.Parent(b.component)}, extra...)
}

// lasting returns the options of a child whose loss is the cluster's.
func (b *builder) lasting(extra ...pulumi.ResourceOption) []pulumi.ResourceOption {
	return b.options(append(extra, pulumi.Protect(b.args.Protect))...)
}

// childTags returns the tags of a child, with further tags where given.
func (b *builder) childTags(role string, extra ...pulumi.StringMap) pulumi.StringMap {
	return tags.For(b.args.Tags, b.child(role), extra...)
}

// place is where a component is deployed, as ARNs and policies need it.
type place struct {
	partition, region, suffix, account string
}

// arn returns an ARN of the place's Region and account.
func (p place) arn(service, resource string) string {
	return "arn:" + p.partition + ":" + service + ":" + p.region + ":" + p.account + ":" + resource
}

// bucket returns the ARN of a bucket.
func (p place) bucket(name string) string { return "arn:" + p.partition + ":s3:::" + name }

func (b *builder) place(account string) place {
	return place{b.plan.region.Partition, b.plan.region.Name, b.plan.region.Suffix, account}
}

// document returns a policy document about the place and about further values, in the order in which they are given.
func (b *builder) document(write func(place, []string) iamdoc.Document, about ...pulumi.StringInput) pulumi.StringOutput {
	inputs := []any{b.account}
	for _, input := range about {
		inputs = append(inputs, input)
	}
	return pulumi.All(inputs...).ApplyT(func(values []any) (string, error) {
		text := texts(values)
		return write(b.place(text[0]), text[1:]).JSON()
	}).(pulumi.StringOutput)
}

// texts are the values of string inputs.
func texts(values []any) []string {
	text := make([]string, len(values))
	for i, value := range values {
		text[i], _ = value.(string)
	}
	return text
}

// logGroupName is the name of a log group. The data key's policy names the groups before they exist, so it is written out.
// Project and stack keep it apart from those of other deployments.
func (b *builder) logGroupName(role string) string {
	return fmt.Sprintf("/cloudgap/%s/%s/%s/%s", b.ctx.Project(), b.ctx.Stack(), b.name, role)
}

// bucketName is the name of a bucket of a component with the given name. It is written out because the policy of the S3
// endpoint names it before it exists.
func bucketName(component, role, account, region string) string {
	return strings.ToLower(component) + "-" + role + "-" + account + "-" + region
}
