package awsworld

import (
	"context"
	"fmt"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

// Snapshots are those in the bucket, whichever server made them.
type Snapshots struct {
	Client *s3.Client
	Bucket string
	Folder string
}

// Newest is when the newest snapshot was stored, and the zero time if there is none.
func (s Snapshots) Newest(ctx context.Context) (time.Time, error) {
	var newest time.Time
	pages := s3.NewListObjectsV2Paginator(s.Client, &s3.ListObjectsV2Input{Bucket: &s.Bucket, Prefix: aws.String(s.Folder + "/")})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return newest, fmt.Errorf("list s3://%s/%s/: %w", s.Bucket, s.Folder, err)
		}
		for _, object := range page.Contents {
			if at := aws.ToTime(object.LastModified); at.After(newest) {
				newest = at
			}
		}
	}
	return newest, nil
}
