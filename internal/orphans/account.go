package orphans

import (
	"context"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/plugin"
)

// Account answers what is in an AWS account and region.
type Account interface {
	// Tagged lists the objects that carry all of the tags, without those that wait for their deletion.
	Tagged(ctx context.Context, tags map[string]string) ([]Object, error)
	// Lookup finds an object that takes no tags, or has none yet, by the inputs of the resource that would make it, and returns the
	// id by which `pulumi import` knows it. Unknown stands for inputs that are not known. It returns "" where there is no such object,
	// where an input that it would be found by is unknown, and for types whose creation can be repeated.
	Lookup(ctx context.Context, token string, inputs map[string]any) (string, error)
}

// Unknown stands for the value of an input that is not known yet, or is a secret.
const Unknown = plugin.UnknownStringValue

// Object is something in an account that has tags.
type Object struct {
	// ARN is its Amazon resource name.
	ARN string
	// Tags are all of its tags.
	Tags map[string]string
}
