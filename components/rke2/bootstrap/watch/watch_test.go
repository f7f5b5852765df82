package watch_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/cloudgap/cloudgap/components/rke2/bootstrap/watch"
	"github.com/cloudgap/cloudgap/components/rke2/documents"
)

var now = time.Date(2026, 11, 2, 12, 0, 0, 0, time.UTC)

type fake struct {
	voters      int
	end, newest time.Time
	err         error
}

func (f fake) Voters(context.Context) (int, error)       { return f.voters, f.err }
func (f fake) CertificatesEnd() (time.Time, error)       { return f.end, f.err }
func (f fake) Newest(context.Context) (time.Time, error) { return f.newest, f.err }

// look returns the line of the status as the log has it.
func look(t *testing.T, f fake, metrics string) map[string]any {
	t.Helper()
	etcd := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, metrics) }))
	defer etcd.Close()
	var log bytes.Buffer
	watch.Watch{
		Server: f, Snapshots: f, Metrics: etcd.URL, Now: func() time.Time { return now }, Log: slog.New(slog.NewJSONHandler(&log, nil)),
	}.Look(t.Context())
	for text := range strings.Lines(log.String()) {
		var line map[string]any
		if err := json.Unmarshal([]byte(text), &line); err != nil {
			t.Fatal(err)
		}
		if line["msg"] == documents.StatusMessage {
			delete(line, "time")
			delete(line, "level")
			delete(line, "msg")
			return line
		}
	}
	t.Fatalf("expected a line with the status, got:\n%s", log.String())
	return nil
}

const metrics = `# HELP etcd_server_has_leader Whether or not a leader exists. 1 is existence, 0 is not.
# TYPE etcd_server_has_leader gauge
etcd_server_has_leader 1
etcd_mvcc_db_total_size_in_bytes 2.5165824e+07
etcd_mvcc_db_total_size_in_use_in_bytes 1.2e+07
`

func TestTheStatusHasWhatAlarmsAreMadeOf(t *testing.T) {
	t.Parallel()
	got := look(t, fake{voters: 3, end: now.AddDate(0, 0, 100), newest: now.Add(-90 * time.Minute)}, metrics)
	want := map[string]any{"members": 3.0, "leader": 1.0, "databaseBytes": 25165824.0, "certificateDays": 100.0, "snapshotAgeMinutes": 90.0}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("status differs (-want +got):\n%s", diff)
	}
}

func TestWhatIsNotKnownIsLeftOut(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		fake    fake
		metrics string
		want    map[string]any
	}{
		"a server that answers nothing": {fake{err: errors.New("no answer")}, metrics, map[string]any{"leader": 1.0, "databaseBytes": 25165824.0}},
		"no leader": {
			fake{voters: 1, end: now.AddDate(0, 0, 1), newest: now}, strings.Replace(metrics, "leader 1\n", "leader 0\n", 1),
			map[string]any{"members": 1.0, "leader": 0.0, "databaseBytes": 25165824.0, "certificateDays": 1.0, "snapshotAgeMinutes": 0.0},
		},
		"no snapshot, no certificate, no metrics": {fake{voters: 2}, "404 page not found\n", map[string]any{"members": 2.0}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, look(t, test.fake, test.metrics)); diff != "" {
				t.Errorf("status differs (-want +got):\n%s", diff)
			}
		})
	}
}
