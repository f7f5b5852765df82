package account

import (
	"context"
	"strings"
	"sync"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"
	"golang.org/x/sync/errgroup"

	"github.com/cloudgap/cloudgap/internal/orphans"
)

// iamAtOnce is how many of IAM's objects are asked for their tags at a time: it tells them one by one, and throttles who
// hurries.
const iamAtOnce = 8

// named is an object of IAM: its ARN, and the key by which IAM is asked for its tags.
type named struct{ arn, key string }

// withTags asks for the tags of each. What was deleted meanwhile is left out.
func withTags(ctx context.Context, all []named,
	tagsOf func(ctx context.Context, key string, add func([]types.Tag)) error) ([]orphans.Object, error) {
	var mutex sync.Mutex
	var found []orphans.Object
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(iamAtOnce)
	for _, one := range all {
		group.Go(func() error {
			object := orphans.Object{ARN: one.arn, Tags: map[string]string{}}
			err := tagsOf(ctx, one.key, func(tags []types.Tag) {
				for _, tag := range tags {
					object.Tags[aws.ToString(tag.Key)] = aws.ToString(tag.Value)
				}
			})
			if err != nil && !missing(err) {
				return err
			}
			if len(object.Tags) > 0 && err == nil {
				mutex.Lock()
				defer mutex.Unlock()
				found = append(found, object)
			}
			return nil
		})
	}
	return found, group.Wait()
}

// byAWS are the paths of roles that AWS makes and keeps by itself.
var byAWS = []string{"/aws-service-role/", "/aws-reserved/"}

func taggedRoles(ctx context.Context, a *Account, _ map[string]string) ([]orphans.Object, error) {
	var roles []named
	err := pages(ctx, iam.NewListRolesPaginator(a.iam, &iam.ListRolesInput{}), func(page *iam.ListRolesOutput) {
		for _, role := range page.Roles {
			if path := aws.ToString(role.Path); !strings.HasPrefix(path, byAWS[0]) && !strings.HasPrefix(path, byAWS[1]) {
				roles = append(roles, named{aws.ToString(role.Arn), aws.ToString(role.RoleName)})
			}
		}
	})
	if err != nil {
		return nil, err
	}
	return withTags(ctx, roles, func(ctx context.Context, role string, add func([]types.Tag)) error {
		in := &iam.ListRoleTagsInput{RoleName: aws.String(role)}
		return pages(ctx, iam.NewListRoleTagsPaginator(a.iam, in), func(page *iam.ListRoleTagsOutput) { add(page.Tags) })
	})
}

func taggedProfiles(ctx context.Context, a *Account, _ map[string]string) ([]orphans.Object, error) {
	var profiles []named
	err := pages(ctx, iam.NewListInstanceProfilesPaginator(a.iam, &iam.ListInstanceProfilesInput{}),
		func(page *iam.ListInstanceProfilesOutput) {
			for _, profile := range page.InstanceProfiles {
				profiles = append(profiles, named{aws.ToString(profile.Arn), aws.ToString(profile.InstanceProfileName)})
			}
		})
	if err != nil {
		return nil, err
	}
	return withTags(ctx, profiles, func(ctx context.Context, profile string, add func([]types.Tag)) error {
		out, err := a.iam.GetInstanceProfile(ctx, &iam.GetInstanceProfileInput{InstanceProfileName: aws.String(profile)})
		if err == nil {
			add(out.InstanceProfile.Tags)
		}
		return err
	})
}

func taggedPolicies(ctx context.Context, a *Account, _ map[string]string) ([]orphans.Object, error) {
	var policies []named
	in := &iam.ListPoliciesInput{Scope: types.PolicyScopeTypeLocal}
	err := pages(ctx, iam.NewListPoliciesPaginator(a.iam, in), func(page *iam.ListPoliciesOutput) {
		for _, policy := range page.Policies {
			policies = append(policies, named{aws.ToString(policy.Arn), aws.ToString(policy.Arn)})
		}
	})
	if err != nil {
		return nil, err
	}
	return withTags(ctx, policies, func(ctx context.Context, policy string, add func([]types.Tag)) error {
		in := &iam.ListPolicyTagsInput{PolicyArn: aws.String(policy)}
		return pages(ctx, iam.NewListPolicyTagsPaginator(a.iam, in), func(page *iam.ListPolicyTagsOutput) { add(page.Tags) })
	})
}

func taggedProviders(ctx context.Context, a *Account, _ map[string]string) ([]orphans.Object, error) {
	out, err := a.iam.ListOpenIDConnectProviders(ctx, &iam.ListOpenIDConnectProvidersInput{})
	if err != nil {
		return nil, err
	}
	var providers []named
	for _, provider := range out.OpenIDConnectProviderList {
		providers = append(providers, named{aws.ToString(provider.Arn), aws.ToString(provider.Arn)})
	}
	return withTags(ctx, providers, func(ctx context.Context, provider string, add func([]types.Tag)) error {
		in := &iam.ListOpenIDConnectProviderTagsInput{OpenIDConnectProviderArn: aws.String(provider)}
		return pages(ctx, iam.NewListOpenIDConnectProviderTagsPaginator(a.iam, in),
			func(page *iam.ListOpenIDConnectProviderTagsOutput) { add(page.Tags) })
	})
}
