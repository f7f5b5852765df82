// Package watch tells how a server and its cluster are, as a line in the log that metrics and alarms are made of.
package watch

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/cloudgap/cloudgap/components/rke2/bootstrap/kube"
	"github.com/cloudgap/cloudgap/components/rke2/documents"
)

// EtcdMetrics is where etcd tells its metrics on every server.
const EtcdMetrics = "http://127.0.0.1:2381/metrics"

// Server is what a server can be asked.
type Server interface {
	// Voters is the number of servers that are Ready and vote in etcd.
	Voters(ctx context.Context) (int, error)
	// CertificatesEnd is when the first of the certificates ends; zero if there is none.
	CertificatesEnd() (time.Time, error)
}

// Snapshots says when the newest snapshot in the bucket was made; zero if there is none.
type Snapshots interface {
	Newest(ctx context.Context) (time.Time, error)
}

// Watch looks at one server.
type Watch struct {
	Server    Server
	Snapshots Snapshots
	// Metrics is the address of etcd's metrics.
	Metrics string
	Now     func() time.Time
	Log     *slog.Logger
}

// Run logs the status every minute until the context ends.
func (w Watch) Run(ctx context.Context) {
	for kube.Sleep(ctx, time.Minute) == nil {
		w.Look(ctx)
	}
}

// Look logs the status. What cannot be asked is left out of the line, which alarms after a while; it is never made up.
func (w Watch) Look(ctx context.Context) {
	var line []any
	add := func(field string, value any, err error) {
		if err != nil {
			w.Log.Warn("the status is incomplete", "field", field, "error", err.Error())
			return
		}
		line = append(line, field, value)
	}
	voters, err := w.Server.Voters(ctx)
	add("members", voters, err)
	metrics, err := w.etcd(ctx)
	add("leader", int(metrics["etcd_server_has_leader"]), err)
	add("databaseBytes", int(metrics["etcd_mvcc_db_total_size_in_bytes"]), err)
	end, err := w.Server.CertificatesEnd()
	if err == nil && end.IsZero() {
		err = fmt.Errorf("there are no certificates yet")
	}
	add("certificateDays", int(end.Sub(w.Now()).Hours()/24), err)
	newest, err := w.Snapshots.Newest(ctx)
	if err == nil && newest.IsZero() {
		err = fmt.Errorf("there is no snapshot yet")
	}
	add("snapshotAgeMinutes", int(w.Now().Sub(newest).Minutes()), err)
	w.Log.Info(documents.StatusMessage, line...)
}

// wanted are the metrics of etcd that the status has.
var wanted = []string{"etcd_server_has_leader", "etcd_mvcc_db_total_size_in_bytes"}

// etcd reads the wanted metrics. It fails if one is missing.
func (w Watch) etcd(ctx context.Context) (map[string]float64, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, w.Metrics, nil)
	if err != nil {
		return nil, err
	}
	client := http.Client{Timeout: 10 * time.Second}
	response, err := client.Do(request)
	if err != nil {
		return nil, fmt.Errorf("ask etcd for its metrics: %w", err)
	}
	defer func() { _ = response.Body.Close() }()
	found, err := parse(response.Body)
	if err != nil {
		return nil, err
	}
	for _, name := range wanted {
		if _, ok := found[name]; !ok {
			return nil, fmt.Errorf("etcd has no metric %s", name)
		}
	}
	return found, nil
}

// maxCount is the greatest count that a float64 holds exactly.
const maxCount = 1 << 53

// parse reads the wanted metrics, which are counts without labels, from Prometheus' text format.
func parse(text io.Reader) (map[string]float64, error) {
	found := map[string]float64{}
	lines := bufio.NewScanner(text)
	for lines.Scan() {
		for _, name := range wanted {
			value, ok := strings.CutPrefix(lines.Text(), name+" ")
			if !ok {
				continue
			}
			number, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
			if err != nil {
				return nil, fmt.Errorf("read the metric %s of etcd: %w", name, err)
			}
			if !(number >= 0 && number <= maxCount) { // NaN fails both.
				return nil, fmt.Errorf("read the metric %s of etcd: it is no count, got %v", name, number)
			}
			found[name] = number
		}
	}
	return found, lines.Err()
}
