package account

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/arn"
	"github.com/aws/aws-sdk-go-v2/service/kms"
	kmstypes "github.com/aws/aws-sdk-go-v2/service/kms/types"
	"github.com/aws/aws-sdk-go-v2/service/resourcegroupstaggingapi"
	"github.com/aws/aws-sdk-go-v2/service/resourcegroupstaggingapi/types"
	"github.com/aws/aws-sdk-go-v2/service/secretsmanager"

	"github.com/cloudgap/cloudgap/internal/orphans"
)

// askedThemselves are the services whose objects other sources list: what the tagging API says of them is older.
var askedThemselves = []string{"autoscaling", "ec2", "iam", "route53"}

func taggedElsewhere(ctx context.Context, a *Account, tags map[string]string) ([]orphans.Object, error) {
	in := &resourcegroupstaggingapi.GetResourcesInput{ResourcesPerPage: aws.Int32(100)}
	for _, key := range slices.Sorted(maps.Keys(tags)) {
		in.TagFilters = append(in.TagFilters, types.TagFilter{Key: aws.String(key), Values: []string{tags[key]}})
	}
	var found []orphans.Object
	err := pages(ctx, resourcegroupstaggingapi.NewGetResourcesPaginator(a.tagging, in),
		func(page *resourcegroupstaggingapi.GetResourcesOutput) {
			for _, resource := range page.ResourceTagMappingList {
				name, err := arn.Parse(aws.ToString(resource.ResourceARN))
				if err == nil && slices.Contains(askedThemselves, name.Service) {
					continue
				}
				object := orphans.Object{ARN: aws.ToString(resource.ResourceARN), Tags: map[string]string{}}
				for _, tag := range resource.Tags {
					object.Tags[aws.ToString(tag.Key)] = aws.ToString(tag.Value)
				}
				found = append(found, object)
			}
		})
	return found, err
}

// within tells whether an ARN is one of a service, of a sort of resource.
func within(name arn.ARN, service, prefix string) bool {
	return name.Service == service && strings.HasPrefix(name.Resource, prefix)
}

func keyGone(ctx context.Context, a *Account, key string) (bool, error) {
	out, err := a.kms.DescribeKey(ctx, &kms.DescribeKeyInput{KeyId: aws.String(key)})
	if err != nil {
		return false, err
	}
	state := out.KeyMetadata.KeyState
	return state == kmstypes.KeyStatePendingDeletion || state == kmstypes.KeyStatePendingReplicaDeletion, nil
}

func secretGone(ctx context.Context, a *Account, secret string) (bool, error) {
	out, err := a.secrets.DescribeSecret(ctx, &secretsmanager.DescribeSecretInput{SecretId: aws.String(secret)})
	if err != nil {
		return false, err
	}
	return out.DeletedDate != nil, nil
}
