// Package drill_test runs the bootstrap program's parts together: three nodes with the real protocol, the real AWS SDK against
// an S3 server on loopback, and stand-ins for RKE2, systemd and kubectl as programs of their own, behind a load balancer that
// fails open.
package drill_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/cloudgap/cloudgap/components/rke2/bootstrap/internal/standintest"
	"github.com/cloudgap/cloudgap/components/rke2/bootstrap/server"
	"github.com/cloudgap/cloudgap/components/rke2/documents"
	"github.com/cloudgap/cloudgap/components/rke2/internal/sample"
	"github.com/cloudgap/cloudgap/internal/s3test"
)

func TestMain(m *testing.M) { standintest.Main(m) }

// rig is an AWS account with three Auto Scaling groups, one machine each.
type rig struct {
	t        *testing.T
	programs string
	folder   string
	prefix   string
	s3       *s3test.Server
	settings documents.Settings
	secrets  secrets
	balancer *balancer

	mutex    sync.Mutex
	machines []*machine
	logs     []*testLog
}

func newRig(t *testing.T) *rig {
	t.Helper()
	r := &rig{
		t: t, programs: standintest.Programs(t), folder: t.TempDir(), s3: s3test.Start(t),
		prefix: fmt.Sprintf("127.%d.%d.", 64+rand.IntN(128), rand.IntN(256)),
	}
	r.settings = sample.Server()
	r.settings.Endpoint = r.prefix + "100"
	r.secrets = newSecrets(t, r)
	r.balancer = balance(t, r)
	t.Cleanup(r.stopAll)
	return r
}

// secrets is Secrets Manager.
type secrets map[string]string

func (s secrets) Read(_ context.Context, arn string) (string, error) {
	value, ok := s[arn]
	if !ok {
		return "", errors.New("access denied")
	}
	return value, nil
}

func newSecrets(t *testing.T, r *rig) secrets {
	authorities := map[string]string{}
	for _, name := range server.AuthorityFiles() {
		authorities[name] = "-----BEGIN " + name
	}
	authorities["server-ca.crt"], authorities["server-ca.key"] = newAuthority(t)
	for _, name := range []string{"server-ca.crt", "server-ca.key"} {
		if err := os.WriteFile(filepath.Join(r.folder, name), []byte(authorities[name]), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	text, err := json.Marshal(authorities)
	if err != nil {
		t.Fatal(err)
	}
	return secrets{
		r.settings.Secrets.Server: "K10::server:s3cret", r.settings.Secrets.Agent: "K10::node:other", r.settings.Secrets.CA: string(text),
	}
}

func (r *rig) all() []*machine {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	return append([]*machine(nil), r.machines...)
}

func (r *rig) stopAll() {
	for _, m := range r.all() {
		m.stop()
		m.power()
	}
}

// logged returns everything that the programs of all machines have logged.
func (r *rig) logged() string {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	var all strings.Builder
	for _, log := range r.logs {
		all.WriteString(log.text())
	}
	return all.String()
}

// log collects what a machine's program logs; it is shown if the test fails.
func (r *rig) log() *testLog {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	l := &testLog{}
	r.logs = append(r.logs, l)
	r.t.Cleanup(func() {
		if r.t.Failed() {
			fmt.Fprintln(os.Stderr, l.text())
		}
	})
	return l
}

type testLog struct {
	mutex sync.Mutex
	lines strings.Builder
}

func (l *testLog) Write(p []byte) (int, error) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	return l.lines.Write(p)
}

func (l *testLog) text() string {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	return l.lines.String()
}
