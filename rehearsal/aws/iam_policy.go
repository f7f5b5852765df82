package aws

import (
	"fmt"
	"strings"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/iam"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

func rolePolicyType() cloud.Resource {
	return cloud.Resource{
		Type: "aws:iam/rolePolicy:RolePolicy", Args: iam.RolePolicyArgs{}, State: iam.RolePolicy{}, Kind: kindRolePolicy, Noun: "IAM Role Policy", Global: true,
		API: cloud.API{
			Service: "IAM", Modeled: true, Create: "PutRolePolicy", Update: "PutRolePolicy", Read: "GetRolePolicy", Delete: "DeleteRolePolicy",
		},
		Required: []string{"policy", "role"},
		ID:       "{role}:{name}",
		Outputs:  map[string]any{"namePrefix": ""}, ReplaceOn: []string{"name", "namePrefix", "role"},
		JSON:        []string{"policy"},
		Constraints: []cloud.Constraint{{Path: "name", MinLen: 1, MaxLen: 128}, {Path: "name", Pattern: iamName}},
		References:  []cloud.Reference{toRole},
		Create:      putRolePolicy, Update: putRolePolicy,
	}
}

func policyType() cloud.Resource {
	return cloud.Resource{
		Type: "aws:iam/policy:Policy", Args: iam.PolicyArgs{}, State: iam.Policy{}, Kind: kindPolicy, Noun: "IAM Policy", Global: true,
		API: cloud.API{
			Service: "IAM", Modeled: true, Create: "CreatePolicy", Update: "CreatePolicyVersion", Read: "GetPolicy", Delete: "DeletePolicy",
		},
		Required: []string{"policy"},
		MakeID:   policyARN,
		Autoname: &cloud.Autoname{Property: "name", Max: 128},
		Defaults: map[string]any{"path": "/"},
		Outputs:  map[string]any{"arn": "{id}", "policyId": "ANPA{upper17}", "namePrefix": ""},

		ReplaceOn:   []string{"description", "name", "namePrefix", "path"},
		JSON:        []string{"policy"},
		Constraints: []cloud.Constraint{{Path: "name", MinLen: 1, MaxLen: 128}, {Path: "name", Pattern: iamName}, {Path: "description", MaxLen: 1000}},
		Unique: []cloud.Unique{{
			Properties: []string{"name"}, Code: "EntityAlreadyExists",
			Text: "A policy called {value} already exists. Duplicate names are not allowed.", Status: 409,
		}},
		InUse:    cloud.Refusal{Code: "DeleteConflict", Text: "Cannot delete a policy attached to entities.", Status: 409},
		NotFound: cloud.Refusal{Code: "NoSuchEntity", Text: "Policy {value} does not exist or is not attachable.", Status: 404},
		Create:   checkManagedPolicy, Update: checkManagedPolicy, Read: countAttachments,
	}
}

func policyAttachmentType() cloud.Resource {
	return cloud.Resource{
		Type: "aws:iam/rolePolicyAttachment:RolePolicyAttachment", Args: iam.RolePolicyAttachmentArgs{}, State: iam.RolePolicyAttachment{},
		Kind: kindPolicyAttachment, Noun: "IAM Role Policy Attachment", Global: true,
		API:      cloud.API{Service: "IAM", Modeled: true, Create: "AttachRolePolicy", Read: "ListAttachedRolePolicies", Delete: "DetachRolePolicy"},
		Required: []string{"role"},
		ID:       "{role}-20250101{digits18}", ImportID: "{role}/{policyArn}",
		ReplaceOn: []string{"policyArn", "role"}, DeleteFirst: true,
		References: []cloud.Reference{toRole, {
			Path: "policyArn", Kind: kindPolicy, Blocks: true, Unless: managedByAWS,
			Code: "NoSuchEntity", Text: "Policy {value} does not exist or is not attachable.", Status: 404,
		}},
		Quotas: []cloud.Quota{{
			Per: []string{"role"}, Max: maxPoliciesOfRoles, Code: "LimitExceeded",
			Text: fmt.Sprintf("Cannot exceed quota for PoliciesPerRole: %d", maxPoliciesOfRoles), Status: 409,
		}},
	}
}

// managedByAWS tells whether an ARN names one of AWS's own policies, all of which the simulation takes to exist.
func managedByAWS(arn string) bool { return strings.Contains(arn, ":iam::aws:policy/") }

func policyARN(c *cloud.Call) (string, error) {
	return fmt.Sprintf("arn:%s:iam::%s:policy%s%s", c.Account.Partition, c.Account.ID, c.Object.Properties.String("path"), c.Object.Properties.String("name")), nil
}

// checkIdentityPolicy refuses a malformed policy of a role: it names resources, and no principal.
func checkIdentityPolicy(c *cloud.Call, policy string) error {
	doc, malformed := parseDocument(policy)
	if malformed != "" {
		return c.Refuse("MalformedPolicyDocument", "%s", malformed)
	}
	for _, s := range doc.Statement {
		if s.Principal != nil || s.NotPrincipal != nil {
			return c.Refuse("MalformedPolicyDocument", "Policy document should not specify a principal.")
		}
		if len(s.Resource) == 0 && len(s.NotResource) == 0 {
			return c.Refuse("MalformedPolicyDocument", "Policy statement must contain resources.")
		}
	}
	return nil
}

func checkInlineSize(c *cloud.Call, roleName string) error {
	size := 0
	if role, ok := c.Get(kindRole, roleName); ok {
		for _, inline := range role.Properties.Objects("inlinePolicies") {
			size += policySize(inline.String("policy"))
		}
	}
	for _, policy := range c.Find(kindRolePolicy, where("role", roleName)) {
		value, _ := policy.Properties.Get("policy")
		size += policySize(policyText(value))
	}
	if size > maxInlinePolicies {
		return limitExceeded(c, "Maximum policy size of %d bytes exceeded for role %s", maxInlinePolicies, roleName)
	}
	return nil
}

func putRolePolicy(c *cloud.Call) error {
	value, _ := c.Inputs.Get("policy")
	if err := checkIdentityPolicy(c, policyText(value)); err != nil {
		return err
	}
	return checkInlineSize(c, c.Inputs.String("role"))
}

func checkManagedPolicy(c *cloud.Call) error {
	value, _ := c.Inputs.Get("policy")
	text := policyText(value)
	if err := checkIdentityPolicy(c, text); err != nil {
		return err
	}
	if policySize(text) > maxManagedPolicy {
		return limitExceeded(c, "Cannot exceed quota for PolicySize: %d", maxManagedPolicy)
	}
	return nil
}

func countAttachments(c *cloud.Call) error {
	c.Object.Properties.Set("attachmentCount", len(c.Find(kindPolicyAttachment, where("policyArn", c.Object.ID))))
	return nil
}
