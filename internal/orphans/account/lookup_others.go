package account

import (
	"context"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/kms"
	"github.com/aws/aws-sdk-go-v2/service/ram"
	"github.com/aws/aws-sdk-go-v2/service/ram/types"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

// findAlias finds an alias of the key that it is meant for, where that is known: an alias of another key is somebody else's.
func findAlias(ctx context.Context, a *Account, in inputs) (id string, err error) {
	name, key := in.text("name"), in.text("targetKeyId")
	err = pages(ctx, kms.NewListAliasesPaginator(a.kms, &kms.ListAliasesInput{}), func(page *kms.ListAliasesOutput) {
		for _, alias := range page.Aliases {
			if aws.ToString(alias.AliasName) == name && (key == "" || bareKey(key) == aws.ToString(alias.TargetKeyId)) {
				id = name
			}
		}
	})
	return id, err
}

// bareKey is the id of a key that may be given by its ARN.
func bareKey(key string) string { return key[strings.LastIndex(key, "/")+1:] }

// findBucket finds a bucket of this account and region. It gets its tags with a second call.
func findBucket(ctx context.Context, a *Account, in inputs) (id string, err error) {
	name := in.text("bucket")
	err = pages(ctx, s3.NewListBucketsPaginator(a.s3, &s3.ListBucketsInput{Prefix: aws.String(name)}),
		func(page *s3.ListBucketsOutput) {
			for _, bucket := range page.Buckets {
				if region := aws.ToString(bucket.BucketRegion); aws.ToString(bucket.Name) == name && (region == "" || region == a.region) {
					id = name
				}
			}
		})
	return id, err
}

// The provider refuses to make an association of a resource share that exists.
func findSharePrincipal(ctx context.Context, a *Account, in inputs) (string, error) {
	return a.findShared(ctx, in.text("principal"), &ram.GetResourceShareAssociationsInput{
		AssociationType: types.ResourceShareAssociationTypePrincipal, Principal: aws.String(in.text("principal")),
		ResourceShareArns: []string{in.text("resourceShareArn")},
	})
}

func findSharedResource(ctx context.Context, a *Account, in inputs) (string, error) {
	return a.findShared(ctx, in.text("resourceArn"), &ram.GetResourceShareAssociationsInput{
		AssociationType: types.ResourceShareAssociationTypeResource, ResourceArn: aws.String(in.text("resourceArn")),
		ResourceShareArns: []string{in.text("resourceShareArn")},
	})
}

func (a *Account) findShared(ctx context.Context, entity string, in *ram.GetResourceShareAssociationsInput) (id string, err error) {
	err = pages(ctx, ram.NewGetResourceShareAssociationsPaginator(a.ram, in), func(page *ram.GetResourceShareAssociationsOutput) {
		for _, found := range page.ResourceShareAssociations {
			if found.Status == types.ResourceShareAssociationStatusAssociated ||
				found.Status == types.ResourceShareAssociationStatusAssociating {
				id = aws.ToString(found.ResourceShareArn) + "," + entity
			}
		}
	})
	return id, err
}
