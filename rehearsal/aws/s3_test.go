package aws

import (
	"fmt"
	"strings"
	"testing"

	"github.com/cloudgap/cloudgap/internal/everytype"
	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

// tlsOnly is a policy of a bucket that refuses requests without TLS.
func TestABucketIsRefusedWithTheCodeOfAws(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		inputs     in
		code, text string
	}{
		"a plain name":              {in{"bucket": "cloudgap-snapshots"}, "", ""},
		"no name":                   {in{}, "", ""},
		"a name with capitals":      {in{"bucket": "Cloudgap"}, "InvalidBucketName", "not valid"},
		"a name of two letters":     {in{"bucket": "cg"}, "InvalidBucketName", ""},
		"a name of 64 letters":      {in{"bucket": strings.Repeat("x", 64)}, "CheckFailure", "63"},
		"a name that is an address": {in{"bucket": "10.20.0.1"}, "InvalidBucketName", ""},
		"a name of an access point": {in{"bucket": "shop-s3alias"}, "InvalidBucketName", ""},
		"a name of our own":         {in{"bucket": "taken"}, "BucketAlreadyOwnedByYou", "you already own it"},
		"a name and a prefix":       {in{"bucket": "cloudgap", "bucketPrefix": "cloudgap-"}, "CheckFailure", "conflicts"},
		"a deprecated setting":      {in{"bucket": "cloudgap", "acl": "private"}, "UnsupportedOperation", "acl"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.make(tBucket, "first", in{"bucket": "taken"})
			_, err := w.create(tBucket, "b", test.inputs)
			expect(t, err, test.code, test.text)
		})
	}
}

func TestTheNameOfABucketIsTakenInEveryAccount(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.make(tBucket, "mine", in{"bucket": "cloudgap"})
	w.At.ID = "444455556666"
	_, err := w.create(tBucket, "theirs", in{"bucket": "cloudgap"})
	expect(t, err, "BucketAlreadyExists", "shared by all users")
}

func TestABucketWithObjectsIsDeletedOnlyByForce(t *testing.T) {
	t.Parallel()
	for _, force := range []bool{false, true} {
		w := newWorld(t)
		w.make(tBucket, "b", in{"bucket": "cloudgap", "forceDestroy": force})
		w.make(tObject, "o", in{"bucket": "cloudgap", "key": "k", "content": "x"})
		code := "BucketNotEmpty"
		if force {
			code = ""
		}
		expect(t, w.delete(tBucket, "b", "cloudgap"), code, "")
	}
}

func TestABucketPolicyIsRefusedWithTheCodeOfAws(t *testing.T) {
	t.Parallel()
	one := func(effect, principal, action, resource, condition string) string {
		return fmt.Sprintf(`{"Version":"2012-10-17","Statement":[{"Effect":%q,"Principal":%s,"Action":%q,"Resource":%q,"Condition":%s}]}`,
			effect, principal, action, resource, condition)
	}
	const bucket, objects = "arn:aws:s3:::cloudgap", "arn:aws:s3:::cloudgap/*"
	role := `{"AWS":"arn:aws:iam::111122223333:role/node"}`
	for name, test := range map[string]struct{ policy, code, text string }{
		"TLS only":                          {everytype.TLSOnly("cloudgap"), "", ""},
		"a role":                            {one("Allow", role, "s3:GetObject", objects, "{}"), "", ""},
		"a role that does not exist":        {one("Allow", `{"AWS":"arn:aws:iam::111122223333:role/nobody"}`, "s3:GetObject", objects, "{}"), "MalformedPolicy", "Invalid principal"},
		"another bucket":                    {one("Allow", role, "s3:GetObject", "arn:aws:s3:::other/*", "{}"), "MalformedPolicy", "invalid resource"},
		"an action of another service":      {one("Allow", role, "kms:Decrypt", objects, "{}"), "MalformedPolicy", "invalid action"},
		"an object action on the bucket":    {one("Allow", role, "s3:GetObject", bucket, "{}"), "MalformedPolicy", "does not apply to any resource"},
		"a bucket action on objects":        {one("Allow", role, "s3:ListBucket", objects, "{}"), "MalformedPolicy", "does not apply to any resource"},
		"nobody":                            {`{"Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"` + bucket + `"}]}`, "MalformedPolicy", "Principal"},
		"too long":                          {strings.Replace(everytype.TLSOnly("cloudgap"), "TLS", strings.Repeat("x", 20480), 1), "MalformedPolicy", "20480"},
		"everybody":                         {one("Allow", `"*"`, "s3:GetObject", objects, "{}"), "AccessDenied", "BlockPublicPolicy"},
		"everybody by an endpoint":          {one("Allow", `"*"`, "s3:GetObject", objects, `{"StringEquals":{"aws:SourceVpce":"vpce-1"}}`), "", ""},
		"everybody by any endpoint":         {one("Allow", `"*"`, "s3:GetObject", objects, `{"StringLike":{"aws:SourceVpce":"vpce-*"}}`), "AccessDenied", "BlockPublicPolicy"},
		"nobody outside an endpoint":        {one("Deny", `"*"`, "s3:*", bucket, `{"StringNotEquals":{"aws:SourceVpce":"vpce-1"}}`), "AccessDenied", "explicit deny"},
		"no reading outside an endpoint":    {one("Deny", `"*"`, "s3:GetObject", objects, `{"StringNotEquals":{"aws:SourceVpce":"vpce-1"}}`), "", ""},
		"no role but one by an endpoint":    {one("Deny", `"*"`, "s3:*", bucket, `{"StringNotEquals":{"aws:SourceVpce":"vpce-1"},"ArnEquals":{"aws:PrincipalArn":"arn:aws:iam::111122223333:role/node"}}`), "", ""},
		"nobody outside but by AWS service": {one("Deny", `"*"`, "s3:*", bucket, `{"StringNotEquals":{"aws:SourceVpce":"vpce-1"},"Bool":{"aws:ViaAWSService":"false"}}`), "AccessDenied", "explicit deny"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.make(tRole, "node", in{"name": "node", "assumeRolePolicy": everytype.TrustOf("ec2.amazonaws.com")})
			w.make(tBucket, "b", in{"bucket": "cloudgap"})
			_, err := w.create(tBucketPolicy, "p", in{"bucket": "cloudgap", "policy": test.policy})
			expect(t, err, test.code, test.text)
		})
	}
}

func TestABucketThatAdmitsAnEndpointAloneKeepsTheDeployerFromItsObjects(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.make(tBucket, "b", in{"bucket": "cloudgap"})
	w.make(tObject, "early", in{"bucket": "cloudgap", "key": "early", "content": "x"})
	w.make(tBucketPolicy, "p", in{"bucket": "cloudgap", "policy": `{"Statement":[{"Effect":"Deny","Principal":"*","Action":["s3:PutObject","s3:GetObject"],
		"Resource":"arn:aws:s3:::cloudgap/*","Condition":{"StringNotEquals":{"aws:SourceVpce":"vpce-1"}}}]}`})
	_, err := w.create(tObject, "late", in{"bucket": "cloudgap", "key": "late", "content": "x"})
	expect(t, err, "AccessDenied", "s3:PutObject")
	r, _ := w.Cloud.Type(tObject)
	if _, _, err := w.Cloud.Read(cloud.Request{Resource: r, Account: w.At, ID: "cloudgap/early"}); cloud.CodeOf(err) != "AccessDenied" {
		t.Errorf("a refresh that is refused expected, got %v", err)
	}
}

func TestASettingOfABucketIsRefusedWithTheCodeOfAws(t *testing.T) {
	t.Parallel()
	const (
		versioning = "aws:s3/bucketVersioningV2:BucketVersioningV2"
		encryption = "aws:s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2"
		lifecycle  = "aws:s3/bucketLifecycleConfigurationV2:BucketLifecycleConfigurationV2"
		lock       = "aws:s3/bucketObjectLockConfigurationV2:BucketObjectLockConfigurationV2"
		logging    = "aws:s3/bucketLoggingV2:BucketLoggingV2"
	)
	rule := func(fields in) in {
		one := in{"id": "r", "status": "Enabled"}
		for name, value := range fields {
			one[name] = value
		}
		return in{"bucket": "plain", "rules": []any{one}}
	}
	for name, test := range map[string]struct {
		token      string
		inputs     in
		code, text string
	}{
		"a bucket that does not exist":         {versioning, in{"bucket": "none", "versioningConfiguration": in{"status": "Enabled"}}, "NoSuchBucket", "does not exist"},
		"a bucket of somebody else":            {versioning, in{"bucket": "plain", "expectedBucketOwner": "444455556666", "versioningConfiguration": in{"status": "Enabled"}}, "AccessDenied", ""},
		"an unknown status":                    {versioning, in{"bucket": "plain", "versioningConfiguration": in{"status": "On"}}, "CheckFailure", "status"},
		"MFA delete without a device":          {versioning, in{"bucket": "plain", "versioningConfiguration": in{"status": "Enabled", "mfaDelete": "Enabled"}}, "AccessDenied", "Mfa"},
		"versions off where objects locked":    {versioning, in{"bucket": "locked", "versioningConfiguration": in{"status": "Suspended"}}, "InvalidBucketState", "Object Lock"},
		"a key without KMS":                    {encryption, in{"bucket": "plain", "rules": []any{in{"applyServerSideEncryptionByDefault": in{"sseAlgorithm": "AES256", "kmsMasterKeyId": "k"}}}}, "InvalidArgument", "not applicable"},
		"an unknown algorithm":                 {encryption, in{"bucket": "plain", "rules": []any{in{"applyServerSideEncryptionByDefault": in{"sseAlgorithm": "rot13"}}}}, "CheckFailure", "sseAlgorithm"},
		"no rule":                              {lifecycle, in{"bucket": "plain"}, "MalformedXML", ""},
		"a rule that does something":           {lifecycle, rule(in{"filter": in{}, "expiration": in{"days": 1}}), "", ""},
		"a rule that does nothing":             {lifecycle, rule(in{"filter": in{}}), "InvalidRequest", "At least one action"},
		"a rule with a filter and a prefix":    {lifecycle, rule(in{"filter": in{"prefix": "a"}, "prefix": "b", "expiration": in{"days": 1}}), "InvalidRequest", "both"},
		"a rule with two conditions":           {lifecycle, rule(in{"filter": in{"prefix": "a", "objectSizeLessThan": 5}, "expiration": in{"days": 1}}), "InvalidRequest", "And"},
		"an end on the day of the beginning":   {lifecycle, rule(in{"expiration": in{"days": 0}}), "InvalidArgument", "positive"},
		"infrequent access after ten days":     {lifecycle, rule(in{"transitions": []any{in{"days": 10, "storageClass": "STANDARD_IA"}}}), "InvalidArgument", "30"},
		"an end before the transition":         {lifecycle, rule(in{"transitions": []any{in{"days": 90, "storageClass": "GLACIER"}}, "expiration": in{"days": 90}}), "InvalidArgument", "greater"},
		"an unknown class":                     {lifecycle, rule(in{"transitions": []any{in{"days": 90, "storageClass": "TAPE"}}}), "CheckFailure", "storageClass"},
		"a lock without versions":              {lock, in{"bucket": "plain", "rule": in{"defaultRetention": in{"mode": "GOVERNANCE", "days": 1}}}, "InvalidBucketState", "Versioning"},
		"a lock for days and years":            {lock, in{"bucket": "locked", "rule": in{"defaultRetention": in{"mode": "GOVERNANCE", "days": 1, "years": 1}}}, "CheckFailure", ""},
		"logs to a bucket that does not exist": {logging, in{"bucket": "plain", "targetBucket": "none", "targetPrefix": ""}, "InvalidTargetBucketForLogging", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.make(tBucket, "plain", in{"bucket": "plain"})
			w.make(tBucket, "locked", in{"bucket": "locked", "objectLockEnabled": true})
			_, err := w.create(test.token, "s", test.inputs)
			expect(t, err, test.code, test.text)
		})
	}
}

func TestAPublicAccessBlockSwitchesOffWhatItLeavesOut(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.make(tBucket, "b", in{"bucket": "cloudgap"})
	w.make("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", "block", in{"bucket": "cloudgap", "blockPublicAcls": true})
	public := `{"Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::cloudgap/*"}]}`
	_, err := w.create(tBucketPolicy, "p", in{"bucket": "cloudgap", "policy": public})
	expect(t, err, "", "")
}

func TestAnObjectIsEncryptedAndVersionedAsItsBucketSays(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	key := w.make(tKey, "k", in{})
	w.make(tBucket, "b", in{"bucket": "cloudgap"})
	w.make("aws:s3/bucketVersioningV2:BucketVersioningV2", "v", in{"bucket": "cloudgap", "versioningConfiguration": in{"status": "Enabled"}})
	w.make("aws:s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2", "e", in{"bucket": "cloudgap", "rules": []any{in{
		"applyServerSideEncryptionByDefault": in{"sseAlgorithm": "aws:kms", "kmsMasterKeyId": key.ID},
	}}})
	first := w.make(tObject, "o", in{"bucket": "cloudgap", "key": "k", "content": "one"})
	if p := first.Properties; p.String("serverSideEncryption") != "aws:kms" || p.String("kmsKeyId") != key.Properties.String("arn") {
		t.Errorf("the bucket's key expected, got %v", p)
	}
	second, err := w.update(tObject, "o", first.ID, in{"bucket": "cloudgap", "key": "k", "content": "two"})
	expect(t, err, "", "")
	if a, b := first.Properties, second.Properties; a.String("versionId") == b.String("versionId") || a.String("etag") == b.String("etag") {
		t.Errorf("another version and another etag expected, got %s and %s twice", a.String("versionId"), a.String("etag"))
	}
	_, err = w.create(tObject, "both", in{"bucket": "cloudgap", "key": "k2", "content": "x", "contentBase64": "eA=="})
	expect(t, err, "CheckFailure", "conflict")
}

func TestABucketIsReplacedForAnotherName(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	if got := w.replaces(tBucket, in{"bucket": "one"}, in{"bucket": "two"}); len(got) != 1 {
		t.Errorf("a replacement for the name expected, got %v", got)
	}
	if got := w.replaces(tBucket, in{"bucket": "one"}, in{"bucket": "one", "forceDestroy": true}); len(got) != 0 {
		t.Errorf("an update expected, got %v", got)
	}
}
