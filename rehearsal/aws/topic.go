package aws

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/sns"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

// maxTopicPolicy is the longest policy of a topic in bytes.
const maxTopicPolicy = 30720

var (
	topicName    = regexp.MustCompile(`^[0-9A-Za-z_-]{1,256}$|^[0-9A-Za-z_-]{1,251}\.fifo$`)
	topicMissing = cloud.Refusal{Code: "NotFound", Text: "Topic does not exist", Status: 404}
)

func topicTypes() []cloud.Resource { return []cloud.Resource{topicType(), topicPolicyType()} }

func topicType() cloud.Resource {
	return cloud.Resource{
		Type: "aws:sns/topic:Topic", Args: sns.TopicArgs{}, State: sns.Topic{}, Kind: kindTopic, Noun: "SNS Topic",
		API:      cloud.API{Service: "SNS", Modeled: true, Create: "CreateTopic", Update: "SetTopicAttributes", Read: "GetTopicAttributes", Delete: "DeleteTopic"},
		ID:       "arn:{partition}:sns:{region}:{account}:{name}",
		Autoname: &cloud.Autoname{Property: "name", Max: 256},
		Defaults: map[string]any{"contentBasedDeduplication": false, "fifoTopic": false},
		Outputs: map[string]any{
			"arn": "{id}", "owner": "{account}", "namePrefix": "", "beginningArchiveTime": "", "fifoThroughputScope": "", "signatureVersion": 0, "tracingConfig": "",
			"policy": "",
		},
		ReplaceOn: []string{"fifoTopic", "name", "namePrefix"},
		JSON:      []string{"policy", "deliveryPolicy"},
		Constraints: []cloud.Constraint{
			{Path: "name", Pattern: topicName}, {Path: "displayName", MaxLen: 100, Code: "InvalidParameter", Text: "Invalid parameter: DisplayName"},
			{Path: "signatureVersion", Min: 1, Max: 2}, {Path: "tracingConfig", OneOf: []string{"PassThrough", "Active"}},
		},
		// CreateTopic answers with the topic that exists; two resources for one topic are refused instead.
		Unique: []cloud.Unique{{
			Properties: []string{"name"}, Code: "InvalidParameter",
			Text: "Invalid parameter: Attributes Reason: Topic {value} already exists with different attributes",
		}},
		Check: func(c *cloud.Checking) {
			if fifo := c.Inputs.Bool("fifoTopic"); c.Inputs.Known("name") && fifo != strings.HasSuffix(c.Inputs.String("name"), ".fifo") {
				c.Fail("name", "the name of a FIFO topic, and of no other, ends in .fifo, got %q", c.Inputs.String("name"))
			}
			if c.Inputs.Bool("contentBasedDeduplication") && !c.Inputs.Bool("fifoTopic") {
				c.Fail("contentBasedDeduplication", "content-based deduplication can only be set for FIFO topics")
			}
			if c.Inputs.Has("fifoThroughputScope") && !c.Inputs.Bool("fifoTopic") {
				c.Fail("fifoThroughputScope", "FIFO throughput scope can only be set for FIFO topics")
			}
			if c.Inputs.Has("archivePolicy") && !c.Inputs.Bool("fifoTopic") {
				c.Fail("archivePolicy", "message archive policy can only be set for FIFO topics")
			}
		},
		NotFound: topicMissing,
		Create:   settleTopic, Update: settleTopic, Read: readTopicPolicy,
	}
}

// defaultTopicPolicy admits the account alone, as SNS's own does.
func defaultTopicPolicy(at cloud.Account, arn string) string {
	return fmt.Sprintf(`{"Id":"__default_policy_ID","Statement":[{"Action":["SNS:GetTopicAttributes","SNS:SetTopicAttributes","SNS:AddPermission",`+
		`"SNS:RemovePermission","SNS:DeleteTopic","SNS:Subscribe","SNS:ListSubscriptionsByTopic","SNS:Publish"],"Condition":{"StringEquals":`+
		`{"AWS:SourceOwner":"%s"}},"Effect":"Allow","Principal":{"AWS":"*"},"Resource":"%s","Sid":"__default_statement_ID"}],"Version":"2008-10-17"}`, at.ID, arn)
}

func settleTopic(c *cloud.Call) error {
	p := c.Object.Properties
	if policy := c.Inputs.String("policy"); policy != "" {
		return checkTopicPolicy(c, policy)
	}
	p.Set("policy", defaultTopicPolicy(c.Account, c.Object.ID))
	return nil
}

func readTopicPolicy(c *cloud.Call) error {
	for _, policy := range c.Find(kindTopicPolicy, where("arn", c.Object.ID)) {
		value, _ := policy.Properties.Get("policy")
		c.Object.Properties.Set("policy", policyText(value))
	}
	return nil
}

func checkTopicPolicy(c *cloud.Call, text string) error {
	doc, malformed := parseDocument(text)
	if malformed != "" || len(text) > maxTopicPolicy {
		return c.Refuse("InvalidParameter", "Invalid parameter: Policy Error: %s", firstOfTexts(malformed, "the policy is too long"))
	}
	for _, s := range doc.Statement {
		if _, unknown := unknownPrincipal(c, s.Principal); unknown || len(s.Principal) == 0 && s.NotPrincipal == nil {
			return c.Refuse("InvalidParameter", "Invalid parameter: Policy Error: PrincipalNotFound")
		}
	}
	return nil
}

func topicPolicyType() cloud.Resource {
	return cloud.Resource{
		Type: "aws:sns/topicPolicy:TopicPolicy", Args: sns.TopicPolicyArgs{}, State: sns.TopicPolicy{}, Kind: kindTopicPolicy, Noun: "SNS Topic Policy",
		API: cloud.API{
			Service: "SNS", Modeled: true, Create: "SetTopicAttributes", Update: "SetTopicAttributes", Read: "GetTopicAttributes", Delete: "SetTopicAttributes",
		},
		ID: "{arn}", Required: []string{"policy"}, Outputs: map[string]any{"owner": "{account}"},
		ReplaceOn: []string{"arn"}, JSON: []string{"policy"},
		References: []cloud.Reference{{Path: "arn", Kind: kindTopic, Code: topicMissing.Code, Text: topicMissing.Text, Status: topicMissing.Status}},
		Create:     putTopicPolicy, Update: putTopicPolicy,
	}
}

func putTopicPolicy(c *cloud.Call) error {
	value, _ := c.Inputs.Get("policy")
	return checkTopicPolicy(c, policyText(value))
}
