package aws

import (
	"strings"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

// storageTypes are the buckets of S3, their settings, which are resources of their own, and objects.
func storageTypes() []cloud.Resource {
	return []cloud.Resource{
		bucketType(), bucketPolicyType(), bucketVersioningType(), bucketEncryptionType(), bucketAccessBlockType(), bucketLifecycleType(),
		bucketOwnershipType(), bucketLockType(), bucketLoggingType(), bucketObjectType(), bucketObjectV1Type(),
	}
}

var (
	bucketMissing = cloud.Refusal{Code: "NoSuchBucket", Text: "The specified bucket does not exist", Status: 404}
	ofBucket      = cloud.Reference{Path: "bucket", Kind: kindBucket, Code: bucketMissing.Code, Text: bucketMissing.Text, Status: bucketMissing.Status}
)

// settingAPI names the operations on one setting of a bucket.
func settingAPI(setting string) cloud.API {
	return cloud.API{Service: "S3", Create: "Put" + setting, Update: "Put" + setting, Read: "Get" + setting, Delete: "Delete" + setting}
}

// bucketPolicyOf returns the policy of a bucket, empty where it has none.
func bucketPolicyOf(c *cloud.Call, bucket *cloud.Object) document {
	for _, policy := range c.Find(kindBucketPolicy, where("bucket", bucket.ID)) {
		value, _ := policy.Properties.Get("policy")
		doc, _ := parseDocument(policyText(value))
		return doc
	}
	return document{}
}

// bucketAllows tells whether the policy of a bucket lets a service of AWS do something.
func bucketAllows(c *cloud.Call, bucket *cloud.Object, r request) bool {
	return bucketPolicyOf(c, bucket).allows(r)
}

// refuseDenied refuses a call of the deploying program that the policy of the bucket denies, as it does where it admits
// requests through a VPC endpoint only: the program runs outside the VPC.
func refuseDenied(c *cloud.Call, bucket *cloud.Object, action, resource string, extra map[string]string) error {
	return deniedByBucket(c, bucketPolicyOf(c, bucket), action, resource, extra)
}

func deniedByBucket(c *cloud.Call, policy document, action, resource string, extra map[string]string) error {
	context := callerContext(c.Account)
	for key, value := range extra {
		context[key] = value
	}
	if !policy.denies(request{principalType: "AWS", principals: callerNames(c.Account), action: action, resource: resource, context: context}) {
		return nil
	}
	return c.RefuseWith(cloud.Refusal{Code: "AccessDenied", Status: 403, Text: "User: " + callerARN(c.Account) + " is not authorized to perform: " +
		action + " on resource: \"" + resource + "\" with an explicit deny in a resource-based policy"}, "")
}

// readAsCaller refuses to read a setting that the bucket's policy keeps from the deploying program.
func readAsCaller(action string) func(*cloud.Call) error {
	return func(c *cloud.Call) error {
		bucket, ok := c.Get(kindBucket, strings.SplitN(c.Object.ID, ",", 2)[0])
		if !ok {
			return c.RefuseWith(bucketMissing, "")
		}
		return refuseDenied(c, bucket, action, bucket.Properties.String("arn"), nil)
	}
}
