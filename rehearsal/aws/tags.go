package aws

import (
	"maps"
	"slices"
	"strings"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

// Limits that all taggable AWS resources share, in characters. Source: AWS General Reference, "Tag naming limits".
const (
	maxTags     = 50
	maxTagKey   = 128
	maxTagValue = 256
)

// limitTags makes a resource type refuse tags that AWS refuses.
func limitTags(r cloud.Resource) cloud.Resource {
	r.Create = firstOf(checkTags, orNothing(r.Create))
	r.Update = firstOf(checkTags, orNothing(r.Update))
	return r
}

func orNothing(hook func(*cloud.Call) error) func(*cloud.Call) error {
	if hook == nil {
		return func(*cloud.Call) error { return nil }
	}
	return hook
}

func checkTags(c *cloud.Call) error {
	tags := c.Inputs.Map("tags")
	if len(tags) > maxTags {
		return c.Refuse("TagLimitExceeded", "More than %d tags specified", maxTags)
	}
	for _, key := range slices.Sorted(maps.Keys(tags)) {
		switch value := tags.String(key); {
		case strings.HasPrefix(strings.ToLower(key), "aws:"):
			return c.Refuse("InvalidParameterValue", "Tag keys starting with 'aws:' are reserved for internal use")
		case key == "" || len(key) > maxTagKey:
			return c.Refuse("InvalidParameterValue", "Tag key exceeds the maximum length of %d characters or is empty", maxTagKey)
		case len(value) > maxTagValue:
			return c.Refuse("InvalidParameterValue", "Tag value exceeds the maximum length of %d characters", maxTagValue)
		}
	}
	return nil
}
