package drill_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"io"
	"math/big"
	mathrand "math/rand/v2"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

func newAuthority(t *testing.T) (certificate, key string) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "rke2-server-ca"}, IsCA: true, BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageCertSign, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, private.Public(), private)
	if err != nil {
		t.Fatal(err)
	}
	privateDER, err := x509.MarshalECPrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})),
		string(pem.EncodeToMemory(&pem.Block{Type: "EC PRIVATE KEY", Bytes: privateDER}))
}

// balancer is the network load balancer: it knows the machines whose launch hook is completed, sends connections to a ready
// one, and to any if none is.
type balancer struct{ rig *rig }

func balance(t *testing.T, r *rig) *balancer {
	t.Helper()
	b := &balancer{rig: r}
	for _, port := range []string{"6443", "9345"} {
		listener, err := net.Listen("tcp", net.JoinHostPort(r.settings.Endpoint, port))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = listener.Close() })
		go func() {
			for {
				client, err := listener.Accept()
				if err != nil {
					return
				}
				go b.forward(client, port)
			}
		}()
	}
	return b
}

func (b *balancer) forward(client net.Conn, port string) {
	defer func() { _ = client.Close() }()
	target := b.target()
	if target == "" {
		return
	}
	backend, err := net.Dial("tcp", net.JoinHostPort(target, port))
	if err != nil {
		return
	}
	defer func() { _ = backend.Close() }()
	go func() { _, _ = io.Copy(backend, client) }()
	_, _ = io.Copy(client, backend)
}

func (b *balancer) target() string {
	var healthy, any []string
	for _, m := range b.rig.all() {
		if !m.is(&m.registered) {
			continue
		}
		any = append(any, m.id.Address)
		if ready(m.id.Address) {
			healthy = append(healthy, m.id.Address)
		}
	}
	if len(healthy) > 0 {
		any = healthy
	}
	if len(any) == 0 {
		return ""
	}
	return any[mathrand.IntN(len(any))]
}

func ready(address string) bool {
	client := http.Client{Timeout: time.Second, Transport: &http.Transport{
		TLSClientConfig:   &tls.Config{InsecureSkipVerify: true}, //nolint:gosec // as the load balancer's health check
		DisableKeepAlives: true,
	}}
	response, err := client.Get("https://" + net.JoinHostPort(address, "6443") + "/readyz")
	if err != nil {
		return false
	}
	_ = response.Body.Close()
	return response.StatusCode == http.StatusOK
}

// etcd is what the stand-in's files say of the clusters.
type etcd struct {
	ID      string `json:"id"`
	Members map[string]struct {
		Voter, Removed, Cordoned bool
	} `json:"members"`
	Pods []map[string]string `json:"pods"`
}

func (r *rig) clusters() []etcd {
	r.t.Helper()
	files, err := filepath.Glob(filepath.Join(r.folder, "clusters", "*.json"))
	if err != nil {
		r.t.Fatal(err)
	}
	var list []etcd
	for _, file := range files {
		var c etcd
		data, err := os.ReadFile(file)
		if err == nil {
			err = json.Unmarshal(data, &c)
		}
		if err != nil {
			r.t.Fatal(err)
		}
		list = append(list, c)
	}
	return list
}

// voters returns the names of the voting members of a cluster.
func (c etcd) voters() map[string]bool {
	voters := map[string]bool{}
	for name, m := range c.Members {
		if m.Voter && !m.Removed {
			voters[name] = true
		}
	}
	return voters
}

// await waits until a condition holds.
func (r *rig) await(what string, holds func() bool) {
	r.t.Helper()
	ctx, cancel := context.WithTimeout(r.t.Context(), 40*time.Second)
	defer cancel()
	for !holds() {
		select {
		case <-ctx.Done():
			r.t.Fatalf("expected %s within 40 s; clusters are %+v", what, r.clusters())
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// complete waits until the machines are the voting members of the newest cluster and behind the load balancer.
func (r *rig) complete(machines ...*machine) {
	r.t.Helper()
	r.await("all servers to be voting members and registered", func() bool {
		for _, c := range r.clusters() {
			voters := c.voters()
			all := len(voters) == len(machines)
			for _, m := range machines {
				state, err := m.host.Load()
				all = all && err == nil && voters[m.id.NodeName] && m.is(&m.registered) && state.Registered && ready(m.id.Address)
			}
			if all {
				return true
			}
		}
		return false
	})
}

// awaitVoters waits until a machine says, as it does in its log for the alarms, how many servers vote.
func (r *rig) awaitVoters(m *machine, want int) {
	r.t.Helper()
	r.await(fmt.Sprintf("%s to count %d voters", m.id.NodeName, want), func() bool {
		got, err := m.server().Voters(r.t.Context())
		return err == nil && got == want
	})
}

// sound fails the test if something happened that must never happen.
func (r *rig) sound(clusters int) {
	r.t.Helper()
	if what, err := os.ReadFile(filepath.Join(r.folder, "violation")); err == nil {
		r.t.Errorf("expected no violation, got %q", what)
	}
	if got := len(r.clusters()); got != clusters {
		r.t.Errorf("expected %d cluster, got %d", clusters, got)
	}
}

// givePods puts a pod of a Deployment and one of a DaemonSet on a machine. It holds the lock under which the stand-ins read,
// change and write what etcd replicates, most of all kubectl, which every node runs all the time: without it one of them would
// write back what it read before the pods were there.
func (r *rig) givePods(m *machine) {
	r.t.Helper()
	file := filepath.Join(r.folder, "clusters", r.clusters()[0].ID+".json")
	lock, err := os.OpenFile(file+".lock", os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		r.t.Fatal(err)
	}
	defer func() { _ = lock.Close() }()
	if err := syscall.Flock(int(lock.Fd()), syscall.LOCK_EX); err != nil {
		r.t.Fatal(err)
	}
	var c map[string]any
	data, err := os.ReadFile(file)
	if err == nil {
		err = json.Unmarshal(data, &c)
	}
	if err != nil {
		r.t.Fatal(err)
	}
	c["pods"] = []map[string]string{
		{"name": "web", "node": m.id.NodeName, "kind": "ReplicaSet"}, {"name": "agent", "node": m.id.NodeName, "kind": "DaemonSet"},
	}
	if data, err = json.Marshal(c); err == nil {
		err = os.WriteFile(file+".new", data, 0o600)
	}
	if err == nil {
		err = os.Rename(file+".new", file)
	}
	if err != nil {
		r.t.Fatal(err)
	}
}
