package program_test

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cloudgap/cloudgap/components/rke2/artifacts"
	"github.com/cloudgap/cloudgap/components/rke2/bootstrap/host"
	"github.com/cloudgap/cloudgap/components/rke2/bootstrap/internal/standintest"
	"github.com/cloudgap/cloudgap/components/rke2/bootstrap/program"
	"github.com/cloudgap/cloudgap/components/rke2/documents"
	"github.com/cloudgap/cloudgap/components/rke2/internal/sample"
	"github.com/cloudgap/cloudgap/internal/s3test"
)

func TestMain(m *testing.M) { standintest.Main(m) }

// account is every service of AWS that the program speaks to, on loopback. The program finds it as the SDK finds any endpoint.
type account struct {
	s3        *s3test.Server
	mutex     sync.Mutex
	completed chan string
	// address is the instance's.
	address string
	// assume answers STS.
	assume func(url.Values) (status int, body string)
}

func newAccount(t *testing.T) *account {
	t.Helper()
	a := &account{s3: s3test.Start(t), completed: make(chan string, 1), address: "127.0.0.1"}
	services := httptest.NewServer(http.HandlerFunc(a.serve))
	t.Cleanup(services.Close)
	t.Setenv("AWS_ENDPOINT_URL", services.URL)
	t.Setenv("AWS_ENDPOINT_URL_S3", a.s3.URL)
	t.Setenv("AWS_EC2_METADATA_SERVICE_ENDPOINT", services.URL)
	t.Setenv("AWS_ACCESS_KEY_ID", "id")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "secret")
	return a
}

// serve answers the metadata service, Secrets Manager and Auto Scaling.
func (a *account) serve(w http.ResponseWriter, r *http.Request) {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	body, _ := io.ReadAll(r.Body)
	form, _ := url.ParseQuery(string(body))
	switch {
	case r.URL.Path == "/latest/api/token":
		w.Header().Set("x-aws-ec2-metadata-token-ttl-seconds", "60")
		_, _ = io.WriteString(w, "token")
	case strings.HasPrefix(r.URL.Path, "/latest/meta-data/"):
		value, ok := map[string]string{
			"instance-id": "i-1", "placement/availability-zone": "eu-central-1a", "local-hostname": "node", "local-ipv4": a.address,
		}[strings.TrimPrefix(r.URL.Path, "/latest/meta-data/")]
		if !ok {
			w.WriteHeader(http.StatusNotFound)
		}
		_, _ = io.WriteString(w, value)
	case strings.HasPrefix(r.Header.Get("X-Amz-Target"), "secretsmanager."):
		_, _ = io.WriteString(w, `{"SecretString":"agent-token"}`)
	case form.Get("Action") == "DescribeAutoScalingInstances":
		_, _ = io.WriteString(w, `<DescribeAutoScalingInstancesResponse><DescribeAutoScalingInstancesResult><AutoScalingInstances><member>`+
			`<AutoScalingGroupName>pool</AutoScalingGroupName><LifecycleState>Pending:Wait</LifecycleState></member></AutoScalingInstances>`+
			`</DescribeAutoScalingInstancesResult></DescribeAutoScalingInstancesResponse>`)
	case form.Get("Action") == "CompleteLifecycleAction":
		_, _ = io.WriteString(w, `<CompleteLifecycleActionResponse><CompleteLifecycleActionResult/></CompleteLifecycleActionResponse>`)
		a.completed <- form.Get("LifecycleHookName") + " " + form.Get("LifecycleActionResult")
	case form.Get("Action") == "AssumeRole":
		status, answer := a.assume(form)
		w.WriteHeader(status)
		_, _ = io.WriteString(w, answer)
	default:
		w.WriteHeader(http.StatusNotImplemented)
	}
}

// stage puts the artifacts of an agent into the bucket and returns its settings.
func (a *account) stage(t *testing.T) documents.Settings {
	t.Helper()
	var release bytes.Buffer
	zipped := gzip.NewWriter(&release)
	archive := tar.NewWriter(zipped)
	err := errors.Join(
		archive.WriteHeader(&tar.Header{Name: "bin/", Typeflag: tar.TypeDir, Mode: 0o755}), archive.Close(), zipped.Close())
	if err != nil {
		t.Fatal(err)
	}
	s := sample.Agent()
	for i, artifact := range s.Artifacts.List {
		content := []byte(artifact.Key)
		if artifact.Kind == artifacts.Tarball {
			content = release.Bytes()
		}
		sum := sha256.Sum256(content)
		s.Artifacts.List[i].SHA256 = hex.EncodeToString(sum[:])
		a.s3.Set("/"+s.Artifacts.Bucket+"/"+artifact.Key, content)
	}
	return s
}

// machine is an instance of Amazon Linux 2023 with the settings that cloud-init wrote.
func machine(t *testing.T, s documents.Settings) host.Host {
	t.Helper()
	root := t.TempDir()
	h := host.Host{Root: root, Programs: standintest.Programs(t), Env: []string{"STANDIN_NODE=" + root}}
	settings, err := s.JSON()
	if err != nil {
		t.Fatal(err)
	}
	for path, content := range map[string]string{
		documents.SettingsPath: string(settings), "/etc/selinux/config": "SELINUX=permissive\n",
	} {
		if _, err := h.Write(documents.File{Path: path, Mode: 0o600, Content: content}); err != nil {
			t.Fatal(err)
		}
	}
	return h
}

func TestAnAgentComesUpWithTheRealSDKAgainstLoopback(t *testing.T) {
	a := newAccount(t)
	listener, err := net.Listen("tcp", "127.0.0.1:10248")
	if err != nil {
		t.Fatal(err)
	}
	kubelet := http.Server{Handler: http.HandlerFunc(func(http.ResponseWriter, *http.Request) {})} //nolint:gosec // a test's own client
	go func() { _ = kubelet.Serve(listener) }()
	t.Cleanup(func() { _ = kubelet.Close() })

	var log bytes.Buffer
	h := machine(t, a.stage(t))
	p, err := program.Load(t.Context(), h, slog.New(slog.NewTextHandler(&log, nil)))
	if err != nil {
		t.Fatal(err)
	}
	if err := (artifacts.Manifest{Artifacts: p.Settings.Artifacts.List}).Verify(t.Context(), p.Artifacts()); err != nil {
		t.Errorf("expected the bucket to hold what the settings say, got %v", err)
	}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- p.Run(ctx) }()
	if diff := cmp.Diff("ready CONTINUE", <-a.completed); diff != "" {
		t.Errorf("completed hook differs (-want +got):\n%s", diff)
	}
	stop()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Errorf("expected the program to run until it is stopped, got %v", err)
	}
	if strings.Contains(log.String(), "agent-token\n") || strings.Contains(log.String(), `"agent-token"`) {
		t.Errorf("expected no token in the log, got:\n%s", log.String())
	}
	status, err := p.Status(t.Context())
	if err != nil || status.Instance != "i-1" || status.Serving {
		t.Errorf("expected the status of instance i-1, which serves no API, got %+v, %v", status, err)
	}
}

func TestInvalidSettingsAreRefusedBeforeAnythingIsDone(t *testing.T) {
	s := sample.Agent()
	s.Servers = 2
	_, err := program.Load(t.Context(), machine(t, s), slog.New(slog.DiscardHandler))
	if err == nil || !strings.Contains(err.Error(), "servers: gives etcd no majority") {
		t.Errorf("expected the settings to be refused, got %v", err)
	}
}
