package rke2

import (
	"cmp"
	"regexp"

	"github.com/cloudgap/cloudgap/internal/problems"
)

// maxNameLength leaves room for the longest suffix of a child and for the random part of its physical name within the 32
// characters that load balancers and target groups have.
const maxNameLength = 19

// maxKeyLength is how long a key may be that becomes part of names.
const maxKeyLength = 20

// addedTags are the tags that the component adds.
const addedTags = 5

var clusterPattern = regexp.MustCompile(`^[a-z][a-z0-9-]{0,62}$`)

func checkCluster(list *problems.List, cluster string) {
	if !clusterPattern.MatchString(cluster) {
		list.Add("clusterName", "the cluster's id is part of object keys, so it has at most 63 small letters, digits and hyphens, a letter first", cluster,
			"choose another one")
	}
}

// cronForm are the five fields of a cron expression.
var cronForm = regexp.MustCompile(`^[0-9*/,-]+( [0-9A-Za-z*/,-]+){4}$`)

func planSnapshots(list *problems.List, p *plan, given Snapshots) {
	p.snapshots = Snapshots{
		Schedule: cmp.Or(given.Schedule, "0 */6 * * *"), Retention: cmp.Or(given.Retention, 28), DeletedForDays: cmp.Or(given.DeletedForDays, 30),
		AlarmAfterHours: cmp.Or(given.AlarmAfterHours, 13),
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
