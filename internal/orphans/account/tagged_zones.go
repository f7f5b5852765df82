package account

import (
	"context"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/arn"
	"github.com/aws/aws-sdk-go-v2/service/route53"
	"github.com/aws/aws-sdk-go-v2/service/route53/types"

	"github.com/cloudgap/cloudgap/internal/orphans"
)

// zonesAtOnce is how many zones Route 53 tells the tags of in one answer.
const zonesAtOnce = 10

func taggedZones(ctx context.Context, a *Account, _ map[string]string) ([]orphans.Object, error) {
	var ids []string
	err := pages(ctx, route53.NewListHostedZonesPaginator(a.route53, &route53.ListHostedZonesInput{}),
		func(page *route53.ListHostedZonesOutput) {
			for _, zone := range page.HostedZones {
				ids = append(ids, bareZone(aws.ToString(zone.Id)))
			}
		})
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	owner, err := a.owner(ctx)
	if err != nil {
		return nil, err
	}
	var found []orphans.Object
	for chunk := range slices.Chunk(ids, zonesAtOnce) {
		out, err := a.route53.ListTagsForResources(ctx,
			&route53.ListTagsForResourcesInput{ResourceType: types.TagResourceTypeHostedzone, ResourceIds: chunk})
		if err != nil {
			return nil, err
		}
		for _, set := range out.ResourceTagSets {
			if len(set.Tags) == 0 {
				continue
			}
			name := arn.ARN{Partition: owner.Partition, Service: "route53", Resource: "hostedzone/" + aws.ToString(set.ResourceId)}
			object := orphans.Object{ARN: name.String(), Tags: map[string]string{}}
			for _, tag := range set.Tags {
				object.Tags[aws.ToString(tag.Key)] = aws.ToString(tag.Value)
			}
			found = append(found, object)
		}
	}
	return found, nil
}

// bareZone is a zone's id without the path that some answers put before it.
func bareZone(id string) string { return strings.TrimPrefix(id, "/hostedzone/") }
