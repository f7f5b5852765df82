package rke2

import (
	"slices"
	"strings"

	"github.com/cloudgap/cloudgap/components/rke2/documents"
	"github.com/cloudgap/cloudgap/internal/problems"
)

// Names of the lifecycle hooks.
const (
	launchHook    = "ready"
	terminateHook = "leave"
)

// dataDevice is the volume of etcd.
const dataDevice = "/dev/sdf"

// made is what the settings of a node name and only the deployment knows.
type made struct {
	artifactBucket, snapshotBucket               string
	serverSecret, agentSecret, authoritiesSecret string
	authorityHash                                string
	loadBalancer                                 string
	nodeLogs, auditLogs                          string
	volumeKey                                    string
	// podRoles are in the order of the plan.
	podRoles []string
}

// settings are the settings of a node. Agents are told nothing of the servers' secrets and snapshots.
func settings(p plan, n nodePlan, args *Rke2ControlPlaneArgs, m made) documents.Settings {
	s := documents.Settings{
		Cluster: p.cluster, Role: n.role, Pool: n.pool, Servers: len(p.serverZones), Region: p.region.Name, Endpoint: p.endpoint, Version: n.version,
		Artifacts: documents.ArtifactSettings{Bucket: m.artifactBucket, List: n.artifacts},
		Hooks:     documents.HookSettings{Launch: launchHook, Terminate: terminateHook, LeaveMinutes: n.leaveMinutes},
		Secrets:   documents.SecretSettings{Agent: m.agentSecret, CAHash: m.authorityHash},
		Network:   p.network,
		Hardening: documents.HardenSettings{FIPS: args.FIPS},
		System:    documents.SystemSettings{Releasever: args.System.Releasever, Packages: packages(args)},
		Logs:      documents.LogSettings{Node: m.nodeLogs},
		Node:      documents.NodeSettings{Labels: n.labels, Taints: n.taints},
	}
	if n.role == documents.Agent {
		return s
	}
	s.Names = []string{m.loadBalancer}
	s.Secrets.Server, s.Secrets.CA = m.serverSecret, m.authoritiesSecret
	s.Snapshots = documents.SnapshotSettings{Bucket: m.snapshotBucket, Schedule: p.snapshots.Schedule, Retention: p.snapshots.Retention}
	s.System.Volume = dataDevice
	s.Logs.Audit = m.auditLogs
	s.Cloud = documents.CloudSettings{Chart: args.CloudController.Chart, Image: args.CloudController.Image, Tag: args.CloudController.Tag}
	if v := p.volumes; !v.None {
		s.Volumes = documents.VolumeSettings{Chart: v.Chart, Registry: v.Registry, Tags: v.Tags, Key: m.volumeKey}
	}
	for i, role := range p.podRoles {
		s.PodRoles = append(s.PodRoles, documents.PodRole{Namespace: role.namespace, ServiceAccount: role.account, RoleArn: m.podRoles[i]})
	}
	return s
}

// longest stands for what only the deployment knows, as long as it can become, so that user data that EC2 would refuse are
// refused before anything exists.
func longest(p plan) made {
	arn := "arn:aws-us-gov:secretsmanager:ap-southeast-1:111122223333:secret:" + strings.Repeat("n", 64)
	role := "arn:aws-us-gov:iam::111122223333:role/" + strings.Repeat("n", 64)
	return made{
		volumeKey: "arn:aws-us-gov:kms:ap-southeast-1:111122223333:key/" + strings.Repeat("k", 36), podRoles: slices.Repeat([]string{role}, len(p.podRoles)),
		artifactBucket: strings.Repeat("b", 63), snapshotBucket: strings.Repeat("b", 63), serverSecret: arn, agentSecret: arn, authoritiesSecret: arn,
		authorityHash: strings.Repeat("0", 64), loadBalancer: strings.Repeat("n", 100), nodeLogs: strings.Repeat("l", 100), auditLogs: strings.Repeat("l", 100),
	}
}

// checkUserData renders the user data of every node, which finds what the parts' own checks do not.
func checkUserData(list *problems.List, p plan, args *Rke2ControlPlaneArgs) {
	for _, n := range p.nodes() {
		path := "servers"
		if n.pool != "" {
			path = "agentPools." + n.pool
		}
		if _, err := documents.UserData(settings(p, n, args, longest(p)), n.program); err != nil {
			list.Add(path, "the nodes' user data cannot be rendered: "+err.Error(), problems.Missing, "correct what it names")
		}
	}
}
