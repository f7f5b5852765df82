package eks

import (
	"fmt"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/cloudwatch"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/cloudgap/cloudgap/components/internal/iamdoc"
	"github.com/cloudgap/cloudgap/components/internal/kmskey"
)

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
	return kmskey.New(b.ctx, b.child(role), purpose+b.name, b.document(policy), b.childTags(role), b.options(pulumi.Protect(b.args.Protect))...)
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
