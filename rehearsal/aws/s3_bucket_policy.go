package aws

import (
	"slices"
	"strings"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/s3"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

// maxBucketPolicy is the longest policy of a bucket in bytes. Source: S3 user guide, "Bucket policies".
const maxBucketPolicy = 20480

func bucketPolicyType() cloud.Resource {
	return cloud.Resource{
		Type: "aws:s3/bucketPolicy:BucketPolicy", Args: s3.BucketPolicyArgs{}, State: s3.BucketPolicy{}, Kind: kindBucketPolicy, Noun: "S3 Bucket Policy",
		API: settingAPI("BucketPolicy"), ID: "{bucket}",
		Required:   []string{"policy"},
		ReplaceOn:  []string{"bucket"},
		JSON:       []string{"policy"},
		References: []cloud.Reference{ofBucket},
		Create:     putBucketPolicy, Update: putBucketPolicy, Read: readAsCaller("s3:GetBucketPolicy"),
		Delete: func(c *cloud.Call) error {
			bucket, ok := c.Get(kindBucket, c.Object.ID)
			if !ok {
				return nil
			}
			return refuseDenied(c, bucket, "s3:DeleteBucketPolicy", bucket.Properties.String("arn"), nil)
		},
	}
}

// putBucketPolicy refuses a policy that is malformed, names what does not exist, or is public where public policies are blocked.
func putBucketPolicy(c *cloud.Call) error {
	value, _ := c.Inputs.Get("policy")
	text := policyText(value)
	if len(text) > maxBucketPolicy {
		return malformedBucketPolicy(c, "Normalized policy document exceeds the maximum allowed size of %d bytes.", maxBucketPolicy)
	}
	doc, malformed := parseDocument(text)
	if malformed != "" {
		return malformedBucketPolicy(c, "%s", malformed)
	}
	bucket, _ := c.Get(kindBucket, c.Inputs.String("bucket"))
	arn := bucket.Properties.String("arn")
	for _, s := range doc.Statement {
		if err := checkBucketStatement(c, s, arn); err != nil {
			return err
		}
	}
	if blocksPublicPolicy(c, bucket.ID) && slices.ContainsFunc(doc.Statement, isPublicStatement) {
		return c.RefuseWith(cloud.Refusal{Code: "AccessDenied", Status: 403, Text: "User: " + callerARN(c.Account) +
			" is not authorized to perform: s3:PutBucketPolicy on resource: \"" + arn +
			"\" because public policies are prevented by the BlockPublicPolicy setting in S3 Block Public Access."}, "")
	}
	return nil
}

func malformedBucketPolicy(c *cloud.Call, text string, args ...any) error {
	return c.Refuse("MalformedPolicy", text, args...)
}

func checkBucketStatement(c *cloud.Call, s statement, arn string) error {
	if len(s.Principal) == 0 && s.NotPrincipal == nil {
		return malformedBucketPolicy(c, "Missing required field Principal")
	}
	if named, unknown := unknownPrincipal(c, s.Principal); unknown {
		return malformedBucketPolicy(c, "Invalid principal in policy: %s", named)
	}
	if len(s.Resource) == 0 && len(s.NotResource) == 0 {
		return malformedBucketPolicy(c, "Missing required field Resource")
	}
	for _, resource := range slices.Concat(s.Resource, s.NotResource) {
		if resource != arn && !strings.HasPrefix(resource, arn+"/") {
			return malformedBucketPolicy(c, "Policy has invalid resource")
		}
	}
	onObject, onBucket := false, false
	for _, resource := range s.Resource {
		onObject, onBucket = onObject || strings.HasPrefix(resource, arn+"/"), onBucket || resource == arn
	}
	for _, action := range slices.Concat(s.Action, s.NotAction) {
		if action != "*" && !strings.HasPrefix(strings.ToLower(action), "s3:") {
			return malformedBucketPolicy(c, "Policy has invalid action")
		}
		if len(s.Resource) > 0 && (actsOn(action, bucketActions) && !onBucket || actsOn(action, objectActions) && !onObject) {
			return malformedBucketPolicy(c, "Action does not apply to any resource(s) in statement")
		}
	}
	return nil
}

// Actions that apply to objects alone or to the bucket alone, of those that policies name most often.
// Source: Service Authorization Reference, S3.
var (
	objectActions = []string{"s3:getobject", "s3:putobject", "s3:deleteobject", "s3:getobjectversion", "s3:deleteobjectversion", "s3:abortmultipartupload"}
	bucketActions = []string{"s3:listbucket", "s3:getbucketlocation", "s3:getbucketacl", "s3:listbucketversions", "s3:getbucketpolicy", "s3:putbucketpolicy"}
)

func actsOn(action string, actions []string) bool {
	return slices.Contains(actions, strings.ToLower(action))
}

// blocksPublicPolicy tells whether a bucket refuses public policies, which it does unless its setting says otherwise.
// Source: S3 user guide: Block Public Access is on for buckets made since April 2023.
func blocksPublicPolicy(c *cloud.Call, bucket string) bool {
	for _, block := range c.Find(kindBucketAccessBlock, where("bucket", bucket)) {
		return block.Properties.Bool("blockPublicPolicy")
	}
	return true
}

// fixedKeys are the condition keys that, with a value that is fixed, make a statement not public.
// Source: S3 user guide, "The meaning of public".
var fixedKeys = []string{
	"aws:principalorgid", "aws:principalaccount", "aws:principalarn", "aws:sourceaccount", "aws:sourcearn", "aws:sourceip", "aws:sourceowner",
	"aws:sourcevpc", "aws:sourcevpce", "aws:sourceorgid", "aws:userid", "s3:dataaccesspointarn", "s3:dataaccesspointaccount",
	"s3:x-amz-server-side-encryption-aws-kms-key-id",
}

// isPublicStatement tells whether a statement admits everybody without a condition that S3 takes as a limit.
func isPublicStatement(s statement) bool {
	if s.Effect != "Allow" || s.NotPrincipal == nil && !slices.Contains(s.Principal["AWS"], "*") {
		return false
	}
	for operator, keys := range s.Condition {
		for key, values := range keys {
			fixed := !slices.ContainsFunc(values, func(v string) bool { return strings.ContainsAny(v, "*?$") })
			if slices.Contains(fixedKeys, strings.ToLower(key)) && fixed && !strings.Contains(operator, "Not") {
				return false
			}
		}
	}
	return true
}
