package credentials_test

import (
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/cloudgap/cloudgap/components/rke2/bootstrap/server"
	"github.com/cloudgap/cloudgap/components/rke2/credentials"
	"github.com/cloudgap/cloudgap/components/rke2/documents"
)

var created = time.Date(2026, 11, 2, 9, 30, 0, 0, time.UTC)

func seed(t *testing.T) credentials.Seed {
	t.Helper()
	made, err := credentials.New(created, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return made
}

func derive(t *testing.T, s credentials.Seed) credentials.Cluster {
	t.Helper()
	made, err := s.Derive()
	if err != nil {
		t.Fatal(err)
	}
	return made
}

func files(t *testing.T, c credentials.Cluster) map[string]string {
	t.Helper()
	var all map[string]string
	if err := json.Unmarshal([]byte(c.Authorities), &all); err != nil {
		t.Fatal(err)
	}
	return all
}

func certificate(t *testing.T, text string) *x509.Certificate {
	t.Helper()
	block, _ := pem.Decode([]byte(text))
	if block == nil {
		t.Fatalf("expected a certificate in PEM form, got %d characters", len(text))
	}
	parsed, err := x509.ParseCertificate(block.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	return parsed
}

func TestTheSameSeedGivesTheSameCredentials(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		s := credentials.Seed{
			Created: time.Unix(rapid.Int64Range(1.7e9, 4e9).Draw(r, "created"), 0).UTC(),
			Key:     rapid.SliceOfN(rapid.Byte(), 32, 32).Draw(r, "key"),
		}
		read, err := credentials.Parse(s.Text())
		if err != nil {
			r.Fatal(err)
		}
		first, err := s.Derive()
		if err != nil {
			r.Fatal(err)
		}
		again, err := read.Derive()
		if err != nil {
			r.Fatal(err)
		}
		if diff := cmp.Diff(first, again); diff != "" {
			r.Errorf("the credentials differ when derived again (-first +again):\n%s", diff)
		}
	})
}

func TestAnotherSeedGivesOtherCredentials(t *testing.T) {
	t.Parallel()
	one, two := derive(t, seed(t)), derive(t, seed(t))
	known := map[string]bool{}
	for _, c := range []credentials.Cluster{one, two} {
		secrets := []string{c.ServerToken, c.AgentToken, c.AdminKey}
		for name, content := range files(t, c) {
			if strings.HasSuffix(name, ".key") {
				secrets = append(secrets, content)
			}
		}
		for _, secret := range secrets {
			if known[secret] {
				t.Error("expected every key and token to be of its own")
			}
			known[secret] = true
		}
	}
}

func TestTheAuthoritiesAreTheFilesThatServersWant(t *testing.T) {
	t.Parallel()
	all := files(t, derive(t, seed(t)))
	var names []string
	for name := range all {
		names = append(names, name)
	}
	want := server.AuthorityFiles()
	slices.Sort(names)
	slices.Sort(want)
	if diff := cmp.Diff(want, names); diff != "" {
		t.Errorf("files differ (-want +got):\n%s", diff)
	}
	for name, content := range all {
		file, isCertificate := strings.CutSuffix(name, ".crt")
		if !isCertificate {
			continue
		}
		if _, err := tls.X509KeyPair([]byte(content), []byte(all[file+".key"])); err != nil {
			t.Errorf("%s: expected certificate and key to belong together, got %v", file, err)
		}
		made := certificate(t, content)
		if !made.IsCA || made.CheckSignatureFrom(made) != nil || made.NotBefore != created || !made.NotAfter.After(created.AddDate(9, 0, 0)) {
			t.Errorf("%s: expected an authority of ten years that signs itself, got %v to %v", file, made.NotBefore, made.NotAfter)
		}
	}
}

func TestTheAdministratorIsKnownToTheAPIServerAndHasNoRightsOfItsOwn(t *testing.T) {
	t.Parallel()
	c := derive(t, seed(t))
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM([]byte(files(t, c)["client-ca.crt"]))
	admin := certificate(t, c.AdminCertificate)
	_, err := admin.Verify(x509.VerifyOptions{
		Roots: roots, CurrentTime: created.AddDate(1, 0, 0), KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth},
	})
	if err != nil {
		t.Errorf("expected the client authority to have signed it, got %v", err)
	}
	if diff := cmp.Diff([]string{documents.AdminGroup}, admin.Subject.Organization); diff != "" {
		t.Errorf("groups differ (-want +got):\n%s", diff)
	}
	if _, err := tls.X509KeyPair([]byte(c.AdminCertificate), []byte(c.AdminKey)); err != nil {
		t.Error(err)
	}
}

func TestOnlyTheAdministratorsKubeconfigHoldsASecret(t *testing.T) {
	t.Parallel()
	c := derive(t, seed(t))
	admin, err := c.Kubeconfig("prod", "rke2.example")
	if err != nil || !strings.Contains(admin, "server: https://rke2.example:6443\n") || !strings.Contains(admin, "client-key-data") {
		t.Errorf("expected the endpoint and a key, got %v", err)
	}
	operator, err := c.OperatorKubeconfig("prod", "rke2.example")
	if err != nil || strings.Contains(operator, "client-key-data") || !strings.Contains(operator, "client-key: operator.key\n") {
		t.Errorf("expected the name of a file and no key, got %v:\n%s", err, operator)
	}
}

func TestWhatIsNoSeedIsRefusedWithoutBeingShown(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", "s3cret", `{"created":"2026-11-02T09:30:00Z","key":"czNjcmV0"}`, `{"key":"czNjcmV0"}`} {
		_, err := credentials.Parse(text)
		if err == nil {
			t.Errorf("expected %q to be refused", text)
		} else if strings.Contains(err.Error(), "s3cret") || strings.Contains(err.Error(), "czNjcmV0") {
			t.Errorf("expected an error without the seed, got %v", err)
		}
	}
}
