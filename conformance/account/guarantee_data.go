package account

import (
	"context"
	"errors"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
	"github.com/aws/aws-sdk-go-v2/service/secretsmanager"
	"github.com/aws/smithy-go"
)

// buckets: each blocks public access and encrypts with a key of ours.
func (l *look) buckets(ctx context.Context) error {
	out, err := l.account.s3.ListBuckets(ctx, &s3.ListBucketsInput{})
	if err != nil {
		return fmt.Errorf("list buckets: %w", err)
	}
	for _, bucket := range out.Buckets {
		l.saw("buckets", 1)
		name := aws.ToString(bucket.Name)
		block, err := l.account.s3.GetPublicAccessBlock(ctx, &s3.GetPublicAccessBlockInput{Bucket: bucket.Name})
		if err != nil && !refusedWith(err, "NoSuchPublicAccessBlockConfiguration") {
			return fmt.Errorf("read the public access block of bucket %s: %w", name, err)
		}
		if err != nil || !blocksPublic(block.PublicAccessBlockConfiguration) {
			l.breach("bucket %s can be made public", name)
		}
		encryption, err := l.account.s3.GetBucketEncryption(ctx, &s3.GetBucketEncryptionInput{Bucket: bucket.Name})
		if err != nil && !refusedWith(err, "ServerSideEncryptionConfigurationNotFoundError") {
			return fmt.Errorf("read the encryption of bucket %s: %w", name, err)
		}
		if err != nil || !encryptsWithKey(encryption.ServerSideEncryptionConfiguration) {
			l.breach("bucket %s is not encrypted with a key of ours", name)
		}
	}
	return nil
}

func blocksPublic(block *types.PublicAccessBlockConfiguration) bool {
	return block != nil && aws.ToBool(block.BlockPublicAcls) && aws.ToBool(block.BlockPublicPolicy) &&
		aws.ToBool(block.IgnorePublicAcls) && aws.ToBool(block.RestrictPublicBuckets)
}

func encryptsWithKey(encryption *types.ServerSideEncryptionConfiguration) bool {
	if encryption == nil || len(encryption.Rules) == 0 {
		return false
	}
	for _, rule := range encryption.Rules {
		byDefault := rule.ApplyServerSideEncryptionByDefault
		if byDefault == nil || byDefault.SSEAlgorithm != types.ServerSideEncryptionAwsKms || aws.ToString(byDefault.KMSMasterKeyID) == "" {
			return false
		}
	}
	return true
}

func refusedWith(err error, code string) bool {
	var refusal smithy.APIError
	return errors.As(err, &refusal) && refusal.ErrorCode() == code
}

// secrets: each is encrypted with a key of ours.
func (l *look) secrets(ctx context.Context) error {
	pages := secretsmanager.NewListSecretsPaginator(l.account.secrets, &secretsmanager.ListSecretsInput{})
	for pages.HasMorePages() {
		out, err := pages.NextPage(ctx)
		if err != nil {
			return fmt.Errorf("list secrets: %w", err)
		}
		for _, secret := range out.SecretList {
			l.saw("secrets", 1)
			if aws.ToString(secret.KmsKeyId) == "" {
				l.breach("secret %s is not encrypted with a key of ours", aws.ToString(secret.Name))
			}
		}
	}
	return nil
}

// logGroups: each is encrypted with a key of ours, and keeps its events for a time that somebody chose.
func (l *look) logGroups(ctx context.Context) error {
	pages := cloudwatchlogs.NewDescribeLogGroupsPaginator(l.account.logs, &cloudwatchlogs.DescribeLogGroupsInput{})
	for pages.HasMorePages() {
		out, err := pages.NextPage(ctx)
		if err != nil {
			return fmt.Errorf("describe log groups: %w", err)
		}
		for _, group := range out.LogGroups {
			l.saw("log groups", 1)
			if aws.ToString(group.KmsKeyId) == "" || group.RetentionInDays == nil {
				l.breach("log group %s lacks a key of ours or a retention", aws.ToString(group.LogGroupName))
			}
		}
	}
	return nil
}
