package awsworld

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"

	"github.com/aws/aws-sdk-go-v2/feature/ec2/imds"
	smithyhttp "github.com/aws/smithy-go/transport/http"

	"github.com/cloudgap/cloudgap/components/rke2/bootstrap/server"
)

// Identity asks the metadata service who the instance is.
func Identity(ctx context.Context, client *imds.Client) (server.Identity, error) {
	var id server.Identity
	for path, field := range map[string]*string{
		"instance-id": &id.Instance, "placement/availability-zone": &id.Zone, "local-hostname": &id.NodeName, "local-ipv4": &id.Address,
	} {
		value, err := metadata(ctx, client, path)
		if err != nil {
			return id, err
		}
		*field = value
	}
	return id, nil
}

func metadata(ctx context.Context, client *imds.Client, path string) (string, error) {
	out, err := client.GetMetadata(ctx, &imds.GetMetadataInput{Path: path})
	if err != nil {
		return "", fmt.Errorf("ask the metadata service for %s: %w", path, err)
	}
	data, err := io.ReadAll(out.Content)
	if err := errors.Join(err, out.Content.Close()); err != nil {
		return "", fmt.Errorf("ask the metadata service for %s: %w", path, err)
	}
	return string(data), nil
}

// isMissing tells whether the metadata service has nothing at a path.
func isMissing(err error) bool {
	var response *smithyhttp.ResponseError
	return errors.As(err, &response) && response.HTTPStatusCode() == http.StatusNotFound
}
