package aws

import (
	"net/netip"
	"regexp"
	"strings"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/s3"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

// bucketZones are the hosted zones of S3's website endpoints, by Region; any other Region has a made-up one.
// Source: AWS General Reference, "Amazon S3 endpoints and quotas".
var bucketZones = map[string]string{
	"us-east-1": "Z3AQBSTGFYJSTF", "us-west-2": "Z3BJ6K6RIION7M", "eu-west-1": "Z1BKCTXD74EZPE", "eu-central-1": "Z21DNDUVLTQW6Q",
}

// settingsOfTheirOwn are the inputs of a bucket that the provider deprecates for resources of their own.
var settingsOfTheirOwn = []string{
	"accelerationStatus", "acl", "corsRules", "grants", "lifecycleRules", "loggings", "objectLockConfiguration", "policy", "replicationConfigurations",
	"requestPayer", "serverSideEncryptionConfigurations", "versionings", "websites",
}

func bucketType() cloud.Resource {
	return cloud.Resource{
		Type: "aws:s3/bucketV2:BucketV2", Args: s3.BucketV2Args{}, State: s3.BucketV2{}, Kind: kindBucket, Noun: "S3 Bucket",
		API:      cloud.API{Service: "S3", Modeled: true, Create: "CreateBucket", Update: "PutBucketTagging", Read: "HeadBucket", Delete: "DeleteBucket"},
		MakeID:   nameBucket,
		Autoname: &cloud.Autoname{Property: "bucket", Max: 63, Lower: true},
		Defaults: map[string]any{"forceDestroy": false},
		Outputs: map[string]any{
			"arn": "arn:{partition}:s3:::{bucket}", "bucketPrefix": "", "bucketDomainName": "{bucket}.s3.{dnsSuffix}",
			"bucketRegionalDomainName": "{bucket}.s3.{region}.{dnsSuffix}", "region": "{region}", "objectLockEnabled": false, "accelerationStatus": "",
			"acl": "", "policy": "", "requestPayer": "BucketOwner", "websiteDomain": "", "websiteEndpoint": "", "objectLockConfiguration": map[string]any{},
			"corsRules": []any{}, "grants": []any{}, "lifecycleRules": []any{}, "loggings": []any{}, "replicationConfigurations": []any{},
			"serverSideEncryptionConfigurations": []any{}, "versionings": []any{}, "websites": []any{},
		},
		ReplaceOn:   []string{"bucket", "bucketPrefix", "objectLockEnabled"},
		Constraints: []cloud.Constraint{{Path: "bucket", MaxLen: 63}, {Path: "bucketPrefix", MaxLen: 37}},
		NotFound:    bucketMissing,
		Check: func(c *cloud.Checking) {
			if c.Inputs.Has("bucket") && c.Inputs.Has("bucketPrefix") {
				c.Fail("bucket", "\"bucket\" conflicts with \"bucketPrefix\"; give one of them")
			}
		},
		Create: createBucket, Update: plainBucket, Read: readBucket, Delete: deleteBucket,
	}
}

var bucketName = regexp.MustCompile(`^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$`)

// Beginnings and ends of names that S3 keeps for itself. Source: S3 user guide, "General purpose bucket naming rules".
var (
	reservedBucketPrefixes = []string{"xn--", "sthree-", "amzn-s3-demo-"}
	reservedBucketSuffixes = []string{"-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3"}
)

// nameBucket settles the name, which is unique among all accounts of the partition.
func nameBucket(c *cloud.Call) (string, error) {
	p := c.Object.Properties
	if prefix := c.Inputs.String("bucketPrefix"); prefix != "" {
		name, err := c.Expand(cloud.Format(prefix + "{digits26}"))
		if err != nil {
			return "", err
		}
		p.Set("bucket", name)
	}
	name := p.String("bucket")
	invalid := !bucketName.MatchString(name) || strings.Contains(name, "..")
	if _, err := netip.ParseAddr(name); err == nil {
		invalid = true
	}
	for _, prefix := range reservedBucketPrefixes {
		invalid = invalid || strings.HasPrefix(name, prefix)
	}
	for _, suffix := range reservedBucketSuffixes {
		invalid = invalid || strings.HasSuffix(name, suffix)
	}
	if invalid {
		return "", c.Refuse("InvalidBucketName", "The specified bucket is not valid: %s", name)
	}
	switch others := c.FindAnywhere(kindBucket, where("bucket", name)); {
	case len(others) == 0:
		return name, nil
	case others[0].Account == c.Account.ID:
		return "", c.RefuseWith(cloud.Refusal{
			Code: "BucketAlreadyOwnedByYou", Text: "Your previous request to create the named bucket succeeded and you already own it.", Status: 409,
		}, name)
	default:
		return "", c.RefuseWith(cloud.Refusal{
			Code: "BucketAlreadyExists", Status: 409, Text: "The requested bucket name is not available. The bucket namespace is shared by all " +
				"users of the system. Please select a different name and try again.",
		}, name)
	}
}

func createBucket(c *cloud.Call) error {
	zone, known := bucketZones[c.Account.Region]
	if !known {
		zone = "Z" + strings.ToUpper(digest(13, "s3 website zone", c.Account.Region))
	}
	c.Object.Properties.Set("hostedZoneId", zone)
	return plainBucket(c)
}

// plainBucket refuses the settings that are resources of their own, so that none is taken for granted.
func plainBucket(c *cloud.Call) error {
	for _, setting := range settingsOfTheirOwn {
		if c.Inputs.Has(setting) {
			return c.Refuse("UnsupportedOperation", "The deprecated input %s of a bucket is not simulated; use the resource for that setting.", setting)
		}
	}
	return nil
}

// readBucket answers the settings that the provider shows on the bucket as well.
func readBucket(c *cloud.Call) error {
	if err := refuseDenied(c, c.Object, "s3:ListBucket", c.Object.Properties.String("arn"), nil); err != nil {
		return err
	}
	p := c.Object.Properties
	for _, policy := range c.Find(kindBucketPolicy, where("bucket", c.Object.ID)) {
		value, _ := policy.Properties.Get("policy")
		p.Set("policy", policyText(value))
	}
	for _, versioning := range c.Find(kindBucketVersioning, where("bucket", c.Object.ID)) {
		p.Set("versionings", []any{map[string]any{
			"enabled":   versioning.Properties.String("versioningConfiguration.status") == "Enabled",
			"mfaDelete": versioning.Properties.String("versioningConfiguration.mfaDelete") == "Enabled",
		}})
	}
	return nil
}

// deleteBucket refuses a bucket with objects unless they may go with it, and takes its settings along.
func deleteBucket(c *cloud.Call) error {
	objects := c.Find(kindBucketObject, where("bucket", c.Object.ID))
	if len(objects) > 0 && !c.Object.Properties.Bool("forceDestroy") {
		return c.RefuseWith(cloud.Refusal{
			Code: "BucketNotEmpty", Text: "The bucket you tried to delete is not empty. You must delete all versions in the bucket.", Status: 409,
		}, "")
	}
	if err := refuseDenied(c, c.Object, "s3:DeleteBucket", c.Object.Properties.String("arn"), nil); err != nil {
		return err
	}
	for _, object := range objects {
		c.Remove(object)
	}
	for _, kind := range []string{
		kindBucketPolicy, kindBucketVersioning, kindBucketEncryption, kindBucketAccessBlock, kindBucketLifecycle, kindBucketOwnership, kindBucketLock,
		kindBucketLogging,
	} {
		for _, setting := range c.Find(kind, where("bucket", c.Object.ID)) {
			c.Remove(setting)
		}
	}
	return nil
}
