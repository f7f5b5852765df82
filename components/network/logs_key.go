package network

import (
	"fmt"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/cloudwatch"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/cloudgap/cloudgap/components/internal/iamdoc"
	"github.com/cloudgap/cloudgap/components/internal/kmskey"
)

// buildLogsKey makes the key of the log groups, or passes the user's own on. The result is empty without log groups.
func (b *builder) buildLogsKey(given pulumi.StringPtrInput) (pulumi.StringOutput, error) {
	if !b.plan.hasLogs() {
		return noString(), nil
	}
	if given != nil {
		return given.ToStringPtrOutput().Elem(), nil
	}
	policy := b.document(func(p place) iamdoc.Document { return keyPolicy(p, b.logGroupNames()) })
	return kmskey.New(b.ctx, b.child("logs-key"), "Encrypts the network logs of "+b.name, policy, b.childTags("logs-key"), b.options()...)
}

// document returns a policy document that needs to know where it is deployed.
func (b *builder) document(write func(place) iamdoc.Document) pulumi.StringOutput {
	identity := aws.GetCallerIdentityOutput(b.ctx, aws.GetCallerIdentityOutputArgs{}, pulumi.Parent(b.component))
	return identity.AccountId().ApplyT(func(account string) (string, error) {
		return write(place{partitionOf(b.plan.region), b.plan.region, account}).JSON()
	}).(pulumi.StringOutput)
}

// The key's policy has to name the log groups before they exist, so their names are written out instead of left to
// autonaming. Project and stack keep them apart from those of other deployments.

func (b *builder) flowLogGroupName() string {
	return fmt.Sprintf("/cloudgap/%s/%s/%s/flow-logs", b.ctx.Project(), b.ctx.Stack(), b.name)
}

// queryLogGroupName begins with the prefix for which CloudWatch Logs lets AWS services write without growing the
// account's resource policy, whose size is limited.
func (b *builder) queryLogGroupName() string {
	return fmt.Sprintf("/aws/vendedlogs/cloudgap/%s/%s/%s/dns-queries", b.ctx.Project(), b.ctx.Stack(), b.name)
}

// logGroupNames returns the names of the log groups that the component makes.
func (b *builder) logGroupNames() []string {
	var names []string
	if b.plan.flowLogs != nil {
		names = append(names, b.flowLogGroupName())
	}
	if b.plan.queryLog != nil {
		names = append(names, b.queryLogGroupName())
	}
	return names
}

// buildLogGroup makes a log group.
func (b *builder) buildLogGroup(role, name string, retentionInDays int, key pulumi.StringOutput) (*cloudwatch.LogGroup, error) {
	group, err := cloudwatch.NewLogGroup(b.ctx, b.child(role), &cloudwatch.LogGroupArgs{
		Name:            pulumi.String(name),
		KmsKeyId:        key,
		RetentionInDays: pulumi.Int(retentionInDays),
		Tags:            b.childTags(role),
	}, b.options()...)
	if err != nil {
		return nil, fmt.Errorf("create log group %q: %w", name, err)
	}
	return group, nil
}

// noString is the value of an output for something that was not made.
func noString() pulumi.StringOutput { return pulumi.String("").ToStringOutput() }
