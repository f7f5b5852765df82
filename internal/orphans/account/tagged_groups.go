package account

import (
	"context"
	"maps"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/autoscaling"
	"github.com/aws/aws-sdk-go-v2/service/autoscaling/types"

	"github.com/cloudgap/cloudgap/internal/orphans"
)

// deletingGroup is the only status that a group can have.
const deletingGroup = "Delete in progress"

func taggedGroups(ctx context.Context, a *Account, tags map[string]string) ([]orphans.Object, error) {
	in := &autoscaling.DescribeAutoScalingGroupsInput{}
	for _, key := range slices.Sorted(maps.Keys(tags)) {
		in.Filters = append(in.Filters, types.Filter{Name: aws.String("tag:" + key), Values: []string{tags[key]}})
	}
	var found []orphans.Object
	err := pages(ctx, autoscaling.NewDescribeAutoScalingGroupsPaginator(a.autoscaling, in),
		func(page *autoscaling.DescribeAutoScalingGroupsOutput) {
			for _, group := range page.AutoScalingGroups {
				if aws.ToString(group.Status) == deletingGroup || len(group.Tags) == 0 {
					continue
				}
				object := orphans.Object{ARN: aws.ToString(group.AutoScalingGroupARN), Tags: map[string]string{}}
				for _, tag := range group.Tags {
					object.Tags[aws.ToString(tag.Key)] = aws.ToString(tag.Value)
				}
				found = append(found, object)
			}
		})
	return found, err
}
