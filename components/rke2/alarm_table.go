package rke2

// alarmSpec is one alarm. What the servers' own status says comes from their log; what the load balancer says is a metric of AWS.
type alarmSpec struct {
	key string
	// field is that of the status in the servers' log; empty for a metric of the load balancer.
	field string
	// targets is the target group, for a metric of the load balancer.
	targets    string
	statistic  string
	comparison string
	threshold  float64
	// periods of five minutes in a row.
	periods int
	means   string
}

// Comparisons and statistics in the words of CloudWatch.
const (
	below   = "LessThanThreshold"
	above   = "GreaterThanThreshold"
	lowest  = "Minimum"
	highest = "Maximum"
)

// Thresholds.
const (
	// bigDatabaseBytes is three quarters of what etcd admits by default, 2 GiB. It refuses writes when that is full.
	// Source: the etcd documentation, "System limits".
	bigDatabaseBytes = 1.5 * (1 << 30)
	// certificateDays is less than the ninety days before their end when certificates are renewed: renewal does not work.
	certificateDays = 60
)

// alarms are those of a cluster with a number of servers, whose newest snapshot may be so many hours old. Silence counts as an
// alarm.
func alarms(servers, snapshotHours int) []alarmSpec {
	return []alarmSpec{
		{"members", "members", "", lowest, below, float64(servers), 3, "etcd has fewer voting members than the cluster has servers"},
		{"leader", "leader", "", lowest, below, 1, 2, "a server sees no leader of etcd: the API cannot write"},
		{"snapshot-age", "snapshotAgeMinutes", "", highest, above, float64(snapshotHours) * 60, 2, "the newest snapshot in the bucket is too old"},
		{"database-size", "databaseBytes", "", highest, above, bigDatabaseBytes, 2, "the database of etcd comes close to its limit"},
		{"certificates", "certificateDays", "", lowest, below, certificateDays, 2, "certificates end soon and were not renewed"},
		{"healthy-" + apiTargets, "", apiTargets, lowest, below, float64(servers), 3, "fewer servers are healthy than the cluster has"},
		{"healthy-" + joinTargets, "", joinTargets, lowest, below, float64(servers), 3, "fewer servers are healthy than the cluster has"},
	}
}
