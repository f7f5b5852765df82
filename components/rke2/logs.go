package rke2

import (
	"fmt"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/cloudwatch"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// Log groups by what is in them.
const (
	nodeLogs    = "nodes"
	auditLogs   = "audit"
	sessionLogs = "sessions"
)

var logRoles = []string{nodeLogs, auditLogs, sessionLogs}

// buildLogGroups makes the log groups; the result is by what is in them.
func (b *builder) buildLogGroups(keys keyArns) (map[string]*cloudwatch.LogGroup, error) {
	groups := map[string]*cloudwatch.LogGroup{}
	for _, role := range logRoles {
		child := "logs-" + role
		group, err := cloudwatch.NewLogGroup(b.ctx, b.child(child), &cloudwatch.LogGroupArgs{
			Name: pulumi.String(b.logGroupName(role)), KmsKeyId: keys.data, RetentionInDays: pulumi.Int(b.plan.retentionDays), Tags: b.childTags(child),
		}, b.options()...)
		if err != nil {
			return nil, fmt.Errorf("create log group %q: %w", b.logGroupName(role), err)
		}
		groups[role] = group
	}
	return groups, nil
}
