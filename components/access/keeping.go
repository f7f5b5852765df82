package access

import (
	"fmt"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/cloudwatch"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/secretsmanager"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/cloudgap/cloudgap/components/internal/iamdoc"
	"github.com/cloudgap/cloudgap/components/internal/kmskey"
)

// secretRecoveryDays is the longest waiting period that Secrets Manager offers.
const secretRecoveryDays = 30

// names are the names of the component. Project and stack keep the log groups apart from those of other deployments.
func (b *builder) names() names {
	folder := fmt.Sprintf("/cloudgap/%s/%s/%s/", b.ctx.Project(), b.ctx.Stack(), b.name)
	return names{component: b.name, connectorLogs: folder + "connectors", sessionLogs: folder + "sessions", sessionKey: "alias" + folder + "sessions"}
}

// buildKey makes the key, or passes the user's own on.
func (b *builder) buildKey() (pulumi.StringOutput, error) {
	if given := b.args.KmsKeyArn; given != nil {
		return given.ToStringPtrOutput().Elem(), nil
	}
	policy := b.document(func(p place) iamdoc.Document { return keyPolicy(p, b.names()) })
	return kmskey.New(b.ctx, b.child("key"), "Encrypts the token, logs and volumes of "+b.name, policy, b.childTags("key"), b.options(pulumi.Protect(b.args.Protect))...)
}

// logGroups are where connectors and sessions are recorded.
type logGroups struct{ connectors, sessions *cloudwatch.LogGroup }

// buildLogGroups makes the log groups.
func (b *builder) buildLogGroups(key pulumi.StringOutput) (logGroups, error) {
	var g logGroups
	var err error
	if g.connectors, err = b.buildLogGroup("logs-connectors", b.names().connectorLogs, key); err != nil {
		return g, err
	}
	g.sessions, err = b.buildLogGroup("logs-sessions", b.names().sessionLogs, key)
	return g, err
}

func (b *builder) buildLogGroup(role, name string, key pulumi.StringOutput) (*cloudwatch.LogGroup, error) {
	group, err := cloudwatch.NewLogGroup(b.ctx, b.child(role), &cloudwatch.LogGroupArgs{
		Name: pulumi.String(name), KmsKeyId: key, RetentionInDays: pulumi.Int(b.plan.retention), Tags: b.childTags(role),
	}, b.options()...)
	if err != nil {
		return nil, fmt.Errorf("create log group %q: %w", name, err)
	}
	return group, nil
}

// buildSecret keeps the tunnel's token where connectors read it. The version is made anew when the token changes.
func (b *builder) buildSecret(key, token pulumi.StringOutput) (*secretsmanager.Secret, *secretsmanager.SecretVersion, error) {
	secret, err := secretsmanager.NewSecret(b.ctx, b.child("token"), &secretsmanager.SecretArgs{
		Description: pulumi.String("Token of the tunnel of " + b.name + ": whoever holds it can receive its traffic"),
		KmsKeyId:    key, RecoveryWindowInDays: pulumi.Int(secretRecoveryDays), Tags: b.childTags("token"),
	}, b.options()...)
	if err != nil {
		return nil, nil, fmt.Errorf("create the secret of the token: %w", err)
	}
	version, err := secretsmanager.NewSecretVersion(b.ctx, b.child("token"), &secretsmanager.SecretVersionArgs{
		SecretId: secret.ID(), SecretString: pulumi.ToSecret(token).(pulumi.StringOutput),
	}, b.options()...)
	if err != nil {
		return nil, nil, fmt.Errorf("keep the token: %w", err)
	}
	return secret, version, nil
}
