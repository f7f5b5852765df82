package program_test

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"log/slog"
	"math/big"
	mathrand "math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/google/go-cmp/cmp"

	"github.com/cloudgap/cloudgap/components/rke2/bootstrap/host"
	"github.com/cloudgap/cloudgap/components/rke2/bootstrap/program"
	"github.com/cloudgap/cloudgap/components/rke2/documents"
)

// authority signs certificates of a kind.
type authority struct {
	certificate *x509.Certificate
	key         *ecdsa.PrivateKey
}

func newAuthority(t *testing.T, name string) authority {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: name}, IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign,
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
	}
	return authority{sign(t, template, template, key, key), key}
}

func sign(t *testing.T, template, issuer *x509.Certificate, key, issuerKey *ecdsa.PrivateKey) *x509.Certificate {
	t.Helper()
	der, err := x509.CreateCertificate(rand.Reader, template, issuer, key.Public(), issuerKey)
	if err != nil {
		t.Fatal(err)
	}
	certificate, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return certificate
}

func (a authority) pem() string {
	return string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: a.certificate.Raw}))
}

func (a authority) keyPEM(t *testing.T) string {
	t.Helper()
	der, err := x509.MarshalECPrivateKey(a.key)
	if err != nil {
		t.Fatal(err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "EC PRIVATE KEY", Bytes: der}))
}

// apiServer answers TokenReviews as Kubernetes does, to the one user who may create them.
type apiServer struct {
	t       *testing.T
	address string
	mutex   sync.Mutex
	// token is the pod's, for this audience.
	token, audience, username string
	// outages is how many requests fail before it works again.
	outages, asked int
}

// newAPIServer listens where API servers do, at an address of its own.
func newAPIServer(t *testing.T, serving, clients authority) *apiServer {
	t.Helper()
	a := &apiServer{
		t: t, address: fmt.Sprintf("127.%d.%d.%d", 64+mathrand.IntN(128), mathrand.IntN(256), 1+mathrand.IntN(254)),
		token: "t0ken", audience: documents.PodRolesAudience, username: "system:serviceaccount:kube-system:ebs-csi-controller-sa",
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	certificate := sign(t, &x509.Certificate{
		SerialNumber: big.NewInt(2), DNSNames: []string{"kubernetes"}, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
	}, serving.certificate, key, serving.key)
	pool := x509.NewCertPool()
	pool.AddCert(clients.certificate)
	listener, err := tls.Listen("tcp", net.JoinHostPort(a.address, "6443"), &tls.Config{
		Certificates: []tls.Certificate{{Certificate: [][]byte{certificate.Raw}, PrivateKey: key}}, MinVersion: tls.VersionTLS12,
		ClientAuth: tls.VerifyClientCertIfGiven, ClientCAs: pool,
	})
	if err != nil {
		t.Fatal(err)
	}
	server := &http.Server{Handler: a} //nolint:gosec // a test's own client
	go func() { _ = server.Serve(listener) }()
	t.Cleanup(func() { _ = server.Close() })
	return a
}

func (a *apiServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	a.asked++
	user := ""
	if len(r.TLS.PeerCertificates) > 0 {
		user = r.TLS.PeerCertificates[0].Subject.CommonName
	}
	switch {
	case a.outages > 0:
		a.outages--
		w.WriteHeader(http.StatusInternalServerError)
		return
	case user != documents.PodRolesUser || r.Method+" "+r.URL.Path != "POST /apis/authentication.k8s.io/v1/tokenreviews":
		w.WriteHeader(http.StatusForbidden)
		return
	}
	var asked struct {
		Spec struct {
			Token     string
			Audiences []string
		}
	}
	if err := json.NewDecoder(r.Body).Decode(&asked); err != nil || len(asked.Spec.Audiences) != 1 {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	status := map[string]any{"error": "[invalid bearer token, token audiences do not fit]"}
	if asked.Spec.Token == a.token && asked.Spec.Audiences[0] == a.audience {
		status = map[string]any{
			"authenticated": true, "audiences": asked.Spec.Audiences, "user": map[string]any{"username": a.username, "extra": map[string]any{
				"authentication.kubernetes.io/pod-name": []string{"controller-0"}, "authentication.kubernetes.io/node-name": []string{"node"},
			}},
		}
	}
	w.WriteHeader(http.StatusCreated)
	if err := json.NewEncoder(w).Encode(map[string]any{"status": status}); err != nil {
		a.t.Error(err)
	}
}

func (a *apiServer) set(change func()) {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	change()
}

// lender is a server of the cluster with the service that lends roles on it.
type lender struct {
	api   *apiServer
	cloud *account
	host  host.Host
	url   string
	log   *bytes.Buffer
	stop  func() error
}

const volumesRole = "arn:aws:iam::111122223333:role/volumes"

func newLender(t *testing.T) *lender {
	t.Helper()
	serving, clients := newAuthority(t, "rke2-server-ca"), newAuthority(t, "rke2-client-ca")
	l := &lender{api: newAPIServer(t, serving, clients), cloud: newAccount(t), host: host.Host{Root: t.TempDir()}, log: &bytes.Buffer{}}
	l.cloud.address = l.api.address
	settings, err := json.Marshal(documents.PodRolesSettings{Cluster: "prod", Region: "eu-central-1", Roles: []documents.PodRole{{
		Namespace: "kube-system", ServiceAccount: "ebs-csi-controller-sa", RoleArn: volumesRole,
	}}})
	if err != nil {
		t.Fatal(err)
	}
	for path, content := range map[string]string{
		documents.PodRolesPath: string(settings), documents.AuthorityPath: serving.pem(),
		documents.TLSDir + "/client-ca.crt": clients.pem(), documents.TLSDir + "/client-ca.key": clients.keyPEM(t),
	} {
		if _, err := l.host.Write(documents.File{Path: path, Mode: 0o600, Content: content}); err != nil {
			t.Fatal(err)
		}
	}
	return l
}

// run does what systemd does with the unit: it gives the service its certificate, and starts it. When it returns, the service
// answers, and the environment is that of a container in a pod.
func (l *lender) run(t *testing.T) {
	t.Helper()
	if err := program.IdentifyPodRoles(l.host); err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l.url = "http://" + listener.Addr().String() + documents.PodRolesRequest
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() {
		ended <- program.LendPodRoles(ctx, l.host, slog.New(slog.NewJSONHandler(l.log, nil)), listener)
	}()
	l.stop = sync.OnceValue(func() error {
		cancel()
		return <-ended
	})
	t.Cleanup(func() { _ = l.stop() })
	response, err := http.Get(l.url)
	if err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
	token := filepath.Join(t.TempDir(), "token")
	if err := os.WriteFile(token, []byte("t0ken"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_ENDPOINT_URL"} {
		t.Setenv(name, "")
	}
	t.Setenv("AWS_CONTAINER_CREDENTIALS_FULL_URI", l.url)
	t.Setenv("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", token)
	t.Setenv("AWS_EC2_METADATA_DISABLED", "true")
}

// pod is the SDK's configuration in a pod, as the volume driver loads it.
func pod(t *testing.T) aws.Config {
	t.Helper()
	sdk, err := config.LoadDefaultConfig(t.Context(), config.WithRegion("eu-central-1"))
	if err != nil {
		t.Fatal(err)
	}
	return sdk
}

// session answers STS with credentials that last for a time.
func session(key string, lasts time.Duration) (int, string) {
	return http.StatusOK, fmt.Sprintf(`<AssumeRoleResponse><AssumeRoleResult><Credentials>`+
		`<AccessKeyId>%s</AccessKeyId><SecretAccessKey>s3cret</SecretAccessKey><SessionToken>s3ssion</SessionToken><Expiration>%s</Expiration>`+
		`</Credentials></AssumeRoleResult></AssumeRoleResponse>`, key, time.Now().Add(lasts).UTC().Format(time.RFC3339))
}

func TestTheSDKInAPodGetsCredentialsAndRenewsThem(t *testing.T) {
	l := newLender(t)
	var asked []url.Values
	l.cloud.assume = func(form url.Values) (int, string) {
		asked = append(asked, form)
		// The SDK asks again five minutes before the end.
		return session(fmt.Sprintf("key-%d", len(asked)), map[bool]time.Duration{true: 4 * time.Minute, false: time.Hour}[len(asked) == 1])
	}
	l.run(t)
	sdk := pod(t)
	for _, want := range []string{"key-1", "key-2", "key-2"} {
		got, err := sdk.Credentials.Retrieve(t.Context())
		if err != nil || got.AccessKeyID != want || got.SecretAccessKey != "s3cret" || got.SessionToken != "s3ssion" || !got.CanExpire {
			t.Fatalf("expected the credentials %s with an end, got %+v, %v", want, got, err)
		}
	}
	// Another pod of the account shares the session.
	if got, err := pod(t).Credentials.Retrieve(t.Context()); err != nil || got.AccessKeyID != "key-2" || len(asked) != 2 {
		t.Errorf("expected the session to be shared, got %s after %d sessions, %v", got.AccessKeyID, len(asked), err)
	}
	got := map[string]string{}
	for _, name := range []string{
		"RoleArn", "RoleSessionName", "DurationSeconds", "Tags.member.1.Key", "Tags.member.1.Value", "Tags.member.2.Key", "Tags.member.2.Value",
		"Tags.member.3.Key", "Tags.member.3.Value",
	} {
		got[name] = asked[0].Get(name)
	}
	want := map[string]string{
		"RoleArn": volumesRole, "RoleSessionName": "kube-system.ebs-csi-controller-sa", "DurationSeconds": "3600",
		"Tags.member.1.Key": "rke2-cluster", "Tags.member.1.Value": "prod",
		"Tags.member.2.Key": "kubernetes-namespace", "Tags.member.2.Value": "kube-system",
		"Tags.member.3.Key": "kubernetes-service-account", "Tags.member.3.Value": "ebs-csi-controller-sa",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the request to STS differs (-want +got):\n%s", diff)
	}
	if err := l.stop(); !errors.Is(err, context.Canceled) {
		t.Errorf("expected the service to run until it is stopped, got %v", err)
	}
	for _, secret := range []string{"t0ken", "s3cret", "s3ssion", "key-1", "PRIVATE"} {
		if strings.Contains(l.log.String(), secret) {
			t.Errorf("expected no %q in the log, got:\n%s", secret, l.log.String())
		}
	}
}

func TestTheSDKInAPodOutwaitsAnOutageOfTheAPIServer(t *testing.T) {
	l := newLender(t)
	l.cloud.assume = func(url.Values) (int, string) { return session("key", time.Hour) }
	l.run(t)
	l.api.set(func() { l.api.outages = 1 })
	if got, err := pod(t).Credentials.Retrieve(t.Context()); err != nil || got.AccessKeyID != "key" {
		t.Errorf("expected the SDK to try again, got %+v, %v", got, err)
	}
	if l.api.asked != 2 {
		t.Errorf("expected two TokenReviews, got %d", l.api.asked)
	}
}

func TestTheSDKInAPodIsToldWhyItGetsNothing(t *testing.T) {
	l := newLender(t)
	assumed := 0
	l.cloud.assume = func(url.Values) (int, string) {
		assumed++
		return http.StatusForbidden, `<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>no</Message></Error></ErrorResponse>`
	}
	l.run(t)
	for _, test := range []struct {
		name, says string
		change     func()
		sessions   int
	}{
		{"STS refuses the role", "AccessDenied: AWS refuses the role " + volumesRole, func() {}, 1},
		{"another account", "AccessDenied: the service account shop/web has no role", func() { l.api.username = "system:serviceaccount:shop:web" }, 0},
		{"another audience", "InvalidToken: the token is not that of a pod", func() { l.api.audience = "https://kubernetes.default.svc" }, 0},
		{"an expired token", "InvalidToken: the token is not that of a pod", func() { l.api.token = "newer" }, 0},
	} {
		assumed = 0
		l.api.set(test.change)
		_, err := pod(t).Credentials.Retrieve(t.Context())
		if err == nil || !strings.Contains(err.Error(), test.says) || assumed != test.sessions {
			t.Errorf("%s: expected an error that says %q and %d questions to STS, got %d and %v", test.name, test.says, test.sessions, assumed, err)
		}
	}
}

func TestTheServiceHasACertificateThatIsGoodForItsQuestionOnly(t *testing.T) {
	l := newLender(t)
	if err := program.IdentifyPodRoles(l.host); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(l.host.Path(documents.PodRolesIdentity))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("expected a file that its owner reads only, got %v, %v", info, err)
	}
	data, err := l.host.Read(documents.PodRolesIdentity)
	if err != nil {
		t.Fatal(err)
	}
	pair, err := tls.X509KeyPair(data, data)
	if err != nil {
		t.Fatal(err)
	}
	certificate := pair.Leaf
	if got := certificate.Subject.String(); got != "CN=cloudgap:pod-roles" {
		t.Errorf("expected a user without groups, got %s", got)
	}
	if left := time.Until(certificate.NotAfter); left < 23*time.Hour || left > 24*time.Hour {
		t.Errorf("expected the certificate to last a day, got %v", left)
	}
	if err := l.host.Remove(documents.TLSDir); err != nil {
		t.Fatal(err)
	}
	if err := program.IdentifyPodRoles(l.host); err == nil || !strings.Contains(err.Error(), "this node issues no certificates") {
		t.Errorf("expected a server that is not in the cluster to fail, got %v", err)
	}
}

func TestTheSDKAcceptsTheAddressOfTheServiceAndNotItsNeighbours(t *testing.T) {
	for address, want := range map[string]bool{documents.PodRolesAddress: true, "169.254.170.24": false, "10.0.0.1": false} {
		t.Setenv("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://"+address+documents.PodRolesRequest)
		if _, err := config.LoadDefaultConfig(t.Context(), config.WithRegion("eu-central-1")); (err == nil) != want {
			t.Errorf("%s: expected the SDK to accept it is %t, got %v", address, want, err)
		}
	}
}
