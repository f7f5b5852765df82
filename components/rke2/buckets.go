package rke2

import (
	"fmt"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/s3"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/cloudgap/cloudgap/components/endpoints/catalog"
	"github.com/cloudgap/cloudgap/components/internal/iamdoc"
	"github.com/cloudgap/cloudgap/components/rke2/documents"
)

// Roles of the buckets in their names.
const (
	artifactRole = "artifacts"
	snapshotRole = "snapshots"
)

// bucketSet are the buckets and the key of the artifacts.
type bucketSet struct{ artifacts, snapshots, artifactKey pulumi.StringOutput }

// abandonedUploadDays is when the parts of an upload that was never finished are removed.
const abandonedUploadDays = 7

// buildBuckets makes the buckets, or passes the user's own bucket of artifacts on.
func (b *builder) buildBuckets(keys keyArns) (bucketSet, error) {
	var set bucketSet
	var err error
	if own := b.args.Artifacts.Bucket; own != nil {
		set.artifacts, set.artifactKey = pulumi.String(own.Name).ToStringOutput(), own.KeyArn.ToStringOutput()
	} else {
		set.artifactKey = keys.data
		set.artifacts, err = b.buildBucket(artifactRole, "", keys.data, func(p place, endpoint, bucket string) iamdoc.Document {
			return artifactBucketPolicy(p.bucket(bucket), endpoint, b.args.Artifacts.Writers)
		}, nil)
		if err != nil {
			return set, err
		}
	}
	// Objects by which servers agree lie in the same bucket, out of the reach of every rule.
	folder := documents.SnapshotFolder(b.plan.cluster) + "/"
	expire := s3.BucketLifecycleConfigurationV2RuleArgs{
		Id: pulumi.String("deleted-snapshots"), Status: pulumi.String("Enabled"),
		Filter: s3.BucketLifecycleConfigurationV2RuleFilterArgs{Prefix: pulumi.String(folder)},
		NoncurrentVersionExpiration: s3.BucketLifecycleConfigurationV2RuleNoncurrentVersionExpirationArgs{
			NoncurrentDays: pulumi.Int(b.plan.snapshots.DeletedForDays),
		},
	}
	set.snapshots, err = b.buildBucket(snapshotRole, folder, keys.snapshots, func(p place, endpoint, bucket string) iamdoc.Document {
		return snapshotBucketPolicy(p.bucket(bucket), b.plan.cluster, endpoint)
	}, s3.BucketLifecycleConfigurationV2RuleArray{expire})
	return set, err
}

// buildBucket makes a bucket that is private, encrypted and versioned, and returns its name once all of that is true. Lifecycle
// rules act below the folder only.
func (b *builder) buildBucket(
	role, folder string, key pulumi.StringOutput, policy func(p place, endpoint, bucket string) iamdoc.Document, rules s3.BucketLifecycleConfigurationV2RuleArray,
) (pulumi.StringOutput, error) {
	name := b.account.ApplyT(func(account string) string { return bucketName(b.name, role, account, b.plan.region.Name) }).(pulumi.StringOutput)
	fail := func(what string, err error) (pulumi.StringOutput, error) {
		return pulumi.StringOutput{}, fmt.Errorf("create the %s of bucket %q: %w", what, role, err)
	}
	bucket, err := s3.NewBucketV2(b.ctx, b.child(role), &s3.BucketV2Args{
		Bucket: name, ForceDestroy: pulumi.Bool(!b.args.Protect), Tags: b.childTags(role),
	}, b.lasting()...)
	if err != nil {
		return fail("bucket itself", err)
	}
	id := bucket.ID().ToStringOutput()
	block, err := s3.NewBucketPublicAccessBlock(b.ctx, b.child(role), &s3.BucketPublicAccessBlockArgs{
		Bucket: id, BlockPublicAcls: pulumi.Bool(true), BlockPublicPolicy: pulumi.Bool(true), IgnorePublicAcls: pulumi.Bool(true),
		RestrictPublicBuckets: pulumi.Bool(true),
	}, b.options()...)
	if err != nil {
		return fail("public access block", err)
	}
	if _, err := s3.NewBucketOwnershipControls(b.ctx, b.child(role), &s3.BucketOwnershipControlsArgs{
		Bucket: id, Rule: s3.BucketOwnershipControlsRuleArgs{ObjectOwnership: pulumi.String("BucketOwnerEnforced")},
	}, b.options()...); err != nil {
		return fail("ownership controls", err)
	}
	encryption, err := s3.NewBucketServerSideEncryptionConfigurationV2(b.ctx, b.child(role), &s3.BucketServerSideEncryptionConfigurationV2Args{
		Bucket: id,
		Rules: s3.BucketServerSideEncryptionConfigurationV2RuleArray{s3.BucketServerSideEncryptionConfigurationV2RuleArgs{
			BucketKeyEnabled: pulumi.Bool(true),
			ApplyServerSideEncryptionByDefault: s3.BucketServerSideEncryptionConfigurationV2RuleApplyServerSideEncryptionByDefaultArgs{
				SseAlgorithm: pulumi.String("aws:kms"), KmsMasterKeyId: key,
			},
		}},
	}, b.options()...)
	if err != nil {
		return fail("encryption", err)
	}
	versioning, err := s3.NewBucketVersioningV2(b.ctx, b.child(role), &s3.BucketVersioningV2Args{
		Bucket: id, VersioningConfiguration: s3.BucketVersioningV2VersioningConfigurationArgs{Status: pulumi.String("Enabled")},
	}, b.options()...)
	if err != nil {
		return fail("versioning", err)
	}
	abandoned := s3.BucketLifecycleConfigurationV2RuleArgs{
		Id: pulumi.String("abandoned-uploads"), Status: pulumi.String("Enabled"),
		Filter:                         s3.BucketLifecycleConfigurationV2RuleFilterArgs{Prefix: pulumi.String(folder)},
		AbortIncompleteMultipartUpload: s3.BucketLifecycleConfigurationV2RuleAbortIncompleteMultipartUploadArgs{DaysAfterInitiation: pulumi.Int(abandonedUploadDays)},
	}
	if _, err := s3.NewBucketLifecycleConfigurationV2(b.ctx, b.child(role), &s3.BucketLifecycleConfigurationV2Args{
		Bucket: id, Rules: append(s3.BucketLifecycleConfigurationV2RuleArray{abandoned}, rules...),
	}, b.options(pulumi.DependsOn([]pulumi.Resource{versioning}))...); err != nil {
		return fail("lifecycle", err)
	}
	endpoint := b.args.Endpoints.Endpoints[catalog.S3].ID().ToStringOutput()
	guard, err := s3.NewBucketPolicy(b.ctx, b.child(role), &s3.BucketPolicyArgs{
		Bucket: id,
		Policy: b.document(func(p place, about []string) iamdoc.Document { return policy(p, about[0], about[1]) }, endpoint, id),
	}, b.options(pulumi.DependsOn([]pulumi.Resource{block}))...)
	if err != nil {
		return fail("policy", err)
	}
	ready := pulumi.All(id, guard.ID(), encryption.ID(), versioning.ID()).ApplyT(func(values []any) string { return values[0].(string) })
	return ready.(pulumi.StringOutput), nil
}
