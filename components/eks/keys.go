package eks

import (
	"fmt"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/cloudwatch"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/kms"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/cloudgap/cloudgap/components/internal/iamdoc"
)

// keyDeletionDays is the longest waiting period that KMS offers: secrets and volumes are unreadable once the key is gone.
const keyDeletionDays = 30

// keyArns are the keys of the cluster.
type keyArns struct{ secrets, data pulumi.StringOutput }

// buildKeys makes the keys, or passes the user's own on.
func (b *builder) buildKeys() (keyArns, error) {
	secrets, err := b.buildKey("secrets-key", "Encrypts the Kubernetes secrets of ", b.args.SecretsKeyArn, secretsKeyPolicy)
	if err != nil {
		return keyArns{}, err
	}
	data, err := b.buildKey("data-key", "Encrypts the logs and the nodes' volumes of ", b.args.DataKeyArn, func(p place) iamdoc.Document {
		return dataKeyPolicy(p, b.logGroupName(), b.plan.usesSpot())
	})
	return keyArns{secrets, data}, err
}

func (b *builder) buildKey(role, purpose string, given pulumi.StringPtrInput, policy func(place) iamdoc.Document) (pulumi.StringOutput, error) {
	if given != nil {
		return given.ToStringPtrOutput().Elem(), nil
	}
	key, err := kms.NewKey(b.ctx, b.child(role), &kms.KeyArgs{
		Description:          pulumi.String(purpose + b.name),
		EnableKeyRotation:    pulumi.Bool(true),
		DeletionWindowInDays: pulumi.Int(keyDeletionDays),
		Policy:               b.document(policy),
		Tags:                 b.childTags(role),
	}, b.options(pulumi.Protect(b.args.Protect))...)
	if err != nil {
		return pulumi.StringOutput{}, fmt.Errorf("create key %q: %w", role, err)
	}
	return key.Arn, nil
}

// logGroupName is where EKS writes the logs of a cluster. It is fixed by EKS, which would otherwise make the group itself,
// without encryption and for ever.
func (b *builder) logGroupName() string { return "/aws/eks/" + b.plan.clusterName + "/cluster" }

// buildLogGroup makes the log group of the control plane.
func (b *builder) buildLogGroup(key pulumi.StringOutput) (*cloudwatch.LogGroup, error) {
	group, err := cloudwatch.NewLogGroup(b.ctx, b.child("logs"), &cloudwatch.LogGroupArgs{
		Name:            pulumi.String(b.logGroupName()),
		KmsKeyId:        key,
		RetentionInDays: pulumi.Int(b.plan.retentionDays),
		Tags:            b.childTags("logs"),
	}, b.options()...)
	if err != nil {
		return nil, fmt.Errorf("create log group %q: %w", b.logGroupName(), err)
	}
	return group, nil
}
