// Package sample holds settings for tests, complete and valid.
package sample

import (
	"strings"

	"github.com/cloudgap/cloudgap/components/rke2/artifacts"
	"github.com/cloudgap/cloudgap/components/rke2/documents"
)

// Hash returns a well-formed SHA-256 made of one digit.
func Hash(digit string) string { return strings.Repeat(digit, 64) }

// Program is the bootstrap program of the sample nodes.
func Program() artifacts.Artifact {
	return artifacts.Artifact{
		Kind: artifacts.Program, Name: "rke2-bootstrap", Key: "bootstrap/1.0.0/rke2-bootstrap-amd64", SHA256: Hash("e"),
	}
}

// Server returns the settings of a server.
func Server() documents.Settings {
	s := common()
	s.Role = documents.Server
	s.Artifacts.List = complete(true)
	s.Names = []string{"internal-prod-0123456789abcdef.elb.eu-central-1.amazonaws.com"}
	s.Secrets.Server = "arn:aws:secretsmanager:eu-central-1:111122223333:secret:prod/rke2/server-token-AbCdEf"
	s.Secrets.CA = "arn:aws:secretsmanager:eu-central-1:111122223333:secret:prod/rke2/ca-AbCdEf"
	s.Snapshots = documents.SnapshotSettings{Bucket: "prod-rke2-snapshots", Schedule: "0 */6 * * *", Retention: 28}
	s.Cloud = documents.CloudSettings{
		Chart: chart, Image: "111122223333.dkr.ecr.eu-central-1.amazonaws.com/cloud-controller-manager", Tag: "v1.35.0",
	}
	s.Volumes = documents.VolumeSettings{
		Chart: driver, Registry: "111122223333.dkr.ecr.eu-central-1.amazonaws.com/ebs", Tags: map[string]string{},
		Key: "arn:aws:kms:eu-central-1:111122223333:key/data",
	}
	for _, name := range documents.VolumeImages() {
		s.Volumes.Tags[name] = "v1.2.3"
	}
	s.PodRoles = []documents.PodRole{{
		Namespace: documents.VolumeNamespace, ServiceAccount: documents.VolumeServiceAccount, RoleArn: "arn:aws:iam::111122223333:role/prod-rke2-volumes",
	}}
	s.System.Volume = "/dev/sdf"
	s.Logs.Audit = "/cloudgap/platform/prod/prod-rke2/audit"
	s.Node.Taints = []string{"node-role.kubernetes.io/control-plane=:NoSchedule"}
	return s
}

// Agent returns the settings of an agent in a pool.
func Agent() documents.Settings {
	s := common()
	s.Role, s.Pool = documents.Agent, "general"
	s.Artifacts.List = complete(false)
	s.Node = documents.NodeSettings{
		Labels: map[string]string{"cloudgap.dev/pool": "general", "team": "platform"},
		Taints: []string{"dedicated=general:NoSchedule"},
	}
	return s
}

const (
	chart  = "aws-cloud-controller-manager-0.0.10.tgz"
	driver = "aws-ebs-csi-driver-2.64.0.tgz"
)

func common() documents.Settings {
	return documents.Settings{
		Cluster: "prod", Servers: 3, Region: "eu-central-1", Endpoint: "rke2.prod.internal.example.com", Version: "v1.35.7+rke2r1",
		Artifacts: documents.ArtifactSettings{Bucket: "prod-rke2-artifacts"},
		Hooks:     documents.HookSettings{Launch: "ready", Terminate: "leave", LeaveMinutes: 30},
		Secrets: documents.SecretSettings{
			Agent:  "arn:aws:secretsmanager:eu-central-1:111122223333:secret:prod/rke2/agent-token-AbCdEf",
			CAHash: Hash("c"),
		},
		Network: documents.NetworkSettings{
			CNI: artifacts.Canal, PodCIDR: "10.42.0.0/16", ServiceCIDR: "10.43.0.0/16", DNS: "10.43.0.10", Domain: "cluster.local",
		},
		Logs: documents.LogSettings{Node: "/cloudgap/platform/prod/prod-rke2/nodes"},
		System: documents.SystemSettings{
			Releasever: "2023.9.20260810", Packages: []string{"container-selinux", "iptables-nft"},
		},
	}
}

func complete(server bool) []artifacts.Artifact {
	list := artifacts.Wanted(artifacts.Need{
		Version: "v1.35.7+rke2r1", Arch: artifacts.AMD64, CNI: artifacts.Canal, Server: server,
		SELinuxPackage:     "rke2-selinux-0.20-1.el8.noarch.rpm",
		CredentialProvider: "ecr-credential-provider-linux-amd64", Charts: []string{chart, driver},
	})
	for i := range list {
		list[i].SHA256 = Hash(string("0123456789"[i]))
	}
	return list
}
