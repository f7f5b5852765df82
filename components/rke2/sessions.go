package rke2

import (
	"fmt"
	"maps"
	"regexp"
	"slices"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/cloudwatch"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/kms"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ssm"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// buildDocuments makes the documents of Systems Manager: those of sessions and the one that restores. The result is their names
// by their role.
func (b *builder) buildDocuments(keys keyArns, logs map[string]*cloudwatch.LogGroup) (map[string]pulumi.StringOutput, error) {
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
	made := map[string]pulumi.StringOutput{}
	for _, role := range slices.Sorted(maps.Keys(contents)) {
		made[role], err = b.buildDocument(role, "Session", contents[role], pulumi.DependsOn([]pulumi.Resource{alias, logs[sessionLogs]}))
		if err != nil {
			return nil, err
		}
	}
	restore, err := restoreDocument()
	if err != nil {
		return nil, err
	}
	made[restoreCommand], err = b.buildDocument(restoreCommand, "Command", restore)
	return made, err
}

func (b *builder) buildDocument(role, kind, content string, options ...pulumi.ResourceOption) (pulumi.StringOutput, error) {
	document, err := ssm.NewDocument(b.ctx, b.child(role), &ssm.DocumentArgs{
		DocumentType: pulumi.String(kind), DocumentFormat: pulumi.String("JSON"), Content: pulumi.String(content), Tags: b.childTags(role),
	}, b.options(options...)...)
	if err != nil {
		return pulumi.StringOutput{}, fmt.Errorf("create the document %q: %w", role, err)
	}
	return document.Name, nil
}

// notInAlias is what may be in the name of a stack and not in that of an alias.
var notInAlias = regexp.MustCompile(`[^A-Za-z0-9/_-]`)

// aliasName is the alias of the data key. Project and stack keep it apart from those of other deployments.
func (b *builder) aliasName() string {
	return "alias/" + notInAlias.ReplaceAllString("cloudgap/"+b.ctx.Project()+"/"+b.ctx.Stack()+"/"+b.name, "-")
}
