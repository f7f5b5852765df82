package server_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/json"
	"encoding/pem"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/cloudgap/cloudgap/components/rke2/bootstrap/host"
	"github.com/cloudgap/cloudgap/components/rke2/bootstrap/server"
	"github.com/cloudgap/cloudgap/components/rke2/credentials"
	"github.com/cloudgap/cloudgap/components/rke2/documents"
)

// authority is a server with the client authority of a cluster on its disk.
func authority(t *testing.T, now time.Time) (server.Server, *x509.CertPool) {
	t.Helper()
	seed, err := credentials.New(now, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	cluster, err := seed.Derive()
	if err != nil {
		t.Fatal(err)
	}
	var files map[string]string
	if err := json.Unmarshal([]byte(cluster.Authorities), &files); err != nil {
		t.Fatal(err)
	}
	s := server.Server{Host: host.Host{Root: t.TempDir()}}
	for _, name := range []string{"client-ca.crt", "client-ca.key"} {
		if _, err := s.Host.Write(documents.File{Path: documents.TLSDir + "/" + name, Mode: 0o600, Content: files[name]}); err != nil {
			t.Fatal(err)
		}
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM([]byte(files["client-ca.crt"]))
	return s, roots
}

func request(t *testing.T, subject pkix.Name) []byte {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.CreateCertificateRequest(rand.Reader, &x509.CertificateRequest{Subject: subject}, key)
	if err != nil {
		t.Fatal(err)
	}
	return der
}

func TestAnOperatorGetsACertificateOfADayInTheLowGroupWhateverIsAsked(t *testing.T) {
	t.Parallel()
	now := time.Now()
	s, roots := authority(t, now)
	text, err := s.Certify(now, request(t, pkix.Name{CommonName: "ada@example", Organization: []string{"system:masters"}}))
	if err != nil {
		t.Fatal(err)
	}
	block, _ := pem.Decode([]byte(text))
	certificate, err := x509.ParseCertificate(block.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := certificate.Verify(x509.VerifyOptions{Roots: roots, KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}, CurrentTime: now}); err != nil {
		t.Error(err)
	}
	want := pkix.Name{CommonName: "cloudgap:operator:ada@example", Organization: []string{documents.OperatorGroup}}
	if diff := cmp.Diff(want.String(), certificate.Subject.String()); diff != "" {
		t.Errorf("subject differs (-want +got):\n%s", diff)
	}
	if life := certificate.NotAfter.Sub(now); life > 8*time.Hour || certificate.IsCA {
		t.Errorf("expected a certificate of eight hours that signs nothing, got %v", life)
	}
}

func TestRequestsThatCouldNameSomebodyElseAreRefused(t *testing.T) {
	t.Parallel()
	now := time.Now()
	s, _ := authority(t, now)
	for _, name := range []string{"", "system:admin", "a b", "a,O=system:masters", strings.Repeat("a", 65)} {
		if _, err := s.Certify(now, request(t, pkix.Name{CommonName: name})); err == nil {
			t.Errorf("expected the name %q to be refused", name)
		}
	}
	tampered := request(t, pkix.Name{CommonName: "ada"})
	tampered[len(tampered)-1] ^= 1
	if _, err := s.Certify(now, tampered); err == nil {
		t.Error("expected a request with a broken signature to be refused")
	}
	empty := server.Server{Host: host.Host{Root: t.TempDir()}}
	if _, err := empty.Certify(now, request(t, pkix.Name{CommonName: "ada"})); err == nil || !strings.Contains(err.Error(), "issues no certificates") {
		t.Errorf("expected a node without the authority to refuse, got %v", err)
	}
}
