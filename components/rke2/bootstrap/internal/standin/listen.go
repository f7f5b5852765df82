package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/json"
	"encoding/pem"
	"math/big"
	"net"
	"net/http"
	"os"
	"sync/atomic"
	"time"
)

func insecure() *http.Transport {
	return &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}} //nolint:gosec // the stand-in trusts its test
}

// newIdentity makes a serving certificate for the name of every Kubernetes API server, by the cluster's CA if it is here.
func newIdentity() (tls.Certificate, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return tls.Certificate{}, err
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(time.Now().UnixNano()), Subject: pkix.Name{CommonName: name}, DNSNames: []string{"kubernetes"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
	}
	parent, signer := template, any(key)
	if authority, err := tls.LoadX509KeyPair(os.Getenv("STANDIN_CA_CERT"), os.Getenv("STANDIN_CA_KEY")); err == nil {
		if parent, err = x509.ParseCertificate(authority.Certificate[0]); err != nil {
			return tls.Certificate{}, err
		}
		signer = authority.PrivateKey
	}
	der, err := x509.CreateCertificate(rand.Reader, template, parent, key.Public(), signer)
	if err != nil {
		return tls.Certificate{}, err
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, writeLeaf(der)
}

// writeLeaf puts the certificate where the real RKE2 has its own.
func writeLeaf(der []byte) error {
	folder := path(dataDir + "/server/tls")
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return err
	}
	block := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	return os.WriteFile(folder+"/serving-kube-apiserver.crt", block, 0o600)
}

// listen opens the two ports; the channel gets the error of the first that fails.
func listen(identity tls.Certificate, token string, id *atomic.Pointer[string]) <-chan error {
	failed := make(chan error, 2)
	for port, handler := range map[string]http.HandlerFunc{
		"6443": func(w http.ResponseWriter, r *http.Request) { apiServer(w, r, *id.Load()) },
		"9345": func(w http.ResponseWriter, r *http.Request) { supervisor(w, r, *id.Load(), token) },
	} {
		go func() {
			server := http.Server{
				Addr: net.JoinHostPort(address, port), Handler: handler, ReadHeaderTimeout: time.Second,
				TLSConfig: &tls.Config{Certificates: []tls.Certificate{identity}, MinVersion: tls.VersionTLS12},
			}
			failed <- server.ListenAndServeTLS("", "")
		}()
	}
	return failed
}

// apiServer says whether it is ready, and which cluster it is of.
func apiServer(w http.ResponseWriter, _ *http.Request, id string) {
	ready := false
	if id != "" {
		_ = change(id, func(c *cluster) error {
			m := c.Members[name]
			ready = m != nil && m.Voter && !m.Removed && c.quorum()
			return nil
		})
	}
	if !ready {
		w.WriteHeader(http.StatusInternalServerError)
		return
	}
	_, _ = w.Write([]byte(id))
}

// supervisor admits joining servers. One that has no cluster itself answers all the same, as the real one does.
func supervisor(w http.ResponseWriter, r *http.Request, id, token string) {
	if r.URL.Query().Get("name") == name {
		_ = violation("%s asks itself for admission", name)
	}
	if id == "" || r.URL.Query().Get("token") != token {
		w.WriteHeader(http.StatusServiceUnavailable)
		return
	}
	_ = change(id, func(c *cluster) error {
		if !c.quorum() {
			w.WriteHeader(http.StatusServiceUnavailable)
			return nil
		}
		return json.NewEncoder(w).Encode(map[string]any{"By": name, "Cluster": id, "Authority": c.Authority})
	})
}
