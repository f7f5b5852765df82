package rke2

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestBucketsArePrivateEncryptedAndVersioned(t *testing.T) {
	t.Parallel()
	r := &recorder{}
	r.mustDeploy(t, everything())
	for role, key := range map[string]string{"artifacts": "main-data-key", "snapshots": "main-snapshots-key"} {
		encryption := r.find(t, "s3.BucketServerSideEncryptionConfigurationV2", role).Inputs["rules"].Mappable()
		want := []any{map[string]any{"bucketKeyEnabled": true, "applyServerSideEncryptionByDefault": map[string]any{
			"sseAlgorithm": "aws:kms", "kmsMasterKeyId": "arn:aws:test:::" + key,
		}}}
		if diff := cmp.Diff(any(want), encryption); diff != "" {
			t.Errorf("%s: encryption differs (-want +got):\n%s", role, diff)
		}
		versioning := r.find(t, "s3.BucketVersioningV2", role).Inputs["versioningConfiguration"].ObjectValue()["status"].StringValue()
		if versioning != "Enabled" {
			t.Errorf("%s: expected versions to be kept, got %s", role, versioning)
		}
		block := r.find(t, "s3.BucketPublicAccessBlock", role).Inputs.Mappable()
		for _, setting := range []string{"blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"} {
			if block[setting] != true {
				t.Errorf("%s: expected %s", role, setting)
			}
		}
		var policy struct {
			Statement []struct{ Sid, Effect string }
		}
		if err := json.Unmarshal([]byte(r.find(t, "s3.BucketPolicy", role).Inputs["policy"].StringValue()), &policy); err != nil {
			t.Fatal(err)
		}
		for _, sid := range []string{"EncryptedTransportOnly", "ThroughTheEndpointOnly"} {
			if !slices.Contains(policy.Statement, struct{ Sid, Effect string }{sid, "Deny"}) {
				t.Errorf("%s: expected the denial %s", role, sid)
			}
		}
		if bucket := r.find(t, "s3.BucketV2", role); !bucket.Protected || bucket.Inputs["forceDestroy"].BoolValue() {
			t.Errorf("%s: expected the bucket to be protected with all it holds", role)
		}
	}
}
