// Package account looks into an AWS account through the AWS SDK: what is there, and how it is set up. It knows nothing of
// Pulumi or of anyone's state, so that what it finds is evidence of its own.
package account

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/autoscaling"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/eks"
	"github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/kms"
	"github.com/aws/aws-sdk-go-v2/service/ram"
	"github.com/aws/aws-sdk-go-v2/service/route53"
	"github.com/aws/aws-sdk-go-v2/service/route53resolver"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/secretsmanager"
	"github.com/aws/aws-sdk-go-v2/service/ssm"
)

// Account is one region of an account.
type Account struct {
	config      aws.Config
	region      string
	autoscaling *autoscaling.Client
	ec2         *ec2.Client
	eks         *eks.Client
	elb         *elasticloadbalancingv2.Client
	iam         *iam.Client
	kms         *kms.Client
	logs        *cloudwatchlogs.Client
	ram         *ram.Client
	route53     *route53.Client
	resolver    *route53resolver.Client
	s3          *s3.Client
	secrets     *secretsmanager.Client
	ssm         *ssm.Client
}

// Open looks into a region of the account behind an emulator's address.
func Open(endpoint, region string) *Account {
	config := aws.Config{
		Region:       region,
		BaseEndpoint: aws.String(endpoint),
		Credentials:  credentials.NewStaticCredentialsProvider("conformance", "conformance", ""),
	}
	return &Account{
		config:      config,
		region:      region,
		autoscaling: autoscaling.NewFromConfig(config),
		ec2:         ec2.NewFromConfig(config),
		eks:         eks.NewFromConfig(config),
		elb:         elasticloadbalancingv2.NewFromConfig(config),
		iam:         iam.NewFromConfig(config),
		kms:         kms.NewFromConfig(config),
		logs:        cloudwatchlogs.NewFromConfig(config),
		ram:         ram.NewFromConfig(config),
		route53:     route53.NewFromConfig(config),
		resolver:    route53resolver.NewFromConfig(config),
		s3:          s3.NewFromConfig(config, func(o *s3.Options) { o.UsePathStyle = true }),
		secrets:     secretsmanager.NewFromConfig(config),
		ssm:         ssm.NewFromConfig(config),
	}
}

// Config is how to reach the account.
func (a *Account) Config() aws.Config { return a.config.Copy() }
