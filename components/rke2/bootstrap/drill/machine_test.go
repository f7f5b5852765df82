package drill_test

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"github.com/cloudgap/cloudgap/components/rke2/bootstrap/awsworld"
	"github.com/cloudgap/cloudgap/components/rke2/bootstrap/host"
	"github.com/cloudgap/cloudgap/components/rke2/bootstrap/node"
	"github.com/cloudgap/cloudgap/components/rke2/bootstrap/protocol"
	"github.com/cloudgap/cloudgap/components/rke2/bootstrap/server"
	"github.com/cloudgap/cloudgap/components/rke2/documents"
)

// pause is how long a node waits between two looks.
const pause = 40 * time.Millisecond

// machine is one instance with the program on it.
type machine struct {
	rig     *rig
	id      server.Identity
	host    host.Host
	node    *node.Node
	stop    context.CancelFunc
	stopped chan error

	mutex                         sync.Mutex
	registered, terminating, dead bool
}

// boot starts a new instance in a zone, with an empty disk.
func (r *rig) boot(zone string) *machine {
	r.t.Helper()
	r.mutex.Lock()
	number := len(r.machines) + 1
	m := &machine{rig: r, id: server.Identity{
		Instance: fmt.Sprintf("i-%s%d", zone, number), Zone: "eu-central-1" + zone,
		NodeName: fmt.Sprintf("node-%s%d", zone, number), Address: fmt.Sprintf("%s%d", r.prefix, number),
	}}
	r.machines = append(r.machines, m)
	r.mutex.Unlock()
	root := filepath.Join(r.folder, m.id.Instance)
	if err := os.MkdirAll(root, 0o700); err != nil {
		r.t.Fatal(err)
	}
	m.host = host.Host{Root: root, Programs: r.programs, Env: []string{
		"STANDIN_NODE=" + root, "STANDIN_NAME=" + m.id.NodeName, "STANDIN_ADDRESS=" + m.id.Address, "STANDIN_WORLD=" + r.folder,
		"STANDIN_CA_CERT=" + filepath.Join(r.folder, "server-ca.crt"), "STANDIN_CA_KEY=" + filepath.Join(r.folder, "server-ca.key"),
	}}
	m.run()
	return m
}

// run starts the program on a machine, as systemd does at boot and after a crash.
func (m *machine) run() {
	m.node = &node.Node{
		Self: protocol.Self{
			Cluster: m.rig.settings.Cluster, CAHash: m.rig.settings.Secrets.CAHash, Ordinal: m.id.Zone[len(m.id.Zone)-1:],
			Instance: m.id.Instance, Servers: 3,
		},
		Store: m.store(), Instances: m, Scaling: m, RKE2: m.server(), Disk: m.host, Clock: node.SystemClock{},
		Log: slog.New(slog.NewTextHandler(m.rig.log(), nil)).With("node", m.id.NodeName),
		Patience: node.Patience{
			Pause: pause, Start: time.Minute, Leave: 30 * time.Second, Alarm: time.Minute,
		},
	}
	ctx, stop := context.WithCancel(context.Background())
	m.stop, m.stopped = stop, make(chan error, 1)
	go func() { m.stopped <- m.node.Run(ctx) }()
}

// halt ends the program, but not RKE2.
func (m *machine) halt() {
	m.stop()
	<-m.stopped
}

func (m *machine) store() awsworld.Store {
	client := s3.New(s3.Options{
		Region: "eu-central-1", BaseEndpoint: aws.String(m.rig.s3.URL), UsePathStyle: true,
		Credentials:      credentials.NewStaticCredentialsProvider("id", "secret", ""),
		RetryMaxAttempts: 1, HTTPClient: &http.Client{Timeout: 5 * time.Second},
	})
	return awsworld.Store{Client: client, Bucket: "snapshots", Folder: documents.ProtocolFolder(m.rig.settings.Cluster)}
}

func (m *machine) server() server.Server {
	return server.Server{Host: m.host, Settings: m.rig.settings, Node: m.id, Secrets: m.rig.secrets, Peers: m, Pause: pause}
}

// Life is EC2's answer about an instance.
func (m *machine) Life(_ context.Context, instance string) (protocol.Life, error) {
	for _, other := range m.rig.all() {
		if other.id.Instance == instance {
			if other.is(&other.dead) {
				return protocol.LifeDead, nil
			}
			return protocol.LifeAlive, nil
		}
	}
	return protocol.LifeUnknown, nil
}

// Addresses is EC2's answer about the cluster's running servers.
func (m *machine) Addresses(context.Context) ([]string, error) {
	var addresses []string
	for _, other := range m.rig.all() {
		if other != m && !other.is(&other.dead) {
			addresses = append(addresses, other.id.Address)
		}
	}
	return addresses, nil
}

// Terminating, Complete and Heartbeat are Auto Scaling's.
func (m *machine) Terminating(context.Context) (bool, error) { return m.is(&m.terminating), nil }

func (m *machine) Complete(_ context.Context, hook node.Hook, proceed bool) error {
	if hook == node.Launch && proceed {
		m.set(&m.registered, true)
	}
	return nil
}

func (m *machine) Heartbeat(context.Context, node.Hook) error { return nil }

func (m *machine) is(flag *bool) bool {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	return *flag
}

func (m *machine) set(flag *bool, value bool) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	*flag = value
}

// kill is what a failing host does: everything stops, and EC2 says "terminated".
func (m *machine) kill() {
	m.stop()
	m.power()
	m.set(&m.registered, false)
	m.set(&m.dead, true)
}

// power stops RKE2 without the program's knowledge.
func (m *machine) power() {
	if _, err := m.host.Run(context.Background(), "systemctl", "stop", "rke2-server.service"); err != nil {
		m.rig.t.Error(err)
	}
}

// leave asks the group to terminate the instance and waits until the program lets it go.
func (m *machine) leave() {
	m.rig.t.Helper()
	m.set(&m.terminating, true)
	m.set(&m.registered, false)
	select {
	case err := <-m.stopped:
		if err != nil {
			m.rig.t.Fatalf("expected %s to leave, got %v", m.id.NodeName, err)
		}
	case <-time.After(30 * time.Second):
		m.rig.t.Fatalf("expected %s to leave within 30 s; it waits for something", m.id.NodeName)
	}
	m.power()
	m.set(&m.dead, true)
}
