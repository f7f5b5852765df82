package zerotrust

import (
	"fmt"
	"maps"
	"regexp"
	"slices"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/cloudgap/cloudgap/internal/problems"
)

// logPlan is a data set and where it goes.
type logPlan struct {
	dataset Dataset
	// destination is Logpush's way to write a bucket.
	destination string
	token       pulumi.StringInput
}

var (
	bucketPattern = regexp.MustCompile(`^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$`)
	regionPattern = regexp.MustCompile(`^[a-z]{2}(-[a-z]+)+-[0-9]$`)
	prefixPattern = regexp.MustCompile(`^[A-Za-z0-9_-]+(/[A-Za-z0-9_-]+)*$`)
)

func planLogs(list *problems.List, p *plan, logs map[Dataset]LogDestination) {
	for _, dataset := range slices.Sorted(maps.Keys(logs)) {
		path, to := "logpush."+string(dataset), logs[dataset]
		oneOf(list, path, dataset, AccessRequests, AuditLogs, DevicePosture, GatewayDNS, GatewayNetwork, ZeroTrustNetwork)
		if to.Prefix == "" {
			to.Prefix = string(dataset)
		}
		for _, field := range []struct {
			name, value string
			pattern     *regexp.Regexp
			remedy      string
		}{
			{"bucket", to.Bucket, bucketPattern, "write the name of an S3 bucket"},
			{"region", to.Region, regionPattern, `write the bucket's Region, such as "eu-central-1"`},
			{"prefix", to.Prefix, prefixPattern, `write a path such as "cloudflare/audit"`},
		} {
			if !field.pattern.MatchString(field.value) {
				list.Add(path+"."+field.name, "not a "+field.name, given(field.value), field.remedy)
			}
		}
		destination := fmt.Sprintf("s3://%s/%s/{DATE}?region=%s", to.Bucket, to.Prefix, to.Region)
		p.logs = append(p.logs, logPlan{dataset, destination, to.OwnershipToken})
	}
}

// defaultAlerts are what goes wrong without anybody noticing.
var defaultAlerts = []Alert{ExpiringServiceToken, FailingLogpush, TunnelHealth}

func planNotifications(list *problems.List, p *plan, n *Notifications) {
	if n == nil {
		return
	}
	p.alerts = n.Alerts
	if len(p.alerts) == 0 {
		p.alerts = defaultAlerts
	}
	for i, alert := range p.alerts {
		path := fmt.Sprintf("notifications.alerts[%d]", i)
		oneOf(list, path, alert, ExpiringServiceToken, FailingLogpush, TunnelHealth, TunnelUpdate)
		if slices.Contains(p.alerts[:i], alert) {
			list.Add(path, "listed twice", string(alert), "list each alert once")
		}
	}
	if len(n.Emails)+len(n.Webhooks)+len(n.PagerDuty) == 0 {
		list.Add("notifications", "nobody is told", problems.Missing, "set emails, webhooks or pagerDuty")
	}
	for i, email := range n.Emails {
		if !emailPattern.MatchString(email) {
			list.Add(fmt.Sprintf("notifications.emails[%d]", i), "not an address", email, `write one such as "oncall@example.com"`)
		}
	}
}
