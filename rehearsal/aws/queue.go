package aws

import (
	"encoding/json"
	"regexp"
	"strings"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/sqs"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

var (
	queueName    = regexp.MustCompile(`^[0-9A-Za-z_-]{1,80}$|^[0-9A-Za-z_-]{1,75}\.fifo$`)
	queueMissing = cloud.Refusal{Code: "AWS.SimpleQueueService.NonExistentQueue", Text: "The specified queue does not exist."}
)

func queueTypes() []cloud.Resource { return []cloud.Resource{queueType(), queuePolicyType()} }

func queueType() cloud.Resource {
	return cloud.Resource{
		Type: "aws:sqs/queue:Queue", Args: sqs.QueueArgs{}, State: sqs.Queue{}, Kind: kindQueue, Noun: "SQS Queue",
		API:      cloud.API{Service: "SQS", Create: "CreateQueue", Update: "SetQueueAttributes", Read: "GetQueueAttributes", Delete: "DeleteQueue"},
		ID:       "https://sqs.{region}.{dnsSuffix}/{account}/{name}",
		Autoname: &cloud.Autoname{Property: "name", Max: 80},
		Defaults: map[string]any{
			"contentBasedDeduplication": false, "delaySeconds": 0, "fifoQueue": false, "maxMessageSize": 262144, "messageRetentionSeconds": 345600,
			"receiveWaitTimeSeconds": 0, "visibilityTimeoutSeconds": 30,
		},
		Outputs: map[string]any{
			"arn": "arn:{partition}:sqs:{region}:{account}:{name}", "url": "{id}", "namePrefix": "", "deduplicationScope": "", "fifoThroughputLimit": "",
			"kmsDataKeyReusePeriodSeconds": 300, "policy": "", "redriveAllowPolicy": "", "redrivePolicy": "", "sqsManagedSseEnabled": true,
		},
		ReplaceOn: []string{"fifoQueue", "name", "namePrefix"},
		// Without a key of its own, the queue has none to use again.
		Same: func(path string, _, next cloud.Values) bool {
			return path == "kmsDataKeyReusePeriodSeconds" && !next.Has("kmsMasterKeyId")
		},
		JSON: []string{"policy", "redriveAllowPolicy", "redrivePolicy"},
		Constraints: []cloud.Constraint{
			{Path: "name", Pattern: queueName}, {Path: "delaySeconds", Min: 0, Max: 900}, {Path: "maxMessageSize", Min: 1024, Max: 262144},
			{Path: "messageRetentionSeconds", Min: 60, Max: 1209600}, {Path: "receiveWaitTimeSeconds", Min: 0, Max: 20},
			{Path: "visibilityTimeoutSeconds", Min: 0, Max: 43200}, {Path: "kmsDataKeyReusePeriodSeconds", Min: 60, Max: 86400},
		},
		Unique: []cloud.Unique{{
			Properties: []string{"name"}, Code: "QueueAlreadyExists",
			Text: "A queue already exists with the same name and a different value for some attribute: {value}",
		}},
		NotFound: queueMissing,
		Check: func(c *cloud.Checking) {
			if fifo := c.Inputs.Bool("fifoQueue"); c.Inputs.Known("name") && fifo != strings.HasSuffix(c.Inputs.String("name"), ".fifo") {
				c.Fail("name", "the name of a FIFO queue, and of no other, ends in .fifo, got %q", c.Inputs.String("name"))
			}
			if c.Inputs.Bool("contentBasedDeduplication") && !c.Inputs.Bool("fifoQueue") && c.Inputs.Known("fifoQueue") {
				c.Fail("contentBasedDeduplication", "content-based deduplication can only be set for FIFO queue")
			}
			if c.Inputs.Has("kmsMasterKeyId") && c.Inputs.Bool("sqsManagedSseEnabled") {
				c.Fail("kmsMasterKeyId", "\"kmsMasterKeyId\" conflicts with \"sqsManagedSseEnabled\"; give one of them")
			}
		},
		Create: settleQueue, Update: settleQueue, Read: readQueuePolicy,
	}
}

// settleQueue judges the policy and the queue for messages that nobody could handle, and answers how the queue is encrypted.
func settleQueue(c *cloud.Call) error {
	p, in := c.Object.Properties, c.Inputs
	if in.Has("kmsMasterKeyId") {
		p.Set("sqsManagedSseEnabled", false)
	}
	if policy := in.String("policy"); policy != "" {
		if err := checkQueuePolicy(c, policy); err != nil {
			return err
		}
	}
	var redrive struct {
		DeadLetterTargetARN string `json:"deadLetterTargetArn"`
		MaxReceiveCount     any    `json:"maxReceiveCount"`
	}
	text := in.String("redrivePolicy")
	if text == "" {
		return nil
	}
	if err := json.Unmarshal([]byte(text), &redrive); err != nil || redrive.DeadLetterTargetARN == "" || redrive.MaxReceiveCount == nil {
		return c.Refuse("InvalidParameterValue", "Value %s for parameter RedrivePolicy is invalid. Reason: Redrive policy is missing "+
			"deadLetterTargetArn or maxReceiveCount.", text)
	}
	if len(c.Find(kindQueue, where("arn", redrive.DeadLetterTargetARN))) == 0 {
		return c.Refuse("InvalidParameterValue", "Value %s for parameter RedrivePolicy is invalid. Reason: Dead letter target does not exist.", text)
	}
	return nil
}

func readQueuePolicy(c *cloud.Call) error {
	for _, policy := range c.Find(kindQueuePolicy, where("queueUrl", c.Object.ID)) {
		value, _ := policy.Properties.Get("policy")
		c.Object.Properties.Set("policy", policyText(value))
	}
	return nil
}

func checkQueuePolicy(c *cloud.Call, text string) error {
	doc, malformed := parseDocument(text)
	if malformed != "" {
		return c.Refuse("InvalidAttributeValue", "Invalid value for the parameter Policy. Reason: %s", malformed)
	}
	for _, s := range doc.Statement {
		if _, unknown := unknownPrincipal(c, s.Principal); unknown || len(s.Principal) == 0 && s.NotPrincipal == nil {
			return c.Refuse("InvalidAttributeValue", "Invalid value for the parameter Policy.")
		}
	}
	return nil
}

func queuePolicyType() cloud.Resource {
	return cloud.Resource{
		Type: "aws:sqs/queuePolicy:QueuePolicy", Args: sqs.QueuePolicyArgs{}, State: sqs.QueuePolicy{}, Kind: kindQueuePolicy, Noun: "SQS Queue Policy",
		API: cloud.API{Service: "SQS", Create: "SetQueueAttributes", Update: "SetQueueAttributes", Read: "GetQueueAttributes", Delete: "SetQueueAttributes"},
		ID:  "{queueUrl}", Required: []string{"policy"}, ReplaceOn: []string{"queueUrl"}, JSON: []string{"policy"},
		References: []cloud.Reference{{Path: "queueUrl", Kind: kindQueue, Code: queueMissing.Code, Text: queueMissing.Text}},
		Create:     putQueuePolicy, Update: putQueuePolicy,
	}
}

func putQueuePolicy(c *cloud.Call) error {
	value, _ := c.Inputs.Get("policy")
	return checkQueuePolicy(c, policyText(value))
}
