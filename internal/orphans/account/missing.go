package account

import (
	"errors"
	"slices"
	"strings"

	"github.com/aws/smithy-go"
)

// missingCodes are the errors by which services say that something does not exist; those of EC2 end with NotFound and begin
// with the kind of the thing.
var missingCodes = []string{"NoSuchEntity", "NoSuchHostedZone", "NotFoundException", "ResourceNotFoundException",
	"UnknownResourceException"}

// missing tells whether a service says that what it was asked about does not exist.
func missing(err error) bool {
	var api smithy.APIError
	if !errors.As(err, &api) {
		return false
	}
	code := strings.TrimSuffix(api.ErrorCode(), "Exception")
	return strings.HasSuffix(code, "NotFound") || slices.Contains(missingCodes, api.ErrorCode())
}
