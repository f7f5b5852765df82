package kmskey

import (
	"fmt"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/kms"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// deletionDays is the longest waiting period that KMS offers: what a key encrypted is unreadable once it is gone.
const deletionDays = 30

// New makes a key that is rotated every year.
func New(
	ctx *pulumi.Context, name, description string, policy pulumi.StringInput, tags pulumi.StringMap, opts ...pulumi.ResourceOption,
) (pulumi.StringOutput, error) {
	key, err := kms.NewKey(ctx, name, &kms.KeyArgs{
		Description: pulumi.String(description), EnableKeyRotation: pulumi.Bool(true), DeletionWindowInDays: pulumi.Int(deletionDays),
		Policy: policy, Tags: tags,
	}, opts...)
	if err != nil {
		return pulumi.StringOutput{}, fmt.Errorf("create key %q: %w", name, err)
	}
	return key.Arn, nil
}
