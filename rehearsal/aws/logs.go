package aws

import (
	"fmt"
	"regexp"
	"slices"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/cloudwatch"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

// retentions are the numbers of days for which CloudWatch Logs keeps events; 0 is for ever.
var retentions = []int{
	0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
}

// maxLogPolicy is the longest resource policy of CloudWatch Logs in characters.
const maxLogPolicy = 5120

func logTypes() []cloud.Resource {
	return []cloud.Resource{{
		Type: "aws:cloudwatch/logGroup:LogGroup", Args: cloudwatch.LogGroupArgs{}, State: cloudwatch.LogGroup{},
		Kind: kindLogGroup, Noun: "CloudWatch Logs Log Group",
		API: cloud.API{
			Service: "CloudWatch Logs", Modeled: true, Create: "CreateLogGroup", Update: "PutRetentionPolicy", Read: "DescribeLogGroups", Delete: "DeleteLogGroup",
		},
		ID:       "{name}",
		Autoname: &cloud.Autoname{Property: "name", Max: 512},
		Defaults: map[string]any{"retentionInDays": 0, "skipDestroy": false},
		Outputs: map[string]any{
			"arn": "arn:{partition}:logs:{region}:{account}:log-group:{name}", "logGroupClass": "STANDARD", "namePrefix": "",
		},
		ReplaceOn: []string{"logGroupClass", "name", "namePrefix"},
		Constraints: []cloud.Constraint{
			{Path: "name", MinLen: 1, MaxLen: 512}, {Path: "name", Pattern: regexp.MustCompile(`^[.\-_/#A-Za-z0-9]+$`)},
			{Path: "logGroupClass", OneOf: []string{"STANDARD", "INFREQUENT_ACCESS", "DELIVERY"}},
		},
		Unique: []cloud.Unique{{
			Properties: []string{"name"}, Code: "ResourceAlreadyExistsException", Text: "The specified log group already exists",
		}},
		NotFound: cloud.Refusal{Code: "ResourceNotFoundException", Text: "The specified log group does not exist."},
		Check: func(c *cloud.Checking) {
			if days := c.Inputs.Int("retentionInDays"); c.Inputs.Known("retentionInDays") && !slices.Contains(retentions, days) {
				c.Fail("retentionInDays", "expected retention_in_days to be one of %v, got %d", retentions, days)
			}
		},
		Create: encryptLogGroup, Update: encryptLogGroup,
	}, {
		Type: "aws:cloudwatch/logResourcePolicy:LogResourcePolicy",
		Args: cloudwatch.LogResourcePolicyArgs{}, State: cloudwatch.LogResourcePolicy{},
		Kind: kindLogPolicy, Noun: "CloudWatch Logs Resource Policy",
		API: cloud.API{
			Service: "CloudWatch Logs", Modeled: true, Create: "PutResourcePolicy", Update: "PutResourcePolicy", Read: "DescribeResourcePolicies",
			Delete: "DeleteResourcePolicy",
		},
		Required:  []string{"policyDocument"},
		ID:        "{policyName}",
		ReplaceOn: []string{"policyName"},
		JSON:      []string{"policyDocument"},
		Quotas:    []cloud.Quota{{Max: 10, Code: "LimitExceededException", Text: "Resource limit exceeded."}},
		Create:    checkLogPolicy, Update: checkLogPolicy,
	}}
}

// encryptLogGroup refuses a key that the service may not use for this log group.
func encryptLogGroup(c *cloud.Call) error {
	key := c.Inputs.String("kmsKeyId")
	if key == "" {
		return nil
	}
	arn := fmt.Sprintf("arn:%s:logs:%s:%s:log-group:%s", c.Account.Partition, c.Account.Region, c.Account.ID, c.Object.Properties.String("name"))
	context := map[string]string{"kms:encryptioncontext:aws:logs:arn": arn, "aws:sourceaccount": c.Account.ID, "aws:sourcearn": arn}
	for _, service := range []string{"logs." + c.Account.Region + "." + partitionOf(c.Account.Region).dnsSuffix, "logs.amazonaws.com"} {
		if keyAllowsService(c, key, service, context) {
			return nil
		}
	}
	return c.Refuse("AccessDeniedException", "The specified KMS key does not exist or is not allowed to be used with Arn '%s'", arn)
}

func checkLogPolicy(c *cloud.Call) error {
	value, _ := c.Inputs.Get("policyDocument")
	text := policyText(value)
	if len(text) > maxLogPolicy {
		return c.Refuse("LimitExceededException", "Resource limit exceeded.")
	}
	if _, malformed := parseDocument(text); malformed != "" {
		return c.Refuse("InvalidParameterException", "%s", malformed)
	}
	return nil
}
