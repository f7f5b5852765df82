package rke2

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/cloudgap/cloudgap/internal/problems"
)

// maxNameLength leaves room for the longest suffix of a child and for the random part of its physical name within the 32
// characters that load balancers and target groups have.
const maxNameLength = 19

var (
	namePattern    = regexp.MustCompile(`^[a-zA-Z][a-zA-Z0-9-]*$`)
	clusterPattern = regexp.MustCompile(`^[a-z][a-z0-9-]{0,62}$`)
	// keyPattern is what the keys of maps look like: they become part of names.
	keyPattern = regexp.MustCompile(`^[a-z][a-z0-9-]{0,19}$`)
)

func checkName(list *problems.List, name string) {
	if len(name) > maxNameLength || !namePattern.MatchString(name) {
		list.Add("name", fmt.Sprintf("the component's name begins the names of its children, so it needs a letter first, then letters, digits and dashes, %d characters at most", maxNameLength),
			name, "choose a shorter or simpler name")
	}
}

func checkCluster(list *problems.List, cluster string) {
	if !clusterPattern.MatchString(cluster) {
		list.Add("clusterName", "the cluster's id is part of object keys, so it has at most 63 small letters, digits and hyphens, a letter first", cluster,
			"choose another one")
	}
}

// checkKey reports a key that cannot be part of a name.
func checkKey(list *problems.List, path, key string) {
	if !keyPattern.MatchString(key) {
		list.Add(path, "the key becomes part of names, so it needs a small letter first, then small letters, digits and dashes, 20 characters at most", key,
			"choose another key")
	}
}

// maxUserTags is AWS's limit of 50 tags less the ones that the component adds.
const (
	maxUserTags = 45
	maxTagKey   = 128
)

func checkTags[V any](list *problems.List, tags map[string]V) {
	if len(tags) > maxUserTags {
		list.Add("tags", fmt.Sprintf("AWS allows 50 tags, of which the component needs %d", 50-maxUserTags), len(tags), "drop some")
	}
	for _, key := range slices.Sorted(maps.Keys(tags)) {
		if key == "" || len(key) > maxTagKey || strings.HasPrefix(strings.ToLower(key), "aws:") {
			list.Add("tags", fmt.Sprintf("a tag's key has 1 to %d characters and does not begin with aws:", maxTagKey), key, "choose another key")
		}
	}
}

// retentionPeriods are the periods, in days, that CloudWatch Logs offers, without the one that never ends.
var retentionPeriods = []int{1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653}

const defaultRetentionInDays = 365

func retention(list *problems.List, days int) int {
	if days == 0 {
		return defaultRetentionInDays
	}
	if !slices.Contains(retentionPeriods, days) {
		list.Add("logRetentionInDays", "not a period that CloudWatch Logs offers", days, "use one of "+strings.Trim(fmt.Sprint(retentionPeriods), "[]"))
	}
	return days
}

// cronForm are the five fields of a cron expression.
var cronForm = regexp.MustCompile(`^[0-9*/,-]+( [0-9A-Za-z*/,-]+){4}$`)

func planSnapshots(list *problems.List, p *plan, given Snapshots) {
	p.snapshots = Snapshots{
		Schedule: or(given.Schedule, "0 */6 * * *"), Retention: or(given.Retention, 28), DeletedForDays: or(given.DeletedForDays, 30),
		AlarmAfterHours: or(given.AlarmAfterHours, 13),
	}
	if !cronForm.MatchString(p.snapshots.Schedule) {
		list.Add("snapshots.schedule", "not a cron expression of five fields", p.snapshots.Schedule, `write for example "0 */6 * * *"`)
	}
	if p.snapshots.Retention < 1 {
		list.Add("snapshots.retention", "keeps no snapshot", p.snapshots.Retention, "keep at least one")
	}
	if p.snapshots.AlarmAfterHours < 1 {
		list.Add("snapshots.alarmAfterHours", "not a number of hours", p.snapshots.AlarmAfterHours, "choose one or more")
	}
	if p.snapshots.DeletedForDays < 1 {
		list.Add("snapshots.deletedForDays", "not a number of days", p.snapshots.DeletedForDays, "choose one or more")
	}
}
