package aws

import (
	"encoding/base64"
	"encoding/json"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/s3"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

func bucketObjectType() cloud.Resource {
	r := objectOf("aws:s3/bucketObjectv2:BucketObjectv2", s3.BucketObjectv2Args{}, s3.BucketObjectv2{})
	for _, checksum := range []string{"acl", "checksumCrc32", "checksumCrc32c", "checksumCrc64nvme", "checksumSha1", "checksumSha256"} {
		r.Outputs[checksum] = ""
	}
	return r
}

func bucketObjectV1Type() cloud.Resource {
	r := objectOf("aws:s3/bucketObject:BucketObject", s3.BucketObjectArgs{}, s3.BucketObject{})
	r.Defaults["acl"] = "private"
	return r
}

func objectOf(token string, args, state any) cloud.Resource {
	return cloud.Resource{
		Type: token, Args: args, State: state, Kind: kindBucketObject, Noun: "S3 Object",
		API:      cloud.API{Service: "S3", Create: "PutObject", Update: "PutObject", Read: "HeadObject", Delete: "DeleteObject"},
		Required: []string{"bucket"},
		MakeID:   objectID,
		Autoname: &cloud.Autoname{Property: "key", Max: 1024, Plain: true},
		Defaults: map[string]any{"forceDestroy": false},
		Outputs: map[string]any{
			"arn": "arn:{partition}:s3:::{bucket}/{key}", "contentType": "application/octet-stream", "storageClass": "STANDARD", "serverSideEncryption": "AES256",
			"kmsKeyId": "", "bucketKeyEnabled": false, "versionId": "",
		},
		ChangesOnUpdate: []string{"versionId"},
		ReplaceOn:       []string{"bucket", "key"},
		Constraints:     []cloud.Constraint{{Path: "key", MinLen: 1, MaxLen: 1024}, {Path: "serverSideEncryption", OneOf: []string{"AES256", "aws:kms", "aws:kms:dsse"}}, {Path: "acl", OneOf: objectACLs}},
		References: []cloud.Reference{
			ofBucket, {Path: "kmsKeyId", Kind: kindKey, By: []string{"id", "arn"}, Code: "KMS.NotFoundException", Text: "Key '{value}' does not exist"},
		},
		Check:  checkObject,
		Create: putObject, Update: putObject, Read: readObject,
	}
}

// objectACLs are the canned access control lists of an object, by the provider's schema.
var objectACLs = []string{
	"private", "public-read", "public-read-write", "authenticated-read", "aws-exec-read", "bucket-owner-read", "bucket-owner-full-control",
}

// objectID is bucket and key: the provider's id is the key alone, which is unique within its bucket only.
func objectID(c *cloud.Call) (string, error) {
	return c.Inputs.String("bucket") + "/" + c.Inputs.String("key"), nil
}

func checkObject(c *cloud.Checking) {
	given := 0
	for _, property := range []string{"content", "contentBase64", "source"} {
		if c.Inputs.Has(property) {
			given++
		}
	}
	if given > 1 {
		c.Fail("content", "\"content\", \"contentBase64\" and \"source\" conflict; give one of them")
	}
	if _, err := base64.StdEncoding.DecodeString(c.Inputs.String("contentBase64")); err != nil && c.Inputs.Known("contentBase64") {
		c.Fail("contentBase64", "is not valid base64")
	}
}

// putObject encrypts the object as the bucket says, refuses a key that does not exist and a call that the bucket's policy denies,
// and gives the object a version where the bucket keeps them.
func putObject(c *cloud.Call) error {
	p := c.Object.Properties
	bucket, _ := c.Get(kindBucket, c.Inputs.String("bucket"))
	headers := map[string]string{}
	if asked := c.Inputs.String("serverSideEncryption"); asked != "" {
		headers["s3:x-amz-server-side-encryption"] = asked
	}
	if key := c.Inputs.String("kmsKeyId"); key != "" {
		headers["s3:x-amz-server-side-encryption-aws-kms-key-id"] = key
	}
	if err := refuseDenied(c, bucket, "s3:PutObject", bucket.Properties.String("arn")+"/"+p.String("key"), headers); err != nil {
		return err
	}
	if err := encryptObject(c, bucket); err != nil {
		return err
	}
	p.Set("etag", firstOfTexts(c.Inputs.String("etag"), objectDigest(c.Inputs)))
	if bucketKeepsVersions(c, bucket) {
		n := p.Int(changes) + 1
		p.Set(changes, n)
		p.Set("versionId", digest(32, c.Object.ID, p.String("etag"), string(rune('0'+n))))
	}
	return nil
}

func encryptObject(c *cloud.Call, bucket *cloud.Object) error {
	p := c.Object.Properties
	if c.Inputs.Has("serverSideEncryption") || c.Inputs.Has("kmsKeyId") {
		if c.Inputs.Has("kmsKeyId") && !c.Inputs.Has("serverSideEncryption") {
			p.Set("serverSideEncryption", "aws:kms")
		}
		return nil
	}
	for _, setting := range c.Find(kindBucketEncryption, where("bucket", bucket.ID)) {
		for _, rule := range setting.Properties.Objects("rules") {
			key := rule.String("applyServerSideEncryptionByDefault.kmsMasterKeyId")
			p.Set("serverSideEncryption", rule.String("applyServerSideEncryptionByDefault.sseAlgorithm"))
			p.Set("bucketKeyEnabled", rule.Bool("bucketKeyEnabled"))
			if key == "" {
				continue
			}
			keys := c.Find(kindKey, func(o *cloud.Object) bool { return o.ID == key || o.Properties.String("arn") == key })
			if len(keys) == 0 {
				return c.Refuse("KMS.NotFoundException", "Key '%s' does not exist", key)
			}
			p.Set("kmsKeyId", keys[0].Properties.String("arn"))
		}
	}
	return nil
}

func bucketKeepsVersions(c *cloud.Call, bucket *cloud.Object) bool {
	for _, versioning := range c.Find(kindBucketVersioning, where("bucket", bucket.ID)) {
		return versioning.Properties.String("versioningConfiguration.status") == "Enabled"
	}
	return bucket.Properties.Bool("objectLockEnabled")
}

// objectDigest stands for the checksum of the content: for an asset that of its description, which holds the hash of the file.
func objectDigest(in cloud.Values) string {
	source, _ := in.Get("source")
	described, err := json.Marshal(source)
	if err != nil {
		described = nil
	}
	return digest(32, in.String("content"), in.String("contentBase64"), string(described))
}

func readObject(c *cloud.Call) error {
	bucket, ok := c.Get(kindBucket, c.Object.Properties.String("bucket"))
	if !ok {
		return c.RefuseWith(bucketMissing, "")
	}
	return refuseDenied(c, bucket, "s3:GetObject", bucket.Properties.String("arn")+"/"+c.Object.Properties.String("key"), nil)
}
