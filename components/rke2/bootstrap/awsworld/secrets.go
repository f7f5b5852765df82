package awsworld

import (
	"context"
	"fmt"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/secretsmanager"
)

// Secrets reads from Secrets Manager.
type Secrets struct {
	Client *secretsmanager.Client
}

// Read returns the current value of a secret, without white space around it. No error holds any of it.
func (s Secrets) Read(ctx context.Context, arn string) (string, error) {
	out, err := s.Client.GetSecretValue(ctx, &secretsmanager.GetSecretValueInput{SecretId: &arn})
	if err != nil {
		return "", fmt.Errorf("read the secret %s: %w", arn, err)
	}
	value := strings.TrimSpace(aws.ToString(out.SecretString))
	if value == "" {
		return "", fmt.Errorf("read the secret %s: it has no text value", arn)
	}
	return value, nil
}
