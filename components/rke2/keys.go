package rke2

import (
	"fmt"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/kms"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/cloudgap/cloudgap/components/internal/iamdoc"
)

// keyDeletionDays is the longest waiting period that KMS offers: what a key encrypted is unreadable once it is gone.
const keyDeletionDays = 30

// keyArns are the keys of the cluster: of its secrets, of its snapshots, and of its artifacts, volumes, logs and sessions.
type keyArns struct{ secrets, snapshots, data pulumi.StringOutput }

// buildKeys makes the keys.
func (b *builder) buildKeys() (keyArns, error) {
	var k keyArns
	var err error
	account := func(p place, _ []string) iamdoc.Document { return iamdoc.New(governed(p)) }
	if k.secrets, err = b.buildKey("secrets-key", "Encrypts the tokens and authorities of ", account); err != nil {
		return k, err
	}
	if k.snapshots, err = b.buildKey("snapshots-key", "Encrypts the etcd snapshots of ", account); err != nil {
		return k, err
	}
	k.data, err = b.buildKey("data-key", "Encrypts artifacts, volumes, logs and sessions of ", func(p place, _ []string) iamdoc.Document {
		var groups []string
		for _, role := range logRoles {
			groups = append(groups, b.logGroupName(role))
		}
		return dataKeyPolicy(p, groups, b.args.Artifacts.Writers, b.plan.usesSpot())
	})
	return k, err
}

func (b *builder) buildKey(role, purpose string, policy func(place, []string) iamdoc.Document) (pulumi.StringOutput, error) {
	key, err := kms.NewKey(b.ctx, b.child(role), &kms.KeyArgs{
		Description:          pulumi.String(purpose + b.name),
		EnableKeyRotation:    pulumi.Bool(true),
		DeletionWindowInDays: pulumi.Int(keyDeletionDays),
		Policy:               b.document(policy),
		Tags:                 b.childTags(role),
	}, b.lasting()...)
	if err != nil {
		return pulumi.StringOutput{}, fmt.Errorf("create key %q: %w", role, err)
	}
	return key.Arn, nil
}
