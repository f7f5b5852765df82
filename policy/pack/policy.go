package pack

import (
	"context"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/policyx"

	"github.com/cloudgap/cloudgap/policy/rules"
)

// waivedReporter is a manager that can also show what a waiver excuses. Pulumi's own server has none.
type waivedReporter interface {
	ReportWaived(message, urn string)
}

// resourcePolicy lets a rule judge single resources before they are created.
func resourcePolicy(rule rules.Rule, s *session) policyx.Policy {
	return policyx.NewResourceValidationPolicy(rule.ID, policyx.ResourceValidationPolicyArgs{
		Description: rule.Title,
		// The level of a policy pack is ignored, and a policy without a level of its own is advisory.
		EnforcementLevel: policyx.EnforcementLevelMandatory,
		ConfigSchema:     configSchema(rule),
		ValidateResource: func(_ context.Context, args policyx.ResourceValidationArgs) error {
			s.report(rule, s.postpone(rule, s.judgeOne(rule, args.Resource)), args.Manager)
			return nil
		},
	})
}

// stackPolicy lets a rule judge the whole stack.
func stackPolicy(rule rules.Rule, s *session) policyx.Policy {
	return policyx.NewStackValidationPolicy(rule.ID, policyx.StackValidationPolicyArgs{
		Description:      rule.Title,
		EnforcementLevel: policyx.EnforcementLevelMandatory,
		ConfigSchema:     configSchema(rule),
		ValidateStack: func(_ context.Context, args policyx.StackValidationArgs) error {
			s.report(rule, s.judgeStack(rule, args.Resources), args.Manager)
			return nil
		},
	})
}

func configSchema(rule rules.Rule) *policyx.ConfigSchema {
	properties := rule.Schema()
	if properties == nil {
		return nil
	}
	return &policyx.ConfigSchema{Properties: properties}
}
