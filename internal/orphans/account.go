package orphans

import "context"

// Account answers what is in an AWS account and region.
type Account interface {
	// Tagged lists the objects that carry all of the tags, without those that wait for their deletion.
	Tagged(ctx context.Context, tags map[string]string) ([]Object, error)
	// Lookup finds an object that takes no tags, or has none yet, by the inputs of the resource that would make it, and returns the
	// id by which `pulumi import` knows it. Inputs that are not known are left out. It returns "" where there is no such object,
	// where an input that it would be found by is missing, and for types whose creation can be repeated.
	Lookup(ctx context.Context, token string, inputs map[string]any) (string, error)
}

// Object is something in an account that has tags.
type Object struct {
	// ARN is its Amazon resource name.
	ARN string
	// Tags are all of its tags.
	Tags map[string]string
}
