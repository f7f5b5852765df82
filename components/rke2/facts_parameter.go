package rke2

import (
	"errors"
	"fmt"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ssm"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// buildFacts writes down what the cluster is deployed with. Whenever that changes, the change is checked before anything else of
// the cluster changes, and in a preview already.
func (b *builder) buildFacts() (pulumi.Resource, error) {
	text, err := b.plan.facts().text()
	if err != nil {
		return nil, err
	}
	hook, err := b.ctx.RegisterResourceHook(b.child("change"), func(args *pulumi.ResourceHookArgs) error {
		before, beforeOK := plainText(args.OldInputs["insecureValue"])
		after, afterOK := plainText(args.NewInputs["insecureValue"])
		if !beforeOK || !afterOK {
			return errors.New("the facts of the cluster are not known; the change cannot be checked")
		}
		return checkChange(before, after)
	}, &pulumi.ResourceHookOptions{OnDryRun: true})
	if err != nil {
		return nil, fmt.Errorf("register the check of changes: %w", err)
	}
	parameter, err := ssm.NewParameter(b.ctx, b.child("facts"), &ssm.ParameterArgs{
		Description: pulumi.String("What " + b.name + " was deployed with"), Type: pulumi.String("String"), InsecureValue: pulumi.String(text),
		Tags: b.childTags("facts"),
	}, b.options(pulumi.ResourceHooks(&pulumi.ResourceHookBinding{BeforeUpdate: []*pulumi.ResourceHook{hook}}))...)
	if err != nil {
		return nil, fmt.Errorf("write down the facts of the cluster: %w", err)
	}
	return parameter, nil
}

// plainText is a string, whether the engine takes it for a secret or not.
func plainText(value resource.PropertyValue) (string, bool) {
	for value.IsSecret() {
		value = value.SecretValue().Element
	}
	if value.IsOutput() {
		value = value.OutputValue().Element
	}
	if !value.IsString() {
		return "", false
	}
	return value.StringValue(), true
}
