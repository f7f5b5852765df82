package zerotrust

import (
	"github.com/pulumi/pulumi-cloudflare/sdk/v5/go/cloudflare"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// buildGateway makes the network policies: the deny rule, last in order and first in time, then the allow rules.
func (b *builder) buildGateway(network pulumi.StringOutput, checks postureChecks) error {
	deny, err := cloudflare.NewZeroTrustGatewayPolicy(b.ctx, b.child("deny"), &cloudflare.ZeroTrustGatewayPolicyArgs{
		AccountId: b.account(), Name: pulumi.String(b.child("deny")),
		Description: pulumi.String("Blocks what no rule before this one allows into the private network of " + b.name),
		Precedence:  pulumi.Int(b.plan.firstPrecedence + denyPrecedence),
		// The provider sends an unset flag as false: the rule would exist and do nothing.
		Enabled: pulumi.Bool(true),
		Action:  pulumi.String(actionBlock),
		Filters: pulumi.StringArray{pulumi.String(filterNetwork)},
		Traffic: network.ApplyT(inNetwork).(pulumi.StringOutput),
	}, b.options()...)
	if deny, err = guarded(b, deny, err, "deny"); err != nil {
		return err
	}
	for _, persona := range b.plan.personas {
		if err := b.buildAllow(deny, network, checks, persona.key, persona.precedence, persona.args.is(), persona.places); err != nil {
			return err
		}
	}
	if len(b.plan.pipelines) == 0 {
		return nil
	}
	return b.buildAllow(deny, network, checks, pipelines, b.plan.firstPrecedence+pipelinePrecedence, isPipeline(b.args.TeamName), b.plan.pipelines)
}

// pipelines is the key of the rule for devices that enrolled with a service token.
const pipelines = "pipelines"

// buildAllow lets somebody with a healthy device reach some places, for as long as the session is fresh.
func (b *builder) buildAllow(
	deny pulumi.Resource, network pulumi.StringOutput, checks postureChecks, key string, precedence int, identity string, places []reach,
) error {
	role := "allow-" + key
	rule, err := cloudflare.NewZeroTrustGatewayPolicy(b.ctx, b.child(role), &cloudflare.ZeroTrustGatewayPolicyArgs{
		AccountId: b.account(), Name: pulumi.String(b.child(role)), Description: pulumi.String("What " + key + " reach in " + b.name),
		Precedence: pulumi.Int(precedence), Enabled: pulumi.Bool(true), Action: pulumi.String(actionAllow), Filters: pulumi.StringArray{pulumi.String(filterNetwork)},
		Traffic:       network.ApplyT(func(id string) string { return trafficTo(id, places) }).(pulumi.StringOutput),
		Identity:      pulumi.String(identity),
		DevicePosture: checks.expression(),
		RuleSettings: cloudflare.ZeroTrustGatewayPolicyRuleSettingsArgs{CheckSession: cloudflare.ZeroTrustGatewayPolicyRuleSettingsCheckSessionArgs{
			// The provider reads the duration back in this long form, so that any other would differ for ever.
			Enforce: pulumi.Bool(true), Duration: pulumi.String(b.plan.session.String()),
		}},
	}, b.options(pulumi.DependsOn([]pulumi.Resource{deny}))...)
	_, err = guarded(b, rule, err, role)
	return err
}
