// Package documents holds the settings of an RKE2 node and renders every file that follows from them: what cloud-init gets as
// user data, and what rke2-bootstrap writes on the node. It is pure; the component renders the user data with it, the program
// on the node renders the rest, and no secret passes through it.
package documents

import (
	"encoding/json"
	"fmt"

	"github.com/cloudgap/cloudgap/components/rke2/artifacts"
	"github.com/cloudgap/cloudgap/internal/jsondoc"
)

// Role is what a node is.
type Role string

// The roles.
const (
	Server Role = "server"
	Agent  Role = "agent"
)

// Settings is everything that rke2-bootstrap must be told. It is part of the user data, which anyone with
// ec2:DescribeInstanceAttribute can read, so it names secrets and never holds one.
type Settings struct {
	// Cluster is the cluster's id; it is a part of object keys.
	Cluster string `json:"cluster"`
	Role    Role   `json:"role"`
	// Pool is the agent pool; empty for servers.
	Pool string `json:"pool,omitempty"`
	// Servers is the number of servers that the cluster has when it is complete.
	Servers int    `json:"servers"`
	Region  string `json:"region"`
	// Endpoint is the name under which clients and joining nodes reach the servers; it outlives every node.
	Endpoint string `json:"endpoint"`
	// Names are further names in the servers' certificates, such as that of the load balancer.
	Names []string `json:"names,omitempty"`
	// Version is the RKE2 version, for example "v1.35.7+rke2r1".
	Version string `json:"version"`

	Artifacts ArtifactSettings `json:"artifacts"`
	Hooks     HookSettings     `json:"hooks"`
	Secrets   SecretSettings   `json:"secrets"`
	Snapshots SnapshotSettings `json:"snapshots"`
	Network   NetworkSettings  `json:"network"`
	Hardening HardenSettings   `json:"hardening"`
	System    SystemSettings   `json:"system"`
	Cloud     CloudSettings    `json:"cloud"`
	Volumes   VolumeSettings   `json:"volumes,omitzero"`
	// PodRoles are the roles that pods on the servers get; agents are told none.
	PodRoles []PodRole    `json:"podRoles,omitempty"`
	Logs     LogSettings  `json:"logs"`
	Node     NodeSettings `json:"node"`
}

// ArtifactSettings says where the artifacts lie and what they are.
type ArtifactSettings struct {
	Bucket string               `json:"bucket"`
	List   []artifacts.Artifact `json:"list"`
}

// HookSettings names the two lifecycle hooks of the node's Auto Scaling group. The group itself is looked up: one launch
// template may serve several.
type HookSettings struct {
	Launch    string `json:"launch"`
	Terminate string `json:"terminate"`
	// LeaveMinutes is how long a member that is to be terminated waits until the cluster can spare it.
	LeaveMinutes int `json:"leaveMinutes"`
}

// SecretSettings names secrets in Secrets Manager and what can be said of them in public.
type SecretSettings struct {
	// Server is the ARN of the server token's secret; empty for agents, which have no right to read it.
	Server string `json:"server,omitempty"`
	// Agent is the ARN of the agent token's secret.
	Agent string `json:"agent"`
	// CA is the ARN of the secret with the CA files; empty for agents.
	CA string `json:"ca,omitempty"`
	// CAHash is the hex SHA-256 of the DER form of the server CA.
	CAHash string `json:"caHash"`
}

// SnapshotSettings says where etcd snapshots and the objects of the bootstrap protocol go. Agents have none.
type SnapshotSettings struct {
	Bucket string `json:"bucket,omitempty"`
	// Schedule is a cron expression in UTC.
	Schedule string `json:"schedule,omitempty"`
	// Retention is the number of scheduled snapshots to keep, on each server's disk and in the bucket.
	Retention int `json:"retention,omitempty"`
}

// NetworkSettings must be equal on all servers; RKE2 refuses a server that differs.
type NetworkSettings struct {
	CNI         artifacts.CNI `json:"cni"`
	PodCIDR     string        `json:"podCidr"`
	ServiceCIDR string        `json:"serviceCidr"`
	DNS         string        `json:"dns"`
	Domain      string        `json:"domain"`
}

// HardenSettings are the choices about security; CIS profile, SELinux, secrets encryption and audit log are not among them,
// because they are always on.
type HardenSettings struct {
	// FIPS demands a kernel in FIPS mode.
	FIPS bool `json:"fips,omitempty"`
}

// SystemSettings is about Amazon Linux 2023.
type SystemSettings struct {
	// Releasever pins the operating system's package repository, for example "2023.9.20260810".
	Releasever string `json:"releasever"`
	// Packages are installed from that repository.
	Packages []string `json:"packages"`
	// Volume is the device of the volume for etcd, as the launch template names it, for example "/dev/sdf"; without it etcd
	// lies on the root volume.
	Volume string `json:"volume,omitempty"`
}

// CloudSettings is about the AWS cloud controller manager, which deletes the Nodes of terminated instances.
type CloudSettings struct {
	// Chart is the file name of the staged chart; empty for agents.
	Chart string `json:"chart,omitempty"`
	// Image is the repository of the controller's image, in ECR.
	Image string `json:"image,omitempty"`
	// Tag is the image's tag.
	Tag string `json:"tag,omitempty"`
}

// VolumeSettings is about the driver of EBS volumes; empty for agents, and for servers of a cluster without the driver.
type VolumeSettings struct {
	// Chart is the file name of the staged chart.
	Chart string `json:"chart,omitempty"`
	// Registry is where the images of VolumeImages are, in ECR, without a slash at its end.
	Registry string `json:"registry,omitempty"`
	// Tags are the tags of the images by their name.
	Tags map[string]string `json:"tags,omitempty"`
	// Key is the ARN of the KMS key of volumes.
	Key string `json:"key,omitempty"`
}

// PodRole lends a role to the pods of a service account on the servers.
type PodRole struct {
	Namespace      string `json:"namespace"`
	ServiceAccount string `json:"serviceAccount"`
	// RoleArn is the role. It trusts the servers' role and the tags by which the account is named; see the package permissions.
	RoleArn string `json:"roleArn"`
}

// LogSettings names log groups in CloudWatch Logs.
type LogSettings struct {
	// Node takes what rke2-bootstrap logs.
	Node string `json:"node"`
	// Audit takes the API server's audit log; empty for agents.
	Audit string `json:"audit,omitempty"`
}

// NodeSettings are the labels and taints with which the node registers.
type NodeSettings struct {
	Labels map[string]string `json:"labels,omitempty"`
	Taints []string          `json:"taints,omitempty"`
}

// JSON returns the settings in the form in which the program reads them.
func (s Settings) JSON() ([]byte, error) {
	data, err := json.MarshalIndent(s, "", " ")
	if err != nil {
		return nil, fmt.Errorf("write the settings of the node: %w", err)
	}
	return append(data, '\n'), nil
}

// ParseSettings reads settings and validates them. A key that the program does not know is an error: settings and program
// are pinned together, so it can only be a mistake.
func ParseSettings(data []byte) (Settings, error) {
	var s Settings
	if err := jsondoc.ReadKnown(data, &s); err != nil {
		return s, fmt.Errorf("read the settings of the node: %w", err)
	}
	return s, s.Validate()
}
