package eks

import "regexp"

// maxNameLength leaves room for the longest suffix of a child and for the random part of its physical name within the 64
// characters that IAM allows.
const maxNameLength = 20

// maxKeyLength is how long a key may be that becomes part of names.
const maxKeyLength = 20

// addedTags are the tags that the component and EKS add.
const addedTags = 5

var clusterNamePattern = regexp.MustCompile(`^[0-9A-Za-z][A-Za-z0-9_-]{0,99}$`)
