package rke2

import (
	"fmt"
	"regexp"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/cloudwatch"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/kms"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ssm"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// buildSessionDocuments makes the session documents; the result is their names by what they are for.
func (b *builder) buildSessionDocuments(keys keyArns, logs map[string]*cloudwatch.LogGroup) (map[string]pulumi.StringOutput, error) {
	made := map[string]pulumi.StringOutput{}
	// A policy has to be able to judge the content in a preview, when the key has no ARN yet; so the documents name its alias.
	alias, err := kms.NewAlias(b.ctx, b.child("data-key"), &kms.AliasArgs{
		Name: pulumi.String(b.aliasName()), TargetKeyId: keys.data,
	}, b.options()...)
	if err != nil {
		return nil, fmt.Errorf("name the key of sessions: %w", err)
	}
	contents, err := sessionDocuments(sessionPlace{b.logGroupName(sessionLogs), b.aliasName()})
	if err != nil {
		return nil, err
	}
	for _, kind := range []string{certificateSession, shellSession} {
		role := "session-" + kind
		document, err := ssm.NewDocument(b.ctx, b.child(role), &ssm.DocumentArgs{
			DocumentType: pulumi.String("Session"), DocumentFormat: pulumi.String("JSON"), Content: pulumi.String(contents[kind]),
			Tags: b.childTags(role),
		}, b.options(pulumi.DependsOn([]pulumi.Resource{alias, logs[sessionLogs]}))...)
		if err != nil {
			return nil, fmt.Errorf("create the session document %q: %w", kind, err)
		}
		made[kind] = document.Name
	}
	return made, nil
}

// notInAlias is what may be in the name of a stack and not in that of an alias.
var notInAlias = regexp.MustCompile(`[^A-Za-z0-9/_-]`)

// aliasName is the alias of the data key. Project and stack keep it apart from those of other deployments.
func (b *builder) aliasName() string {
	return "alias/" + notInAlias.ReplaceAllString("cloudgap/"+b.ctx.Project()+"/"+b.ctx.Stack()+"/"+b.name, "-")
}
