package aws

import (
	"slices"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/iam"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

func roleType() cloud.Resource {
	return cloud.Resource{
		Type: "aws:iam/role:Role", Args: iam.RoleArgs{}, State: iam.Role{}, Kind: kindRole, Noun: "IAM Role", Global: true,
		API:      iamAPI("Role"),
		Required: []string{"assumeRolePolicy"},
		ID:       "{name}",
		Autoname: &cloud.Autoname{Property: "name", Max: 64},
		Defaults: map[string]any{"forceDetachPolicies": false, "maxSessionDuration": 3600, "path": "/"},
		Outputs: map[string]any{
			"arn": "arn:{partition}:iam::{account}:role{path}{name}", "uniqueId": "AROA{upper17}", "createDate": created, "namePrefix": "",
			"inlinePolicies": []any{}, "managedPolicyArns": []any{},
		},
		ReplaceOn: []string{"name", "namePrefix", "path"},
		Sets:      []string{"inlinePolicies", "managedPolicyArns"},
		JSON:      []string{"assumeRolePolicy", "inlinePolicies[*].policy"},
		Constraints: []cloud.Constraint{
			{Path: "name", MinLen: 1, MaxLen: 64}, {Path: "name", Pattern: iamName}, {Path: "path", MaxLen: 512},
			{Path: "description", MaxLen: 1000}, {Path: "maxSessionDuration", Min: 3600, Max: 43200},
		},
		Unique: []cloud.Unique{{
			Properties: []string{"name"}, Code: "EntityAlreadyExists", Text: "Role with name {value} already exists.", Status: 409,
		}},
		NotFound: roleMissing,
		Create:   settleRole, Update: settleRole, Read: readRole, Delete: deleteRole,
	}
}

func settleRole(c *cloud.Call) error {
	trust, _ := c.Inputs.Get("assumeRolePolicy")
	text := policyText(trust)
	doc, malformed := parseDocument(text)
	if malformed != "" {
		return c.Refuse("MalformedPolicyDocument", "%s", malformed)
	}
	for _, s := range doc.Statement {
		switch arn, unknown := unknownPrincipal(c, s.Principal); {
		case len(s.Resource) > 0 || len(s.NotResource) > 0:
			return c.Refuse("MalformedPolicyDocument", "Has prohibited field Resource")
		case len(s.Principal) == 0 && s.NotPrincipal == nil:
			return c.Refuse("MalformedPolicyDocument", "Missing required field Principal")
		case unknown:
			return c.Refuse("MalformedPolicyDocument", "Invalid principal in policy: \"AWS\":\"%s\"", arn)
		}
	}
	if policySize(text) > maxTrustPolicy {
		return limitExceeded(c, "Cannot exceed quota for ACLSizePerRole: %d", maxTrustPolicy)
	}
	for _, arn := range c.Inputs.Strings("managedPolicyArns") {
		if _, own := c.Get(kindPolicy, arn); !own && !managedByAWS(arn) {
			return c.RefuseWith(cloud.Refusal{Code: "NoSuchEntity", Text: "Policy {value} does not exist or is not attachable.", Status: 404}, arn)
		}
	}
	for _, inline := range c.Inputs.Objects("inlinePolicies") {
		if err := checkIdentityPolicy(c, inline.String("policy")); err != nil {
			return err
		}
	}
	return checkInlineSize(c, c.Object.Properties.String("name"))
}

// readRole answers every policy of the role, those beside it included.
func readRole(c *cloud.Call) error {
	managed := c.Object.Properties.Strings("managedPolicyArns")
	for _, attachment := range c.Find(kindPolicyAttachment, where("role", c.Object.ID)) {
		managed = append(managed, attachment.Properties.String("policyArn"))
	}
	slices.Sort(managed)
	c.Object.Properties.Set("managedPolicyArns", managed)
	inline := c.Object.Properties.Objects("inlinePolicies")
	for _, policy := range c.Find(kindRolePolicy, where("role", c.Object.ID)) {
		value, _ := policy.Properties.Get("policy")
		inline = append(inline, cloud.Values{"name": policy.Properties.String("name"), "policy": policyText(value)})
	}
	c.Object.Properties.Set("inlinePolicies", inline)
	return nil
}

// deleteRole refuses while policies are on the role that the provider does not take off: those beside it.
func deleteRole(c *cloud.Call) error {
	if len(c.Find(kindPolicyAttachment, where("role", c.Object.ID))) > 0 && !c.Object.Properties.Bool("forceDetachPolicies") {
		return c.RefuseWith(cloud.Refusal{Code: "DeleteConflict", Text: "Cannot delete entity, must detach all policies first.", Status: 409}, "")
	}
	if len(c.Find(kindRolePolicy, where("role", c.Object.ID))) > 0 && !c.Object.Properties.Bool("forceDetachPolicies") {
		return c.RefuseWith(cloud.Refusal{Code: "DeleteConflict", Text: "Cannot delete entity, must delete policies first.", Status: 409}, "")
	}
	return nil
}

func roleByARN(c *cloud.Call, arn string) (*cloud.Object, bool) {
	for _, role := range c.Find(kindRole, where("arn", arn)) {
		return role, true
	}
	return nil, false
}

// trusts tells whether a service of AWS may assume a role.
func trusts(role *cloud.Object, principal string) bool {
	value, _ := role.Properties.Get("assumeRolePolicy")
	doc, malformed := parseDocument(policyText(value))
	if malformed != "" {
		return false
	}
	return slices.ContainsFunc(doc.Statement, func(s statement) bool {
		return s.Effect == "Allow" && slices.Contains(s.Principal["Service"], principal) && matchesAny(s.Action, "sts:AssumeRole")
	})
}
