package access

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
	component *ZeroTrustAccess
	args      ZeroTrustAccessArgs
	plan      plan
	// resourceNames are the names of the resource endpoints by application, with PlacementPrivateLink only.
	resourceNames map[string]pulumi.StringOutput
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
	return b.documentAbout(nil, func(p place, _ []string) iamdoc.Document { return write(p) })
}

// documentAbout is document for one that also depends on values of other resources.
func (b *builder) documentAbout(about []pulumi.StringInput, write func(place, []string) iamdoc.Document) pulumi.StringOutput {
	account := aws.GetCallerIdentityOutput(b.ctx, aws.GetCallerIdentityOutputArgs{}, pulumi.Parent(b.component)).AccountId()
	inputs := []any{account}
	for _, value := range about {
		inputs = append(inputs, value)
	}
	return pulumi.All(inputs...).ApplyT(func(values []any) (string, error) {
		texts := make([]string, len(values))
		for i, value := range values {
			texts[i], _ = value.(string)
		}
		return write(place{b.plan.region, texts[0]}, texts[1:]).JSON()
	}).(pulumi.StringOutput)
}

// noString is the value of an output for something that was not made.
func noString() pulumi.StringOutput { return pulumi.String("").ToStringOutput() }
