package aws

import (
	"slices"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/s3"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

// settingID is the id of a setting of a bucket, with the owner where one is stated.
func settingID(c *cloud.Call) (string, error) {
	if owner := c.Inputs.String("expectedBucketOwner"); owner != "" {
		return c.Inputs.String("bucket") + "," + owner, nil
	}
	return c.Inputs.String("bucket"), nil
}

// ownedAs refuses a setting whose program expects another owner.
func ownedAs(c *cloud.Call) error {
	if owner := c.Inputs.String("expectedBucketOwner"); owner != "" && owner != c.Account.ID {
		return c.RefuseWith(cloud.Refusal{Code: "AccessDenied", Text: "Access Denied", Status: 403}, "")
	}
	return nil
}

func bucketVersioningType() cloud.Resource {
	return cloud.Resource{
		Type: "aws:s3/bucketVersioningV2:BucketVersioningV2", Args: s3.BucketVersioningV2Args{}, State: s3.BucketVersioningV2{},
		Kind: kindBucketVersioning, Noun: "S3 Bucket Versioning",
		API: settingAPI("BucketVersioning"), MakeID: settingID,
		Nested:    []string{"versioningConfiguration.mfaDelete"},
		ReplaceOn: []string{"bucket", "expectedBucketOwner"},
		Constraints: []cloud.Constraint{
			{Path: "bucket", MinLen: 1, MaxLen: 63}, {Path: "versioningConfiguration.status", OneOf: []string{"Enabled", "Suspended", "Disabled"}},
			{Path: "versioningConfiguration.mfaDelete", OneOf: []string{"Enabled", "Disabled"}},
		},
		References: []cloud.Reference{ofBucket},
		Create:     firstOf(ownedAs, checkVersioning), Update: checkVersioning, Read: readAsCaller("s3:GetBucketVersioning"),
	}
}

func checkVersioning(c *cloud.Call) error {
	fillZeroes(c.Object.Properties, map[string]any{"versioningConfiguration.mfaDelete": ""})
	status := c.Inputs.String("versioningConfiguration.status")
	bucket, _ := c.Get(kindBucket, c.Inputs.String("bucket"))
	switch before := c.Old.String("versioningConfiguration.status"); {
	case status == "Disabled" && before != "" && before != "Disabled":
		return c.Refuse("InvalidRequest", "versioning_configuration.status cannot be updated from '%s' to 'Disabled'", before)
	case status != "Enabled" && bucket.Properties.Bool("objectLockEnabled"):
		return c.RefuseWith(cloud.Refusal{
			Code: "InvalidBucketState", Text: "An Object Lock configuration is present on this bucket, so the versioning state cannot be changed.", Status: 409,
		}, "")
	case c.Inputs.String("versioningConfiguration.mfaDelete") == "Enabled" && !c.Inputs.Has("mfa"):
		return c.RefuseWith(cloud.Refusal{Code: "AccessDenied", Text: "Mfa Authentication must be used for this request", Status: 403}, "")
	}
	return nil
}

func bucketEncryptionType() cloud.Resource {
	return cloud.Resource{
		Type: "aws:s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2",
		Args: s3.BucketServerSideEncryptionConfigurationV2Args{}, State: s3.BucketServerSideEncryptionConfigurationV2{},
		Kind: kindBucketEncryption, Noun: "S3 Bucket Server-side Encryption Configuration",
		API: settingAPI("BucketEncryption"), MakeID: settingID,
		Required:  []string{"rules"},
		ReplaceOn: []string{"bucket", "expectedBucketOwner"},
		Sets:      []string{"rules"},
		Constraints: []cloud.Constraint{
			{Path: "rules", MinLen: 1}, {Path: "rules[*].applyServerSideEncryptionByDefault.sseAlgorithm", OneOf: []string{"AES256", "aws:kms", "aws:kms:dsse"}},
		},
		References: []cloud.Reference{ofBucket},
		Create:     firstOf(ownedAs, checkBucketEncryption), Update: checkBucketEncryption, Read: readAsCaller("s3:GetEncryptionConfiguration"),
	}
}

// checkBucketEncryption refuses a key beside an algorithm without keys. Whether the key exists shows when the first object is put.
func checkBucketEncryption(c *cloud.Call) error {
	for _, rule := range c.Inputs.Objects("rules") {
		if rule.String("applyServerSideEncryptionByDefault.kmsMasterKeyId") != "" && rule.String("applyServerSideEncryptionByDefault.sseAlgorithm") == "AES256" {
			return c.Refuse("InvalidArgument", "a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms or aws:kms:dsse")
		}
	}
	return nil
}

func bucketAccessBlockType() cloud.Resource {
	return cloud.Resource{
		Type: "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
		Args: s3.BucketPublicAccessBlockArgs{}, State: s3.BucketPublicAccessBlock{},
		Kind: kindBucketAccessBlock, Noun: "S3 Bucket Public Access Block",
		API: settingAPI("PublicAccessBlock"), ID: "{bucket}",
		// What is left out is switched off, although a bucket without this resource has everything on.
		Defaults:   map[string]any{"blockPublicAcls": false, "blockPublicPolicy": false, "ignorePublicAcls": false, "restrictPublicBuckets": false},
		ReplaceOn:  []string{"bucket"},
		References: []cloud.Reference{ofBucket},
		Read:       readAsCaller("s3:GetBucketPublicAccessBlock"),
	}
}

func bucketOwnershipType() cloud.Resource {
	return cloud.Resource{
		Type: "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
		Args: s3.BucketOwnershipControlsArgs{}, State: s3.BucketOwnershipControls{},
		Kind: kindBucketOwnership, Noun: "S3 Bucket Ownership Controls",
		API: settingAPI("BucketOwnershipControls"), ID: "{bucket}",
		ReplaceOn: []string{"bucket"},
		Constraints: []cloud.Constraint{
			{Path: "rule.objectOwnership", OneOf: []string{"BucketOwnerPreferred", "ObjectWriter", "BucketOwnerEnforced"}},
		},
		References: []cloud.Reference{ofBucket},
		Read:       readAsCaller("s3:GetBucketOwnershipControls"),
	}
}

// storageClasses are those that a lifecycle rule moves objects to, with the fewest days after which it may for the two that have such
// a bound. Source: S3 API reference, "Transition"; user guide, "Transitioning objects".
var (
	storageClasses = []string{"GLACIER", "STANDARD_IA", "ONEZONE_IA", "INTELLIGENT_TIERING", "DEEP_ARCHIVE", "GLACIER_IR"}
	fewestDays     = map[string]int{"STANDARD_IA": 30, "ONEZONE_IA": 30}
)

// maxLifecycleRules is how many rules a bucket takes.
const maxLifecycleRules = 1000

func bucketLifecycleType() cloud.Resource {
	return cloud.Resource{
		Type: "aws:s3/bucketLifecycleConfigurationV2:BucketLifecycleConfigurationV2",
		Args: s3.BucketLifecycleConfigurationV2Args{}, State: s3.BucketLifecycleConfigurationV2{},
		Kind: kindBucketLifecycle, Noun: "S3 Bucket Lifecycle Configuration",
		API: settingAPI("BucketLifecycleConfiguration"), MakeID: settingID,
		Defaults:  map[string]any{"transitionDefaultMinimumObjectSize": "all_storage_classes_128K"},
		Outputs:   map[string]any{"expectedBucketOwner": ""},
		ReplaceOn: []string{"bucket", "expectedBucketOwner"},
		Sets:      []string{"rules[*].transitions", "rules[*].noncurrentVersionTransitions"},
		Constraints: []cloud.Constraint{
			{Path: "bucket", MinLen: 1, MaxLen: 63}, {Path: "rules[*].id", MinLen: 1, MaxLen: 255},
			{Path: "rules[*].status", OneOf: []string{"Enabled", "Disabled"}},
			{Path: "rules[*].noncurrentVersionExpiration.noncurrentDays", Min: 1, Max: 1 << 31},
			{Path: "rules[*].noncurrentVersionExpiration.newerNoncurrentVersions", Min: 1, Max: 1 << 31},
			{Path: "rules[*].transitions[*].storageClass", OneOf: storageClasses},
			{Path: "rules[*].noncurrentVersionTransitions[*].storageClass", OneOf: storageClasses},
			{Path: "transitionDefaultMinimumObjectSize", OneOf: []string{"all_storage_classes_128K", "varies_by_storage_class"}},
		},
		References: []cloud.Reference{ofBucket},
		Create:     firstOf(ownedAs, checkLifecycle), Update: checkLifecycle, Read: readAsCaller("s3:GetLifecycleConfiguration"),
	}
}

func checkLifecycle(c *cloud.Call) error {
	rules := c.Inputs.Objects("rules")
	if len(rules) == 0 {
		return c.Refuse("MalformedXML", "The XML you provided was not well-formed or did not validate against our published schema")
	}
	if len(rules) > maxLifecycleRules {
		return c.Refuse("InvalidRequest", "A lifecycle configuration has at most %d rules", maxLifecycleRules)
	}
	seen := map[string]bool{}
	for _, rule := range rules {
		if seen[rule.String("id")] {
			return c.Refuse("InvalidArgument", "Rule ID must be unique. Found same ID for more than one rule: %s", rule.String("id"))
		}
		seen[rule.String("id")] = true
		if err := checkLifecycleRule(c, rule); err != nil {
			return err
		}
	}
	return nil
}

func checkLifecycleRule(c *cloud.Call, rule cloud.Values) error {
	actions := []string{"abortIncompleteMultipartUpload", "expiration", "noncurrentVersionExpiration", "noncurrentVersionTransitions", "transitions"}
	if !slices.ContainsFunc(actions, rule.Has) {
		return c.Refuse("InvalidRequest", "At least one action needs to be specified in a rule: %s", rule.String("id"))
	}
	if rule.Has("filter") && rule.Has("prefix") {
		return c.Refuse("InvalidRequest", "Filter and Prefix cannot both be used in the lifecycle rule %s", rule.String("id"))
	}
	if filter := rule.Map("filter"); len(filter) > 1 {
		return c.Refuse("InvalidRequest", "The filter of the lifecycle rule %s has more than one condition outside And", rule.String("id"))
	}
	days := rule.Int("expiration.days")
	if rule.Has("expiration.days") && days < 1 && !rule.Bool("expiration.expiredObjectDeleteMarker") {
		return c.Refuse("InvalidArgument", "'Days' for Expiration action must be a positive integer")
	}
	for _, transition := range rule.Objects("transitions") {
		after, class := transition.Int("days"), transition.String("storageClass")
		switch {
		case transition.Has("days") == transition.Has("date"):
			return c.Refuse("InvalidRequest", "Exactly one of days and date must be given for a transition")
		case transition.Has("days") && after < fewestDays[class]:
			return c.Refuse("InvalidArgument", "'Days' in Transition action must be greater than or equal to %d for storageClass '%s'", fewestDays[class], class)
		case days > 0 && after >= days:
			return c.Refuse("InvalidArgument", "'Days' in the Expiration action for filter must be greater than 'Days' in the Transition action")
		}
	}
	for _, transition := range rule.Objects("noncurrentVersionTransitions") {
		if class := transition.String("storageClass"); transition.Int("noncurrentDays") < fewestDays[class] {
			return c.Refuse("InvalidArgument", "'NoncurrentDays' in NoncurrentVersionTransition action must be greater than or equal to %d for "+
				"storageClass '%s'", fewestDays[class], class)
		}
	}
	return nil
}

func bucketLockType() cloud.Resource {
	return cloud.Resource{
		Type: "aws:s3/bucketObjectLockConfigurationV2:BucketObjectLockConfigurationV2",
		Args: s3.BucketObjectLockConfigurationV2Args{}, State: s3.BucketObjectLockConfigurationV2{},
		Kind: kindBucketLock, Noun: "S3 Bucket Object Lock Configuration",
		API: settingAPI("ObjectLockConfiguration"), MakeID: settingID,
		Defaults:  map[string]any{"objectLockEnabled": "Enabled"},
		ReplaceOn: []string{"bucket", "expectedBucketOwner", "objectLockEnabled"},
		Secret:    []string{"token"},
		Constraints: []cloud.Constraint{
			{Path: "objectLockEnabled", OneOf: []string{"Enabled"}}, {Path: "rule.defaultRetention.mode", OneOf: []string{"GOVERNANCE", "COMPLIANCE"}},
		},
		References: []cloud.Reference{ofBucket},
		Create:     firstOf(ownedAs, checkLock), Update: checkLock, Read: readAsCaller("s3:GetBucketObjectLockConfiguration"),
	}
}

func checkLock(c *cloud.Call) error {
	bucket, _ := c.Get(kindBucket, c.Inputs.String("bucket"))
	versioned := bucket.Properties.Bool("objectLockEnabled")
	for _, versioning := range c.Find(kindBucketVersioning, where("bucket", bucket.ID)) {
		versioned = versioned || versioning.Properties.String("versioningConfiguration.status") == "Enabled"
	}
	if !versioned {
		return c.RefuseWith(cloud.Refusal{
			Code: "InvalidBucketState", Text: "Versioning must be 'Enabled' on the bucket to apply a Object Lock configuration", Status: 409,
		}, "")
	}
	if retention := c.Inputs.Map("rule").Map("defaultRetention"); retention != nil && retention.Has("days") == retention.Has("years") {
		return c.Refuse("MalformedXML", "The XML you provided was not well-formed or did not validate against our published schema")
	}
	return nil
}

func bucketLoggingType() cloud.Resource {
	target := ofBucket
	target.Path, target.Code, target.Text, target.Status = "targetBucket", "InvalidTargetBucketForLogging", "The target bucket for logging does not exist", 400
	return cloud.Resource{
		Type: "aws:s3/bucketLoggingV2:BucketLoggingV2", Args: s3.BucketLoggingV2Args{}, State: s3.BucketLoggingV2{},
		Kind: kindBucketLogging, Noun: "S3 Bucket Logging",
		API: settingAPI("BucketLogging"), MakeID: settingID,
		ReplaceOn:  []string{"bucket", "expectedBucketOwner"},
		Sets:       []string{"targetGrants"},
		References: []cloud.Reference{ofBucket, target},
		Create:     ownedAs, Read: readAsCaller("s3:GetBucketLogging"),
	}
}
