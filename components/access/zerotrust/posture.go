package zerotrust

import (
	"github.com/pulumi/pulumi-cloudflare/sdk/v5/go/cloudflare"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// postureChecks are the ids of the posture rules, grouped by check: a device passes a check with the rule of its platform.
type postureChecks struct {
	keys  []string
	rules []pulumi.StringArray
}

// expression matches devices that pass every check.
func (c postureChecks) expression() pulumi.StringOutput {
	all := make(pulumi.StringArrayArray, len(c.rules))
	for i, rules := range c.rules {
		all[i] = rules
	}
	return all.ToStringArrayArrayOutput().ApplyT(passes).(pulumi.StringOutput)
}

// buildPosture makes one rule for each check and platform.
func (b *builder) buildPosture() (postureChecks, error) {
	var checks postureChecks
	for _, p := range b.plan.posture {
		role := "posture-" + p.key()
		rule, err := cloudflare.NewZeroTrustDevicePostureRule(b.ctx, b.child(role), &cloudflare.ZeroTrustDevicePostureRuleArgs{
			AccountId: b.account(), Name: pulumi.String(b.child(role)), Type: pulumi.String(string(p.args.Type)),
			Description: pulumi.String("Asked of everybody who reaches " + b.name),
			Matches:     cloudflare.ZeroTrustDevicePostureRuleMatchArray{cloudflare.ZeroTrustDevicePostureRuleMatchArgs{Platform: pulumi.String(string(p.platform))}},
			Inputs:      cloudflare.ZeroTrustDevicePostureRuleInputTypeArray{postureInput(p)},
			Expiration:  pulumi.String(p.args.Expiration), Schedule: pulumi.String(p.args.Schedule),
		}, b.options()...)
		if rule, err = guarded(b, rule, err, role); err != nil {
			return checks, err
		}
		if n := len(checks.keys); n == 0 || checks.keys[n-1] != p.check {
			checks.keys, checks.rules = append(checks.keys, p.check), append(checks.rules, nil)
		}
		last := len(checks.rules) - 1
		checks.rules[last] = append(checks.rules[last], rule.ID().ToStringOutput())
	}
	return checks, nil
}

// postureInput is what a kind of check is told.
func postureInput(p posturePlan) cloudflare.ZeroTrustDevicePostureRuleInputTypeArgs {
	switch p.args.Type {
	case DiskEncryption:
		return cloudflare.ZeroTrustDevicePostureRuleInputTypeArgs{RequireAll: pulumi.Bool(true)}
	case Firewall:
		return cloudflare.ZeroTrustDevicePostureRuleInputTypeArgs{Enabled: pulumi.Bool(true)}
	case OSVersion:
		return cloudflare.ZeroTrustDevicePostureRuleInputTypeArgs{Version: pulumi.String(p.args.Version[p.platform]), Operator: pulumi.String(">=")}
	case ClientCertificate:
		return cloudflare.ZeroTrustDevicePostureRuleInputTypeArgs{
			CertificateId: pulumi.String(p.args.CertificateID), Cn: pulumi.String(p.args.CommonName), CheckPrivateKey: pulumi.Bool(true),
		}
	case SerialNumber:
		return cloudflare.ZeroTrustDevicePostureRuleInputTypeArgs{Id: pulumi.String(p.args.ListID)}
	default:
		return cloudflare.ZeroTrustDevicePostureRuleInputTypeArgs{}
	}
}
