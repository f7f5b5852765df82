package network

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/cloudgap/cloudgap/components/internal/tags"
)

// builder makes the children of one component. It lives only as long as the constructor.
type builder struct {
	ctx       *pulumi.Context
	name      string
	component *ZeroEgressVpc
	tags      pulumi.StringMap
	plan      plan
}

// builtNetwork is what the rest of the component needs of the VPC.
type builtNetwork struct {
	vpcID, vpcArn pulumi.StringOutput
	subnets       []subnetHandle
	cidrs         []string
}

// child returns the name of a child: the component's name, the child's role and its key, if any.
func (b *builder) child(role string) string { return b.name + "-" + role }

// options returns the options of a child, in a slice of its own.
func (b *builder) options(extra ...pulumi.ResourceOption) []pulumi.ResourceOption {
	return append([]pulumi.ResourceOption{pulumi.Parent(b.component)}, extra...)
}

// childTags returns the tags of a child, with further tags where given.
func (b *builder) childTags(role string, extra ...pulumi.StringMap) pulumi.StringMap {
	return tags.For(b.tags, b.child(role), extra...)
}
