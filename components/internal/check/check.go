// Package check holds the checks that every component makes of its arguments. Each adds its problems to the list.
package check

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/cloudgap/cloudgap/internal/problems"
)

var namePattern = regexp.MustCompile(`^[a-zA-Z][a-zA-Z0-9-]*$`)

// Name checks a component's name. longest is what the longest suffix of a child, and the random part of its physical name, leave
// of what AWS allows.
func Name(list *problems.List, name string, longest int) {
	if len(name) > longest || !namePattern.MatchString(name) {
		list.Add("name", fmt.Sprintf("the component's name begins the names of its children, so it needs a letter first, then letters, digits and dashes, %d characters at most", longest),
			name, "choose a shorter or simpler name")
	}
}

var keyPattern = regexp.MustCompile(`^[a-z][a-z0-9-]*$`)

// Key checks the key of a map that becomes part of the names of children.
func Key(list *problems.List, path, key string, longest int) {
	if len(key) > longest || !keyPattern.MatchString(key) {
		list.Add(path, fmt.Sprintf("the key becomes part of names, so it needs a small letter first, then small letters, digits and dashes, %d characters at most", longest),
			key, "choose another key")
	}
}

// AWS's limits on the tags of a resource.
// Source: https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html
const (
	maxTags   = 50
	maxTagKey = 128
)

// Tags checks the tags of a user against what AWS allows. added is how many the component and AWS add to them.
func Tags[V any](list *problems.List, path string, tags map[string]V, added int) {
	if len(tags) > maxTags-added {
		list.Add(path, fmt.Sprintf("AWS allows %d tags, of which the component needs %d", maxTags, added), len(tags), "drop some")
	}
	for _, key := range slices.Sorted(maps.Keys(tags)) {
		switch {
		case key == "" || len(key) > maxTagKey:
			list.Add(path, fmt.Sprintf("a tag's key has 1 to %d characters", maxTagKey), key, "choose another key")
		case strings.HasPrefix(strings.ToLower(key), "aws:"):
			list.Add(path, "keys that begin with aws: are reserved", key, "choose another key")
		}
	}
}

// RetentionPeriods are the periods, in days, that CloudWatch Logs offers, without the one that never ends.
// Source: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
var RetentionPeriods = []int{1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653}

const defaultRetentionInDays = 365

// RetentionInDays checks how long logs are kept and applies the default, a year.
func RetentionInDays(list *problems.List, path string, days int) int {
	if days == 0 {
		return defaultRetentionInDays
	}
	if !slices.Contains(RetentionPeriods, days) {
		list.Add(path, "not a period that CloudWatch Logs offers", days, "use one of "+strings.Trim(fmt.Sprint(RetentionPeriods), "[]"))
	}
	return days
}
