// Package program puts the bootstrap program together: the settings of the node, its identity, and AWS.
package program

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/feature/ec2/imds"
	"github.com/aws/aws-sdk-go-v2/service/autoscaling"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/secretsmanager"

	"github.com/cloudgap/cloudgap/components/rke2/artifacts"
	"github.com/cloudgap/cloudgap/components/rke2/bootstrap/agent"
	"github.com/cloudgap/cloudgap/components/rke2/bootstrap/awsworld"
	"github.com/cloudgap/cloudgap/components/rke2/bootstrap/host"
	"github.com/cloudgap/cloudgap/components/rke2/bootstrap/install"
	"github.com/cloudgap/cloudgap/components/rke2/bootstrap/node"
	"github.com/cloudgap/cloudgap/components/rke2/bootstrap/protocol"
	"github.com/cloudgap/cloudgap/components/rke2/bootstrap/restore"
	"github.com/cloudgap/cloudgap/components/rke2/bootstrap/server"
	"github.com/cloudgap/cloudgap/components/rke2/bootstrap/watch"
	"github.com/cloudgap/cloudgap/components/rke2/documents"
)

// retryAfter is how long to wait after a step that failed before anything else works.
const retryAfter = 15 * time.Second

// patience is that of every server; only the time to leave is a setting.
var patience = node.Patience{Pause: 15 * time.Second, Start: 45 * time.Minute, Alarm: 10 * time.Minute}

// Program is the bootstrap program on one node.
type Program struct {
	Host     host.Host
	Settings documents.Settings
	Log      *slog.Logger

	sdk  aws.Config
	imds *imds.Client
	id   server.Identity
}

// Load reads the settings of the node and connects to AWS. It waits for the metadata service, which may come up after it.
func Load(ctx context.Context, machine host.Host, log *slog.Logger) (*Program, error) {
	data, err := machine.Read(documents.SettingsPath)
	if err != nil {
		return nil, err
	}
	settings, err := documents.ParseSettings(data)
	if err != nil {
		return nil, err
	}
	sdk, err := config.LoadDefaultConfig(ctx, config.WithRegion(settings.Region))
	if err != nil {
		return nil, fmt.Errorf("set up the AWS SDK: %w", err)
	}
	p := &Program{Host: machine, Settings: settings, Log: log, sdk: sdk, imds: imds.NewFromConfig(sdk)}
	err = p.insist(ctx, func() (err error) {
		p.id, err = awsworld.Identity(ctx, p.imds)
		return err
	})
	p.Log = log.With("cluster", settings.Cluster, "instance", p.id.Instance)
	return p, err
}

// Run prepares the node and brings it into the cluster and out of it. It returns nil once the node may be terminated.
func (p *Program) Run(ctx context.Context) error {
	installer := install.Installer{
		Host: p.Host, Settings: p.Settings, Log: p.Log,
		Source: p.Artifacts(),
	}
	if err := p.insist(ctx, func() error { return installer.Run(ctx) }); err != nil {
		return err
	}
	if p.Settings.Role == documents.Agent {
		return agent.Agent{
			Host: p.Host, Settings: p.Settings, Node: p.id, Secrets: p.secrets(), Scaling: p.scaling(), Log: p.Log,
			Health: agent.Health, Pause: patience.Pause,
		}.Run(ctx)
	}
	patience := patience
	patience.Leave = time.Duration(p.Settings.Hooks.LeaveMinutes) * time.Minute
	instances := p.instances()
	watching, stop := context.WithCancel(ctx)
	defer stop()
	go watch.Watch{
		Server: p.server(instances), Snapshots: p.snapshots(), Metrics: watch.EtcdMetrics, Now: time.Now, Log: p.Log,
	}.Run(watching)
	n := node.Node{
		Self: p.self(), Store: p.store(), Instances: instances, Scaling: p.scaling(), RKE2: p.server(instances), Disk: p.Host,
		Clock: node.SystemClock{}, Log: p.Log, Patience: patience,
	}
	return n.Run(ctx)
}

// Restore restores a snapshot if this is the instance named by on, and otherwise lets it join the restored cluster.
func (p *Program) Restore(ctx context.Context, snapshot, on string) error {
	return restore.Restore{
		Server: p.server(p.instances()), Store: p.store(), Self: p.self(), Log: p.Log, Pause: retryAfter,
	}.Run(ctx, snapshot, on)
}

// Artifacts is the artifact bucket.
func (p *Program) Artifacts() artifacts.Source {
	return awsworld.Bucket{Client: s3.NewFromConfig(p.sdk), Name: p.Settings.Artifacts.Bucket}
}

// Certify issues a client certificate to an operator, and logs that it did.
func (p *Program) Certify(request []byte) (string, error) {
	certificate, err := p.server(p.instances()).Certify(time.Now(), request)
	if err == nil {
		p.Log.Info("issued a client certificate to an operator", "certificate", certificate)
	}
	return certificate, err
}

// Status is what a person wants to know of a node.
type Status struct {
	Instance     string         `json:"instance"`
	State        protocol.State `json:"state"`
	Running      bool           `json:"running"`
	Serving      bool           `json:"serving"`
	Certificates string         `json:"certificatesEnd,omitempty"`
}

// Status looks at the node without changing anything.
func (p *Program) Status(ctx context.Context) (Status, error) {
	s := p.server(p.instances())
	status := Status{Instance: p.id.Instance}
	var err error
	if status.State, err = p.Host.Load(); err != nil {
		return status, err
	}
	if status.Running, err = s.Running(ctx); err != nil {
		return status, err
	}
	if status.Serving, err = s.Serving(ctx); err != nil {
		return status, err
	}
	end, err := s.CertificatesEnd()
	if !end.IsZero() {
		status.Certificates = end.UTC().Format(time.RFC3339)
	}
	return status, err
}

func (p *Program) self() protocol.Self {
	return protocol.Self{
		Cluster: p.Settings.Cluster, CAHash: p.Settings.Secrets.CAHash, Ordinal: ordinal(p.id.Zone), Instance: p.id.Instance,
		Servers: p.Settings.Servers,
	}
}

// ordinal is the letter of an availability zone.
func ordinal(zone string) string {
	if zone == "" {
		return ""
	}
	return zone[len(zone)-1:]
}

func (p *Program) store() node.Store {
	return awsworld.Store{
		Client: s3.NewFromConfig(p.sdk), Bucket: p.Settings.Snapshots.Bucket, Folder: documents.ProtocolFolder(p.Settings.Cluster),
	}
}

func (p *Program) snapshots() awsworld.Snapshots {
	return awsworld.Snapshots{
		Client: s3.NewFromConfig(p.sdk), Bucket: p.Settings.Snapshots.Bucket, Folder: documents.SnapshotFolder(p.Settings.Cluster),
	}
}

func (p *Program) instances() *awsworld.Instances {
	return &awsworld.Instances{
		Client: ec2.NewFromConfig(p.sdk), Cluster: p.Settings.Cluster, Self: p.id.Address, Now: time.Now,
	}
}

func (p *Program) secrets() server.Secrets {
	return awsworld.Secrets{Client: secretsmanager.NewFromConfig(p.sdk)}
}

func (p *Program) scaling() node.Scaling {
	return awsworld.Scaling{
		Client: autoscaling.NewFromConfig(p.sdk), Metadata: p.imds, Instance: p.id.Instance, Hooks: p.Settings.Hooks,
	}
}

func (p *Program) server(peers server.Peers) server.Server {
	return server.Server{
		Host: p.Host, Settings: p.Settings, Node: p.id, Secrets: p.secrets(), Peers: peers, Pause: 5 * time.Second,
	}
}

// insist tries again and again until it works or the context ends.
func (p *Program) insist(ctx context.Context, try func() error) error {
	for {
		err := try()
		if err == nil {
			return nil
		}
		p.Log.Warn("trying again", "in", retryAfter.String(), "error", err.Error())
		if err := (node.SystemClock{}).Sleep(ctx, retryAfter); err != nil {
			return err
		}
	}
}
