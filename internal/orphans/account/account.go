// Package account looks into an AWS account through the AWS SDK: what carries tags, and what is there without any. It only
// reads.
package account

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/autoscaling"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/kms"
	"github.com/aws/aws-sdk-go-v2/service/ram"
	"github.com/aws/aws-sdk-go-v2/service/resourcegroupstaggingapi"
	"github.com/aws/aws-sdk-go-v2/service/route53"
	"github.com/aws/aws-sdk-go-v2/service/route53resolver"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/secretsmanager"
	"github.com/aws/aws-sdk-go-v2/service/sts"

	"github.com/cloudgap/cloudgap/internal/orphans"
)

// Account is one region of an AWS account, and what the account has outside of regions.
type Account struct {
	region      string
	autoscaling *autoscaling.Client
	ec2         *ec2.Client
	iam         *iam.Client
	kms         *kms.Client
	ram         *ram.Client
	resolver    *route53resolver.Client
	route53     *route53.Client
	s3          *s3.Client
	secrets     *secretsmanager.Client
	sts         *sts.Client
	tagging     *resourcegroupstaggingapi.Client
}

var _ orphans.Account = (*Account)(nil)

// Open looks into a region of the account whose credentials the AWS SDK finds by its own rules: environment, profile, single
// sign-on, role of the machine. An empty region is the one that these rules name.
func Open(ctx context.Context, region string) (*Account, error) {
	sdk, err := config.LoadDefaultConfig(ctx, config.WithRegion(region))
	if err != nil {
		return nil, fmt.Errorf("set up the AWS SDK: %w; check AWS_PROFILE and the files of the AWS CLI", err)
	}
	if sdk.Region == "" {
		return nil, errors.New("region: none is named; name one with --region, or set AWS_REGION or the region of the profile")
	}
	if _, err := sdk.Credentials.Retrieve(ctx); err != nil {
		return nil, fmt.Errorf("credentials: there are none that can be used: %w; log in, or set AWS_PROFILE", err)
	}
	return New(sdk), nil
}

// New looks into the account and region of a configuration.
func New(sdk aws.Config) *Account {
	return &Account{
		region:      sdk.Region,
		autoscaling: autoscaling.NewFromConfig(sdk),
		ec2:         ec2.NewFromConfig(sdk),
		iam:         iam.NewFromConfig(sdk),
		kms:         kms.NewFromConfig(sdk),
		ram:         ram.NewFromConfig(sdk),
		resolver:    route53resolver.NewFromConfig(sdk),
		route53:     route53.NewFromConfig(sdk),
		s3:          s3.NewFromConfig(sdk),
		secrets:     secretsmanager.NewFromConfig(sdk),
		sts:         sts.NewFromConfig(sdk),
		tagging:     resourcegroupstaggingapi.NewFromConfig(sdk),
	}
}

// Actions are the IAM actions that Tagged and Lookup need, all of which only read, sorted. Few of them can be limited to
// resources, so that a policy allows them on "*". A caller's own identity, which is asked for as well, needs no permission.
var Actions = actions()

func actions() []string {
	var all []string
	for _, s := range sources {
		all = append(all, s.actions...)
	}
	for _, h := range hidings {
		all = append(all, h.action)
	}
	for _, s := range states {
		all = append(all, s.action)
	}
	for _, l := range lookups {
		all = append(all, l.actions...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// pager is what the SDK has for answers that come in pages.
type pager[Page, Options any] interface {
	HasMorePages() bool
	NextPage(context.Context, ...func(*Options)) (Page, error)
}

// pages calls do with every page.
func pages[Page, Options any](ctx context.Context, p pager[Page, Options], do func(Page)) error {
	for p.HasMorePages() {
		page, err := p.NextPage(ctx)
		if err != nil {
			return err
		}
		do(page)
	}
	return nil
}
