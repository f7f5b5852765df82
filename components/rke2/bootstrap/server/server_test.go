package server_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"errors"
	"math/big"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/cloudgap/cloudgap/components/rke2/bootstrap/host"
	"github.com/cloudgap/cloudgap/components/rke2/bootstrap/internal/standintest"
	"github.com/cloudgap/cloudgap/components/rke2/bootstrap/server"
	"github.com/cloudgap/cloudgap/components/rke2/documents"
	"github.com/cloudgap/cloudgap/components/rke2/internal/sample"
)

func TestMain(m *testing.M) { standintest.Main(m) }

type secrets map[string]string

func (s secrets) Read(_ context.Context, arn string) (string, error) {
	if value, ok := s[arn]; ok {
		return value, nil
	}
	return "", errors.New("the endpoint of Secrets Manager does not answer")
}

type noPeers struct{}

func (noPeers) Addresses(context.Context) ([]string, error) { return nil, nil }

func authorities(t *testing.T, change func(map[string]string)) string {
	t.Helper()
	files := map[string]string{}
	for _, name := range server.AuthorityFiles() {
		files[name] = "-----BEGIN secret of " + name
	}
	change(files)
	text, err := json.Marshal(files)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func newServer(t *testing.T, ca string) server.Server {
	t.Helper()
	s := sample.Server()
	s.Endpoint = "127.0.0.1"
	root := t.TempDir()
	return server.Server{
		Host:     host.Host{Root: root, Programs: standintest.Programs(t), Env: []string{"STANDIN_NODE=" + root, "STANDIN_WORLD=" + root}},
		Settings: s, Node: server.Identity{Instance: "i-1", NodeName: "n", Address: "127.0.0.1"}, Peers: noPeers{},
		Secrets: secrets{s.Secrets.Server: "server-token", s.Secrets.Agent: "agent-token", s.Secrets.CA: ca},
	}
}

func stopped(t *testing.T, s server.Server) {
	t.Helper()
	if err := s.Stop(context.Background()); err != nil {
		t.Error(err)
	}
}

func TestTheFirstServerGetsEveryAuthorityAndNoServerToJoin(t *testing.T) {
	t.Parallel()
	s := newServer(t, authorities(t, func(map[string]string) {}))
	if err := s.Start(t.Context(), true); err != nil {
		t.Fatal(err)
	}
	defer stopped(t, s)
	for _, name := range server.AuthorityFiles() {
		info, err := os.Stat(s.Host.Path(documents.TLSDir + "/" + name))
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("expected %s with mode 0600, got %v, %v", name, info, err)
		}
	}
	config, err := s.Host.Read(documents.ConfigPath)
	if err != nil || strings.Contains(string(config), "\nserver:") {
		t.Errorf("expected no server to join, got %v:\n%s", err, config)
	}
}

func TestAServerDoesNotStartToJoinUntilAnotherOneIsReady(t *testing.T) {
	t.Parallel()
	s := newServer(t, authorities(t, func(map[string]string) {}))
	if err := s.Start(t.Context(), false); err == nil || !strings.Contains(err.Error(), "no server's API is ready") {
		t.Errorf("expected the start to be refused, got %v", err)
	}
	if running, err := s.Running(t.Context()); err != nil || running {
		t.Errorf("expected RKE2 not to run, got %v, %v", running, err)
	}
	if exists, err := s.Host.Exists(documents.TLSDir + "/server-ca.key"); err != nil || exists {
		t.Errorf("expected no key of an authority on a joining server, got exists=%v, %v", exists, err)
	}
}

func TestAMemberStartsWithoutSecretsManager(t *testing.T) {
	t.Parallel()
	s := newServer(t, authorities(t, func(map[string]string) {}))
	if err := s.Start(t.Context(), true); err != nil {
		t.Fatal(err)
	}
	stopped(t, s)
	if err := os.MkdirAll(s.Host.Path(documents.DatabaseDir+"/etcd"), 0o700); err != nil {
		t.Fatal(err)
	}
	s.Secrets = secrets{}
	if err := s.Start(t.Context(), false); err != nil {
		t.Errorf("expected a member to start with what is on its disk, got %v", err)
	}
	stopped(t, s)
	config, err := s.Host.Read(documents.ConfigPath)
	if err != nil || !strings.Contains(string(config), "server: https://127.0.0.1:9345") {
		t.Errorf("expected the endpoint in the configuration, got %v:\n%s", err, config)
	}
}

func TestAWrongSecretIsReportedWithoutItsContent(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ ca, says string }{
		"no JSON":         {"-----BEGIN secret", "is no JSON object"},
		"a missing file":  {authorities(t, func(f map[string]string) { delete(f, "etcd/peer-ca.key") }), "etcd/peer-ca.key: is not in PEM form"},
		"no PEM":          {authorities(t, func(f map[string]string) { f["service.key"] = "secret" }), "service.key: is not in PEM form"},
		"an unknown file": {authorities(t, func(f map[string]string) { f["x"] = "secret" }), "x: is no file that RKE2 reads"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			err := newServer(t, test.ca).Start(t.Context(), true)
			if err == nil || !strings.Contains(err.Error(), test.says) {
				t.Fatalf("expected the error to say %q, got %v", test.says, err)
			}
			if strings.Contains(err.Error(), "BEGIN") || strings.Contains(err.Error(), `"secret"`) {
				t.Errorf("expected nothing of the secret in the error, got %v", err)
			}
		})
	}
}

// certificate writes a certificate as RKE2 would.
func certificate(t *testing.T, s server.Server, name string, authority bool, end time.Time) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: end, IsCA: authority, BasicConstraintsValid: true}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	content := string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}))
	if _, err := s.Host.Write(documents.File{Path: documents.TLSDir + "/" + name, Mode: 0o600, Content: content}); err != nil {
		t.Fatal(err)
	}
}

func TestCertificatesAreDueThreeMonthsBeforeTheirEndIfRKE2HasRunForADay(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 8, 1, 0, 0, 0, 0, time.UTC)
	day := 24 * time.Hour
	for name, test := range map[string]struct {
		left, started time.Duration
		want          bool
	}{
		"long to go":             {120 * day, 30 * day, false},
		"due":                    {89 * day, 30 * day, true},
		"due, but just started":  {89 * day, time.Hour, false},
		"over":                   {-day, 30 * day, true},
		"over, but just started": {-day, time.Hour, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newServer(t, "")
			certificate(t, s, "server-ca.crt", true, now.Add(-day))
			certificate(t, s, "serving-kube-apiserver.crt", false, now.Add(300*day))
			certificate(t, s, "etcd/client.crt", false, now.Add(test.left))
			if _, err := s.Host.Write(documents.File{Path: "/var/lib/cloudgap/rke2-started", Mode: 0o600}); err != nil {
				t.Fatal(err)
			}
			at := now.Add(-test.started)
			if err := os.Chtimes(s.Host.Path("/var/lib/cloudgap/rke2-started"), at, at); err != nil {
				t.Fatal(err)
			}
			got, err := s.Expiring(now)
			if diff := cmp.Diff(test.want, got); err != nil || diff != "" {
				t.Errorf("due differs (-want +got), error %v:\n%s", err, diff)
			}
		})
	}
}
