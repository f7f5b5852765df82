package access

// maxNameLength leaves room for the longest suffix of a child and for the random part of its physical name within the 64
// characters that IAM allows.
const maxNameLength = 24

// maxKeyLength is how long a key may be that becomes part of names.
const maxKeyLength = 30

// addedTags are the tags that the component adds.
const addedTags = 4
