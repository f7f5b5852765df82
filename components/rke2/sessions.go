package rke2

import (
	"fmt"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/cloudwatch"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ssm"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// buildSessionDocuments makes the session documents; the result is their names by what they are for.
func (b *builder) buildSessionDocuments(keys keyArns, logs map[string]*cloudwatch.LogGroup) (map[string]pulumi.StringOutput, error) {
	made := map[string]pulumi.StringOutput{}
	for _, kind := range []string{certificateSession, shellSession, tunnelSession} {
		role := "session-" + kind
		content := pulumi.All(logs[sessionLogs].Name, keys.data).ApplyT(func(values []any) (string, error) {
			text := texts(values)
			all, err := sessionDocuments(b.plan.endpoint, sessionPlace{text[0], text[1]})
			return all[kind], err
		}).(pulumi.StringOutput)
		document, err := ssm.NewDocument(b.ctx, b.child(role), &ssm.DocumentArgs{
			DocumentType: pulumi.String("Session"), DocumentFormat: pulumi.String("JSON"), Content: content, Tags: b.childTags(role),
		}, b.options()...)
		if err != nil {
			return nil, fmt.Errorf("create the session document %q: %w", kind, err)
		}
		made[kind] = document.Name
	}
	return made, nil
}
