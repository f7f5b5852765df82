package cloudflare

import (
	"github.com/pulumi/pulumi-cloudflare/sdk/v5/go/cloudflare"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

// invalidRequest is the code of Access for a request that it cannot use. Source: terraform-provider-cloudflare issues 2328 and 2354.
const invalidRequest = "12130"

func groupTypes() []cloud.Resource {
	return []cloud.Resource{{
		Type: "cloudflare:index/zeroTrustAccessGroup:ZeroTrustAccessGroup",
		Args: cloudflare.ZeroTrustAccessGroupArgs{}, State: cloudflare.ZeroTrustAccessGroup{},
		Kind: kindGroup, Noun: "Access Group", ID: "{uuid}", ImportID: "{accountId}/{id}", Required: []string{"includes"},
		Outputs:    map[string]any{"zoneId": ""},
		ReplaceOn:  []string{"accountId"},
		References: ruleReferences(),
		InUse:      cloud.Refusal{Code: invalidRequest, Text: "access.api.error.invalid_request: the group '{id}' is used by {value}"},
		Check:      eitherOwner,
		Create:     sendRules, Update: sendRules,
	}}
}

// ruleReferences are what the rules of a group or policy name.
func ruleReferences() []cloud.Reference {
	var references []cloud.Reference
	for _, list := range []string{"includes", "requires", "excludes"} {
		for property, kind := range map[string]string{"groups": kindGroup, "serviceTokens": kindServiceToken} {
			reference := needs(list+"[*]."+property+"[*]", kind, "access.api.error.invalid_request: no such object: {value}")
			reference.Code = invalidRequest
			references = append(references, reference)
		}
		posture := refers(list+"[*].devicePostures[*]", kindPostureRule, "access.api.error.invalid_request: no such device posture rule: {value}")
		posture.Code = invalidRequest
		references = append(references, posture)
	}
	return references
}

// sendRules does what the provider does: of each list it sends the last element alone. Without any condition left to include,
// Access refuses. Source: resourceCloudflareAccessGroupCreate, BuildAccessGroupCondition.
func sendRules(c *cloud.Call) error {
	for _, list := range []string{"includes", "requires", "excludes"} {
		if elements := c.Object.Properties.List(list); len(elements) > 1 {
			c.Object.Properties.Set(list, elements[len(elements)-1:])
		}
	}
	for _, rule := range c.Object.Properties.Objects("includes") {
		if hasCondition(rule) {
			return nil
		}
	}
	return c.Refuse(invalidRequest, "access.api.error.invalid_request: include must not be empty")
}

// hasCondition tells whether the provider makes any condition of a rule: flags count when true, texts and lists when not empty.
func hasCondition(rule cloud.Values) bool {
	for _, value := range rule {
		switch value := value.(type) {
		case bool:
			if value {
				return true
			}
		case string:
			if value != "" {
				return true
			}
		case []any:
			if len(value) > 0 {
				return true
			}
		}
	}
	return false
}
