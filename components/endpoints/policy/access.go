// Package policy compiles least-privilege VPC endpoint policies: own principals to own resources, and a separate
// statement for each exception without which a service breaks. It is pure: the same request gives the same bytes.
package policy

// Access is what may be done with a bucket or with the repositories of a prefix.
type Access string

// Levels of access.
const (
	// Read admits reading and listing.
	Read Access = "read"
	// ReadWrite admits reading, listing, writing and deleting.
	ReadWrite Access = "readWrite"
)
