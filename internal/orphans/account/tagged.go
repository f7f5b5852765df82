package account

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws/arn"

	"github.com/cloudgap/cloudgap/internal/orphans"
)

// sources list objects that carry tags. The Resource Groups Tagging API would list most of them, but it hears of new objects
// with a delay, goes on naming some that are gone, and names none of IAM's roles and no Auto Scaling group (AWS, "Services
// that support the Resource Groups Tagging API"). So services are asked themselves where they can be asked for all of their
// objects, and those of the global services are found without a call to another region, which an organization may refuse.
var sources = []struct {
	what    string
	actions []string
	list    func(context.Context, *Account, map[string]string) ([]orphans.Object, error)
}{
	{"Auto Scaling groups", []string{"autoscaling:DescribeAutoScalingGroups"}, taggedGroups},
	{"EC2 objects", []string{"ec2:DescribeTags"}, taggedInEC2},
	{"hosted zones", []string{"route53:ListHostedZones", "route53:ListTagsForResources"}, taggedZones},
	{"instance profiles", []string{"iam:GetInstanceProfile", "iam:ListInstanceProfiles"}, taggedProfiles},
	{"OIDC providers", []string{"iam:ListOpenIDConnectProviderTags", "iam:ListOpenIDConnectProviders"}, taggedProviders},
	{"policies", []string{"iam:ListPolicies", "iam:ListPolicyTags"}, taggedPolicies},
	{"roles", []string{"iam:ListRoleTags", "iam:ListRoles"}, taggedRoles},
	{"objects of other services", []string{"tag:GetResources"}, taggedElsewhere},
}

// Tagged lists the objects of the region, and those without a region, that carry all of the tags, sorted by ARN. With no
// tags it lists whatever has any.
//
// KMS keys and secrets that wait for their deletion are left out, and so are objects of EC2 that it still shows although
// they are gone. Of the services that only the Resource Groups Tagging API is asked about (CloudWatch, EKS, load balancing,
// RAM, Route 53 Resolver, S3 and others) an object that was made in the last minutes may be missing, and one that was
// deleted in the last hours may be listed.
func (a *Account) Tagged(ctx context.Context, tags map[string]string) ([]orphans.Object, error) {
	found := map[string]orphans.Object{}
	for _, source := range sources {
		objects, err := source.list(ctx, a, tags)
		if err != nil {
			return nil, fmt.Errorf("list the %s with tags: %w", source.what, err)
		}
		for _, object := range objects {
			if carries(object.Tags, tags) {
				found[object.ARN] = object
			}
		}
	}
	if err := a.leaveOutGone(ctx, found); err != nil {
		return nil, err
	}
	return slices.SortedFunc(maps.Values(found), func(x, y orphans.Object) int { return cmp.Compare(x.ARN, y.ARN) }), nil
}

func carries(tags, wanted map[string]string) bool {
	for key, value := range wanted {
		if has, ok := tags[key]; !ok || has != value {
			return false
		}
	}
	return true
}

// hidings ask whether an object that the tagging API lists is there no more, or only waits for its deletion, by what its ARN
// begins with.
var hidings = []struct {
	service, prefix string
	action          string
	gone            func(ctx context.Context, a *Account, name string) (bool, error)
}{
	{"kms", "key/", "kms:DescribeKey", keyGone},
	{"secretsmanager", "secret:", "secretsmanager:DescribeSecret", secretGone},
}

func (a *Account) leaveOutGone(ctx context.Context, found map[string]orphans.Object) error {
	for _, name := range slices.Sorted(maps.Keys(found)) {
		parsed, err := arn.Parse(name)
		if err != nil {
			continue // Some service has its own idea of a name; nothing is known of its deletion.
		}
		for _, h := range hidings {
			if !within(parsed, h.service, h.prefix) {
				continue
			}
			gone, err := h.gone(ctx, a, name)
			switch {
			case err != nil && !missing(err):
				return fmt.Errorf("see whether %s waits for its deletion: %w", name, err)
			case err != nil || gone:
				delete(found, name)
			}
		}
	}
	return nil
}
