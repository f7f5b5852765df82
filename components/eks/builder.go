package eks

import (
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/cloudgap/cloudgap/components/internal/iamdoc"
	"github.com/cloudgap/cloudgap/components/internal/tags"
)

// builder makes the children of one component. It lives only as long as the constructor.
type builder struct {
	ctx       *pulumi.Context
	name      string
	component *PrivateEksCluster
	args      PrivateEksClusterArgs
	plan      plan
}

// child returns the name of a child: the component's name, the child's role and its key, if any.
func (b *builder) child(role string) string { return b.name + "-" + role }

// options returns the options of a child, in a slice of its own.
func (b *builder) options(extra ...pulumi.ResourceOption) []pulumi.ResourceOption {
	return append([]pulumi.ResourceOption{pulumi.Parent(b.component)}, extra...)
}

// childTags returns the tags of a child, with further tags where given.
func (b *builder) childTags(role string, extra ...pulumi.StringMap) pulumi.StringMap {
	return tags.For(b.args.Tags, b.child(role), extra...)
}

// document returns a policy document that needs to know where it is deployed.
func (b *builder) document(write func(place) iamdoc.Document) pulumi.StringOutput {
	return b.account().ApplyT(func(account string) (string, error) {
		return write(b.place(account)).JSON()
	}).(pulumi.StringOutput)
}

// documentAbout is document for one that also depends on the ARN of another resource.
func (b *builder) documentAbout(arn pulumi.StringInput, write func(place, string) iamdoc.Document) pulumi.StringOutput {
	return pulumi.All(b.account(), arn).ApplyT(func(values []any) (string, error) {
		account, _ := values[0].(string)
		about, _ := values[1].(string)
		return write(b.place(account), about).JSON()
	}).(pulumi.StringOutput)
}

func (b *builder) account() pulumi.StringOutput {
	return aws.GetCallerIdentityOutput(b.ctx, aws.GetCallerIdentityOutputArgs{}, pulumi.Parent(b.component)).AccountId()
}

func (b *builder) place(account string) place {
	return place{region: b.plan.region, account: account, cluster: b.plan.clusterName}
}

// noString is the value of an output for something that was not made.
func noString() pulumi.StringOutput { return pulumi.String("").ToStringOutput() }
