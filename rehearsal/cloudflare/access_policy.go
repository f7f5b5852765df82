package cloudflare

import (
	"time"

	"github.com/pulumi/pulumi-cloudflare/sdk/v5/go/cloudflare"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

func policyTypes() []cloud.Resource {
	return []cloud.Resource{{
		Type: "cloudflare:index/zeroTrustAccessPolicy:ZeroTrustAccessPolicy",
		Args: cloudflare.ZeroTrustAccessPolicyArgs{}, State: cloudflare.ZeroTrustAccessPolicy{},
		Kind: kindPolicy, Noun: "Access Policy", ID: "{uuid}", Required: []string{"includes"},
		ReplaceOn:   []string{"applicationId"},
		Constraints: []cloud.Constraint{{Path: "decision", OneOf: []string{"allow", "deny", "non_identity", "bypass"}}},
		References: append(ruleReferences(), cloud.Reference{
			Path: "applicationId", Kind: kindApplication, Blocks: true, Code: "12130", Text: "access.api.error.invalid_request: no such application: {value}",
		}),
		Unique: []cloud.Unique{{
			Properties: []string{"applicationId", "precedence"}, Code: invalidRequest,
			Text: "access.api.error.invalid_request: policy precedences must be unique",
		}},
		InUse:  cloud.Refusal{Code: invalidRequest, Text: "access.api.error.invalid_request: the policy '{id}' is used by {value}"},
		Check:  firstCheck(eitherOwner, checkSessionDuration, bothOrReusable),
		Create: firstOf(reusableInAccount, sendRules), Update: firstOf(uniquePrecedence, sendRules),
	}}
}

// bothOrReusable refuses an application without a place in it, and a place without an application.
func bothOrReusable(c *cloud.Checking) {
	if c.Inputs.Has("applicationId") != c.Inputs.Has("precedence") {
		c.Fail("precedence", `"application_id" and "precedence": all of them must be specified, or none`)
	}
	if c.Inputs.Has("purposeJustificationPrompt") && !c.Inputs.Has("purposeJustificationRequired") {
		c.Fail("purposeJustificationPrompt", `"purpose_justification_required" must be specified too`)
	}
}

func reusableInAccount(c *cloud.Call) error {
	if c.Inputs.String("applicationId") == "" && c.Inputs.String("accountId") == "" {
		return c.Refuse(noCode, "application_id is required for non-account level Access Policies")
	}
	return nil
}

// uniquePrecedence holds the rule of Unique for a change too.
func uniquePrecedence(c *cloud.Call) error {
	application := c.Inputs.String("applicationId")
	if application == "" {
		return nil
	}
	for _, other := range c.Find(kindPolicy, func(o *cloud.Object) bool { return o.ID != c.Object.ID }) {
		if other.Properties.String("applicationId") == application && other.Properties.Int("precedence") == c.Inputs.Int("precedence") {
			return c.Refuse(invalidRequest, "access.api.error.invalid_request: policy precedences must be unique")
		}
	}
	return nil
}

// checkSessionDuration refuses a duration that Go cannot read, as the provider does.
func checkSessionDuration(c *cloud.Checking) {
	if text := c.Inputs.String("sessionDuration"); text != "" {
		if _, err := time.ParseDuration(text); err != nil {
			c.Fail("sessionDuration", `"session_duration" only supports "ns", "us" (or "µs"), "ms", "s", "m", or "h" as valid units`)
		}
	}
}
