package awsworld

import (
	"context"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/aws-sdk-go-v2/service/sts/types"

	"github.com/cloudgap/cloudgap/components/rke2/bootstrap/podroles"
	"github.com/cloudgap/cloudgap/components/rke2/permissions"
)

// sessionSeconds is how long a session lasts: the longest for a role that is assumed with another role's credentials.
const sessionSeconds = 3600

// Roles begins sessions with AWS STS.
type Roles struct {
	Client  *sts.Client
	Cluster string
}

// Assume begins a session of a role whose name and tags tell the account. The error wraps podroles.ErrRefused if the role does
// not trust us with it.
func (r Roles) Assume(ctx context.Context, role string, account podroles.Account) (podroles.Credentials, error) {
	out, err := r.Client.AssumeRole(ctx, &sts.AssumeRoleInput{
		RoleArn: &role, RoleSessionName: aws.String(account.Session()), DurationSeconds: aws.Int32(sessionSeconds),
		Tags: []types.Tag{
			{Key: aws.String(permissions.ClusterSessionTag), Value: &r.Cluster},
			{Key: aws.String(permissions.NamespaceSessionTag), Value: &account.Namespace},
			{Key: aws.String(permissions.AccountSessionTag), Value: &account.Name},
		},
	})
	if code(err) == "AccessDenied" {
		return podroles.Credentials{}, fmt.Errorf("%w: assume %s: %w", podroles.ErrRefused, role, err)
	}
	if err != nil {
		return podroles.Credentials{}, fmt.Errorf("assume %s: %w", role, err)
	}
	c := out.Credentials
	return podroles.Credentials{
		KeyID: aws.ToString(c.AccessKeyId), Secret: aws.ToString(c.SecretAccessKey), Token: aws.ToString(c.SessionToken), Expires: aws.ToTime(c.Expiration),
	}, nil
}
