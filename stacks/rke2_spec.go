package stacks

import (
	"github.com/cloudgap/cloudgap/components/rke2"
	"github.com/cloudgap/cloudgap/components/rke2/artifacts"
)

// Rke2Spec describes the RKE2 cluster of an environment. Its VPC endpoints, its buckets and the name of its API are added to
// what the spec admits.
type Rke2Spec struct {
	// Version is the RKE2 version of the servers, for example "v1.35.7+rke2r1". Upgrades go one minor version at a time.
	Version string `json:"version"`
	// EndpointName is the domain name of the API. Fixed once the cluster exists.
	EndpointName string `json:"endpointName"`
	// ZoneID is a private hosted zone that takes the name. Default: a zone for this one name is made.
	ZoneID string `json:"zoneId,omitempty"`
	// AvailabilityZones are the zones of the servers, an odd number of the network's, at least three.
	AvailabilityZones []string `json:"availabilityZones" jsonschema:"minItems=3,maxItems=5"`
	// Network are the ranges and the plugin of the container network. Fixed once the cluster exists.
	Network Rke2NetworkSpec `json:"network,omitempty"`
	// Servers describes the servers.
	Servers Rke2ServersSpec `json:"servers"`
	// AgentPools are the pools of agents by a stable key. Default: none.
	AgentPools map[string]Rke2PoolSpec `json:"agentPools,omitempty"`
	// Artifacts says what is in the artifact bucket.
	Artifacts Rke2ArtifactsSpec `json:"artifacts"`
	// Releasever is the release of Amazon Linux 2023 whose packages nodes use, for example "2023.9.20260810". A newer one
	// replaces the nodes.
	Releasever string `json:"releasever"`
	// Packages are installed beside those that nodes need. Default: none.
	Packages []string `json:"packages,omitempty"`
	// CloudController is the AWS cloud controller manager.
	CloudController Rke2CloudControllerSpec `json:"cloudController"`
	// Volumes is the driver of EBS volumes.
	Volumes Rke2VolumesSpec `json:"volumes"`
	// PodRoles are AWS roles of your own for pods on the servers, by a stable key. Default: none.
	PodRoles map[string]Rke2PodRoleSpec `json:"podRoles,omitempty"`
	// Snapshots are those of etcd. Default: every six hours, 28 of each server.
	Snapshots Rke2SnapshotsSpec `json:"snapshots,omitempty"`
	// FIPS demands nodes in FIPS mode: images of your own, and canal.
	FIPS bool `json:"fips,omitempty"`
	// APIClients are the private ranges that may open connections to the Kubernetes API beside the nodes, by a stable key.
	APIClients map[string]string `json:"apiClients,omitempty"`
	// EgressRanges are the private ranges that nodes and pods may open connections to, by a stable key. Default: none.
	EgressRanges map[string]EgressRangeSpec `json:"egressRanges,omitempty"`
	// AlarmTopics are the ARNs of the topics that alarms are sent to. Default: none.
	AlarmTopics []string `json:"alarmTopics,omitempty"`
	// LogRetentionDays is how long logs are kept.
	LogRetentionDays int `json:"logRetentionDays"`
	// Protect makes Pulumi refuse to delete keys, secrets and buckets. Without it the buckets go with all they hold.
	Protect bool `json:"protect"`
}

// Rke2NetworkSpec are the ranges and the plugin of the container network.
type Rke2NetworkSpec struct {
	// CNI is the network plugin. Default: canal.
	CNI artifacts.CNI `json:"cni,omitempty" jsonschema:"enum=canal,enum=cilium,enum=calico,enum=flannel"`
	// PodCidr is the range of pods. Default: 10.42.0.0/16.
	PodCidr string `json:"podCidr,omitempty"`
	// ServiceCidr is the range of services. Default: 10.43.0.0/16.
	ServiceCidr string `json:"serviceCidr,omitempty"`
	// Domain is the cluster's own domain. Default: cluster.local.
	Domain string `json:"domain,omitempty"`
}

// Rke2ImageSpec is the Amazon Linux 2023 image of nodes. Exactly one field is set.
type Rke2ImageSpec struct {
	// ID is an AMI.
	ID string `json:"id,omitempty"`
	// Parameter is a public SSM parameter that names the AMI. A new image replaces the nodes at the next deployment.
	Parameter string `json:"parameter,omitempty"`
}

// Rke2ServersSpec describes the servers.
type Rke2ServersSpec struct {
	// InstanceType is the EC2 type.
	InstanceType string `json:"instanceType"`
	// Architecture is the processor's. Default: amd64.
	Architecture artifacts.Arch `json:"architecture,omitempty" jsonschema:"enum=amd64,enum=arm64"`
	// Image is the image.
	Image Rke2ImageSpec `json:"image"`
	// RootDiskGiB is the size of the root volume. Default: 60.
	RootDiskGiB int `json:"rootDiskGiB,omitempty"`
	// DataDiskGiB is the size of the volume of etcd. Default: 20.
	DataDiskGiB int `json:"dataDiskGiB,omitempty"`
	// LeaveMinutes is how long a server that is to be terminated waits until the others can spare it. Default: 60.
	LeaveMinutes int `json:"leaveMinutes,omitempty"`
}

// Rke2PoolSpec describes one pool of agents.
type Rke2PoolSpec struct {
	// InstanceTypes are the EC2 types to choose from, the preferred ones first.
	InstanceTypes []string `json:"instanceTypes" jsonschema:"minItems=1"`
	// Architecture is the processor's. Default: amd64.
	Architecture artifacts.Arch `json:"architecture,omitempty" jsonschema:"enum=amd64,enum=arm64"`
	// Image is the image. Default: that of the servers.
	Image Rke2ImageSpec `json:"image,omitempty"`
	// Version is the RKE2 version. Default: that of the servers.
	Version string `json:"version,omitempty"`
	// MinSize is the smallest number of agents.
	MinSize int `json:"minSize"`
	// MaxSize is the largest number of agents.
	MaxSize int `json:"maxSize"`
	// Spot takes spare capacity.
	Spot bool `json:"spot,omitempty"`
	// OnDemandBase is how many agents of a spot pool are not spot.
	OnDemandBase int `json:"onDemandBase,omitempty"`
	// Labels are put on the nodes.
	Labels map[string]string `json:"labels,omitempty"`
	// Taints keep pods off the nodes that do not tolerate them.
	Taints []Rke2TaintSpec `json:"taints,omitempty"`
	// Zones are the availability zones to place agents in. Default: all of the network's.
	Zones []string `json:"zones,omitempty"`
	// RootDiskGiB is the size of the root volume. Default: 80.
	RootDiskGiB int `json:"rootDiskGiB,omitempty"`
	// LeaveMinutes is how long an agent that is to be terminated drains. Default: 15.
	LeaveMinutes int `json:"leaveMinutes,omitempty"`
}

// Rke2TaintSpec keeps pods off the nodes that do not tolerate it.
type Rke2TaintSpec struct {
	// Key is the taint's key.
	Key string `json:"key"`
	// Value is the taint's value.
	Value string `json:"value,omitempty"`
	// Effect is what happens to pods that do not tolerate the taint.
	Effect rke2.TaintEffect `json:"effect" jsonschema:"enum=NoSchedule,enum=NoExecute,enum=PreferNoSchedule"`
}

// Rke2ArtifactsSpec says what is in the artifact bucket; `cloudgap artifacts manifest` lists it.
type Rke2ArtifactsSpec struct {
	// Bucket is a bucket of your own. Default: one is made.
	Bucket *Rke2BucketSpec `json:"bucket,omitempty"`
	// Hashes are the SHA-256 of the objects by their key.
	Hashes map[string]string `json:"hashes"`
	// ProgramVersion is the version of rke2-bootstrap.
	ProgramVersion string `json:"programVersion"`
	// SELinuxPackage is the file name of the rke2-selinux rpm for EL8.
	SELinuxPackage string `json:"selinuxPackage"`
	// CredentialProviderVersion is the version of ecr-credential-provider.
	CredentialProviderVersion string `json:"credentialProviderVersion"`
	// Charts are the file names of further charts that servers offer. Default: none.
	Charts []string `json:"charts,omitempty"`
	// Writers are the ARNs of roles that put artifacts into the bucket that is made.
	Writers []string `json:"writers,omitempty"`
}

// Rke2BucketSpec is a bucket of your own.
type Rke2BucketSpec struct {
	// Name is the bucket's name.
	Name string `json:"name"`
	// KeyArn is the KMS key of its objects.
	KeyArn string `json:"keyArn"`
}

// Rke2CloudControllerSpec is the AWS cloud controller manager.
type Rke2CloudControllerSpec struct {
	// Chart is the file name of its chart in the artifact bucket.
	Chart string `json:"chart"`
	// Image is the repository of its image in ECR.
	Image string `json:"image"`
	// Tag is the image's tag.
	Tag string `json:"tag"`
}

// Rke2VolumesSpec is the driver of EBS volumes.
type Rke2VolumesSpec struct {
	// None leaves the driver out, and everything else here too.
	None bool `json:"none,omitempty"`
	// Chart is the file name of the chart aws-ebs-csi-driver in the artifact bucket.
	Chart string `json:"chart,omitempty"`
	// Registry is where the driver's images are in ECR, under the names that they have in tags.
	Registry string `json:"registry,omitempty"`
	// Tags are the tags of the driver's images by their name.
	Tags map[string]string `json:"tags,omitempty"`
}

// Rke2PodRoleSpec lends an AWS role to the pods of a service account on the servers.
type Rke2PodRoleSpec struct {
	// Namespace is the namespace of the service account.
	Namespace string `json:"namespace"`
	// ServiceAccount is its name.
	ServiceAccount string `json:"serviceAccount"`
	// RoleArn is the role, which trusts the servers' role with the tags of the account.
	RoleArn string `json:"roleArn"`
}

// Rke2SnapshotsSpec are the snapshots of etcd.
type Rke2SnapshotsSpec struct {
	// Schedule is a cron expression in UTC. Default: every six hours.
	Schedule string `json:"schedule,omitempty"`
	// Retention is the number of scheduled snapshots to keep for each server. Default: 28.
	Retention int `json:"retention,omitempty"`
	// DeletedForDays is how long a deleted snapshot can be brought back. Default: 30.
	DeletedForDays int `json:"deletedForDays,omitempty"`
	// AlarmAfterHours is how old the newest snapshot may be. Default: 13.
	AlarmAfterHours int `json:"alarmAfterHours,omitempty"`
}
