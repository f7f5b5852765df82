package aws

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"unicode"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

// Quotas of IAM, in characters without white space. Source: IAM user guide, "IAM and AWS STS quotas".
const (
	maxTrustPolicy     = 2048
	maxInlinePolicies  = 10240
	maxManagedPolicy   = 6144
	maxPoliciesOfRoles = 10
)

// created is when everything in the simulated account was made.
const created = "2025-01-01T00:00:00Z"

var (
	iamName     = regexp.MustCompile(`^[\w+=,.@-]*$`)
	roleMissing = cloud.Refusal{Code: "NoSuchEntity", Text: "The role with name {value} cannot be found.", Status: 404}
)

// toRole is the reference of what belongs to a role.
var toRole = cloud.Reference{Path: "role", Kind: kindRole, Code: roleMissing.Code, Text: roleMissing.Text, Status: roleMissing.Status}

func iamAPI(operation string) cloud.API {
	return cloud.API{
		Service: "IAM", Modeled: true, Create: "Create" + operation, Update: "Update" + operation, Read: "Get" + operation, Delete: "Delete" + operation,
	}
}

func iamTypes() []cloud.Resource {
	return []cloud.Resource{roleType(), rolePolicyType(), policyType(), policyAttachmentType(), instanceProfileType(), oidcProviderType()}
}

// policyText returns a policy that is given as a text or as an object.
func policyText(value any) string {
	if text, ok := value.(string); ok {
		return text
	}
	data, err := json.Marshal(value)
	if err != nil {
		return ""
	}
	return string(data)
}

// policySize counts a policy as IAM does: without white space.
func policySize(policy string) int {
	return len([]rune(strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, policy)))
}

func limitExceeded(c *cloud.Call, text string, args ...any) error {
	return c.RefuseWith(cloud.Refusal{Code: "LimitExceeded", Text: fmt.Sprintf(text, args...), Status: 409}, "")
}
