package access

import (
	"fmt"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/cloudwatch"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/iam"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/kms"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ssm"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/cloudgap/cloudgap/components/internal/iamdoc"
	"github.com/cloudgap/cloudgap/components/internal/repeatable"
)

// breakGlass is the way in without Cloudflare.
type breakGlass struct {
	role     *iam.Role
	document *ssm.Document
}

// buildBreakGlass makes the document of recorded sessions, the role that may open them, and the event that tells of each.
func (b *builder) buildBreakGlass(key, topic pulumi.StringOutput) (breakGlass, error) {
	var g breakGlass
	// The document names the key by an alias of ours, because its content has to be known before the key is: a session document
	// that cannot be read could forward ports.
	alias, err := kms.NewAlias(b.ctx, b.child("sessions"), &kms.AliasArgs{Name: pulumi.String(b.names().sessionKey), TargetKeyId: key}, b.options()...)
	if err != nil {
		return g, fmt.Errorf("name the key of sessions: %w", err)
	}
	content, err := sessionDocument(b.names())
	if err != nil {
		return g, err
	}
	g.document, err = ssm.NewDocument(b.ctx, b.child("session"), &ssm.DocumentArgs{
		DocumentType: pulumi.String("Session"), DocumentFormat: pulumi.String("JSON"),
		Content: pulumi.String(content), Tags: b.childTags("session"),
	}, b.options(pulumi.DependsOn([]pulumi.Resource{alias}))...)
	if err != nil {
		return g, fmt.Errorf("create the session document: %w", err)
	}
	g.role, err = iam.NewRole(b.ctx, b.child("break-glass"), &iam.RoleArgs{
		Description:        pulumi.String("Opens recorded sessions to the connectors of " + b.name + " while Cloudflare is out of reach"),
		AssumeRolePolicy:   b.document(func(place) iamdoc.Document { return breakGlassTrust(b.args.BreakGlass.Principals) }),
		MaxSessionDuration: pulumi.Int(3600), Tags: b.childTags("break-glass"),
	}, b.options()...)
	if err != nil {
		return g, fmt.Errorf("create the break-glass role: %w", err)
	}
	_, err = repeatable.RolePolicy(b.ctx, b.child("break-glass"), "sessions", &iam.RolePolicyArgs{
		Role: g.role.Name,
		Policy: b.documentAbout([]pulumi.StringInput{g.document.Name, key}, func(p place, about []string) iamdoc.Document {
			return breakGlassPolicy(p, b.names(), about[0], about[1])
		}),
	}, b.options()...)
	if err != nil {
		return g, fmt.Errorf("create the policy of the break-glass role: %w", err)
	}
	return g, b.buildSessionAlarm(topic)
}

// buildSessionAlarm tells the topic of every session. It needs a CloudTrail trail that records management events.
func (b *builder) buildSessionAlarm(topic pulumi.StringOutput) error {
	pattern, err := sessionPattern()
	if err != nil {
		return err
	}
	rule, err := cloudwatch.NewEventRule(b.ctx, b.child("sessions"), &cloudwatch.EventRuleArgs{
		Description: pulumi.String("Somebody opened a Session Manager session"), EventPattern: pulumi.String(pattern), Tags: b.childTags("sessions"),
	}, b.options()...)
	if err != nil {
		return fmt.Errorf("watch for sessions: %w", err)
	}
	_, err = repeatable.EventTarget(b.ctx, b.child("sessions"), "alarms", &cloudwatch.EventTargetArgs{Rule: rule.Name, Arn: topic}, b.options()...)
	if err != nil {
		return fmt.Errorf("tell of sessions: %w", err)
	}
	return nil
}
