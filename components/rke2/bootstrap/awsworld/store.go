// Package awsworld is the bootstrap program's world where it is AWS: S3, Secrets Manager, EC2, Auto Scaling and the instance
// metadata service, through the AWS SDK.
package awsworld

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/smithy-go"

	"github.com/cloudgap/cloudgap/components/rke2/bootstrap/node"
)

// Store keeps the objects of the protocol in a folder of a bucket. S3 reads are strongly consistent, also after conditional
// writes: https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
type Store struct {
	Client *s3.Client
	Bucket string
	Folder string
}

// Get returns an object and its ETag; the error wraps fs.ErrNotExist if there is none.
func (s Store) Get(ctx context.Context, key string) ([]byte, string, error) {
	out, err := s.Client.GetObject(ctx, &s3.GetObjectInput{Bucket: &s.Bucket, Key: s.key(key)})
	if err != nil {
		return nil, "", fmt.Errorf("read s3://%s/%s: %w", s.Bucket, *s.key(key), missing(err))
	}
	data, err := io.ReadAll(out.Body)
	if err := errors.Join(err, out.Body.Close()); err != nil {
		return nil, "", fmt.Errorf("read s3://%s/%s: %w", s.Bucket, *s.key(key), err)
	}
	return data, aws.ToString(out.ETag), nil
}

// Put writes an object on condition that the stored one has the ETag replaces, or that there is none if it is empty. The
// error wraps node.ErrConflict if the condition does not hold, and also if the SDK tried again after an answer was lost.
func (s Store) Put(ctx context.Context, key string, data []byte, replaces string) error {
	input := &s3.PutObjectInput{
		Bucket: &s.Bucket, Key: s.key(key), Body: bytes.NewReader(data), ContentType: aws.String("application/json"),
	}
	if replaces == "" {
		input.IfNoneMatch = aws.String("*")
	} else {
		input.IfMatch = &replaces
	}
	if _, err := s.Client.PutObject(ctx, input); err != nil {
		return fmt.Errorf("write s3://%s/%s: %w", s.Bucket, *s.key(key), conflict(err))
	}
	return nil
}

func (s Store) key(name string) *string { return aws.String(s.Folder + "/" + name) }

// conflict translates S3's two ways to say that a condition does not hold: 412 where the object was different, and 409 where
// another conditional request for the key was under way.
func conflict(err error) error {
	switch code(err) {
	case "PreconditionFailed", "ConditionalRequestConflict":
		return fmt.Errorf("%w: %w", node.ErrConflict, err)
	default:
		return err
	}
}

func missing(err error) error {
	switch code(err) {
	case "NoSuchKey", "NotFound":
		return fmt.Errorf("%w: %w", fs.ErrNotExist, err)
	default:
		return err
	}
}

// code is the error code of the service, empty for an error of another kind.
func code(err error) string {
	var api smithy.APIError
	if errors.As(err, &api) {
		return api.ErrorCode()
	}
	return ""
}

// Bucket is an artifacts.Source.
type Bucket struct {
	Client *s3.Client
	Name   string
}

// Open returns the content of an object; the error wraps fs.ErrNotExist if there is none.
func (b Bucket) Open(ctx context.Context, key string) (io.ReadCloser, error) {
	out, err := b.Client.GetObject(ctx, &s3.GetObjectInput{Bucket: &b.Name, Key: &key})
	if err != nil {
		return nil, fmt.Errorf("read s3://%s/%s: %w", b.Name, key, missing(err))
	}
	return out.Body, nil
}
