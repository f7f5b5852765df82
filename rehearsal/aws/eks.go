package aws

import (
	"strconv"
	"strings"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

// eksAPI names the operations on an EKS noun.
func eksAPI(create, update, read, remove string) cloud.API {
	return cloud.API{Service: "EKS", Modeled: true, Create: create, Update: update, Read: read, Delete: remove}
}

// clusterMissing is what EKS answers to the name of a cluster that does not exist.
var clusterMissing = cloud.Refusal{Code: "ResourceNotFoundException", Text: "No cluster found for name: {value}.", Status: 404}

// ofCluster is the reference of what belongs to a cluster. EKS deletes add-ons and entries with the cluster; what keeps it is
// said where it is made.
var ofCluster = cloud.Reference{Path: "clusterName", Kind: kindCluster, Code: clusterMissing.Code, Text: clusterMissing.Text, Status: clusterMissing.Status}

// clusterOf returns the cluster that the object at hand belongs to.
func clusterOf(c *cloud.Call) (*cloud.Object, error) {
	name := c.Object.Properties.String("clusterName")
	if found, ok := c.Get(kindCluster, name); ok {
		return found, nil
	}
	return nil, c.RefuseWith(clusterMissing, name)
}

func eksInvalid(c *cloud.Call, text string, args ...any) error {
	return c.Refuse("InvalidParameterException", text, args...)
}

// roleFor refuses a role that does not exist or that the service may not assume.
func roleFor(c *cloud.Call, arn, principal string) error {
	role, ok := roleByARN(c, arn)
	if !ok {
		return eksInvalid(c, "Role with arn: %s, does not exist or is not accessible", arn)
	}
	if !trusts(role, principal) {
		return eksInvalid(c, "Role with arn: %s, could not be assumed because it does not exist or the trusted entity is not correct", arn)
	}
	return nil
}

// minorVersion is the second number of a Kubernetes version.
func minorVersion(version string) int {
	parts := strings.Split(version, ".")
	if len(parts) < 2 {
		return 0
	}
	// A version that is no number is refused by the pattern of its property.
	n, _ := strconv.Atoi(parts[1])
	return n
}
