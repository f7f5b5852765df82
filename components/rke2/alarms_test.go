package rke2

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/cloudgap/cloudgap/components/rke2/bootstrap/watch"
)

func TestAlarmsTellOfWhatAClusterDiesOf(t *testing.T) {
	t.Parallel()
	r := &recorder{}
	r.mustDeploy(t, everything())
	type alarm struct {
		Metric, Statistic, Comparison string
		Threshold                     float64
		Minutes                       int
	}
	want := map[string]alarm{
		"members":       {"members", "Minimum", "LessThanThreshold", 3, 15},
		"leader":        {"leader", "Minimum", "LessThanThreshold", 1, 10},
		"snapshot-age":  {"snapshotAgeMinutes", "Maximum", "GreaterThanThreshold", 13 * 60, 10},
		"database-size": {"databaseBytes", "Maximum", "GreaterThanThreshold", 1.5 * 1024 * 1024 * 1024, 10},
		"certificates":  {"certificateDays", "Minimum", "LessThanThreshold", 60, 10},
		"healthy-api":   {"HealthyHostCount", "Minimum", "LessThanThreshold", 3, 15},
		"healthy-join":  {"HealthyHostCount", "Minimum", "LessThanThreshold", 3, 15},
	}
	got := map[string]alarm{}
	for _, reg := range r.own() {
		if shortType(reg.Token) != "cloudwatch.MetricAlarm" {
			continue
		}
		in := reg.Inputs.Mappable()
		text := func(name string) string { value, _ := in[name].(string); return value }
		number := func(name string) float64 { value, _ := in[name].(float64); return value }
		got[reg.Name[len(testName+"-alarm-"):]] = alarm{
			text("metricName"), text("statistic"), text("comparisonOperator"), number("threshold"), int(number("period") * number("evaluationPeriods") / 60),
		}
		topic := []any{"arn:aws:sns:eu-central-1:111122223333:alarms"}
		if diff := cmp.Diff([]any{topic, topic, "breaching"}, []any{in["alarmActions"], in["okActions"], in["treatMissingData"]}); diff != "" {
			t.Errorf("%s: expected silence to alarm, and the topic to be told of both (-want +got):\n%s", reg.Name, diff)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("alarms differ (-want +got):\n%s", diff)
	}
}

// healthy answers as a server does that lacks nothing.
type healthy struct{}

func (healthy) Voters(context.Context) (int, error)       { return 3, nil }
func (healthy) CertificatesEnd() (time.Time, error)       { return time.Now().AddDate(0, 6, 0), nil }
func (healthy) Newest(context.Context) (time.Time, error) { return time.Now(), nil }
func (healthy) ServeHTTP(w http.ResponseWriter, _ *http.Request) {
	_, _ = fmt.Fprint(w, "etcd_server_has_leader 1\netcd_mvcc_db_total_size_in_bytes 1024\n")
}

// TestEveryMetricIsALineThatServersLog reads the line that a server logs by the filter of each metric.
func TestEveryMetricIsALineThatServersLog(t *testing.T) {
	t.Parallel()
	etcd := httptest.NewServer(healthy{})
	defer etcd.Close()
	var log bytes.Buffer
	watch.Watch{Server: healthy{}, Snapshots: healthy{}, Metrics: etcd.URL, Now: time.Now, Log: slog.New(slog.NewJSONHandler(&log, nil))}.Look(t.Context())
	var line map[string]any
	if err := json.Unmarshal(log.Bytes(), &line); err != nil {
		t.Fatalf("read the line %q: %v", log.String(), err)
	}
	r := &recorder{}
	r.mustDeploy(t, small())
	filter := regexp.MustCompile(`^\{ \(\$\.msg = "(\w+)"\) && \(\$\.(\w+) = \*\) \}$`)
	var fields []string
	for _, reg := range r.own() {
		if shortType(reg.Token) != "cloudwatch.LogMetricFilter" {
			continue
		}
		parts := filter.FindStringSubmatch(reg.Inputs["pattern"].StringValue())
		if len(parts) != 3 || line["msg"] != parts[1] || line[parts[2]] == nil {
			t.Errorf("%s: expected the filter %s to find the line %s", reg.Name, reg.Inputs["pattern"].StringValue(), log.String())
			continue
		}
		if value := reg.Inputs["metricTransformation"].ObjectValue()["value"].StringValue(); value != "$."+parts[2] {
			t.Errorf("%s: expected the value $.%s, got %s", reg.Name, parts[2], value)
		}
		fields = append(fields, parts[2])
	}
	slices.Sort(fields)
	if diff := cmp.Diff([]string{"certificateDays", "databaseBytes", "leader", "members", "snapshotAgeMinutes"}, fields); diff != "" {
		t.Errorf("metrics differ (-want +got):\n%s", diff)
	}
}
