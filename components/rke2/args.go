package rke2

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/cloudgap/cloudgap/components/endpoints"
	"github.com/cloudgap/cloudgap/components/rke2/artifacts"
	"github.com/cloudgap/cloudgap/components/rke2/documents"
)

// Rke2ControlPlaneArgs describes an RKE2 cluster. Plain Go values decide which resources exist; inputs only flow through.
type Rke2ControlPlaneArgs struct {
	// Region is the AWS Region of the provider, for example "eu-central-1". Required.
	Region string `pulumi:"region"`
	// ClusterName is the cluster's id: small letters, digits and hyphens. It is part of object keys and tags. Empty takes the
	// component's name. It is fixed once the cluster exists.
	ClusterName string `pulumi:"clusterName,optional"`
	// Version is the RKE2 version of the servers, for example "v1.35.7+rke2r1". Required. Versions below the floors of package
	// versions are refused, and so is a deployment that goes back or skips a minor version.
	Version string `pulumi:"version"`
	// VpcID is the VPC of the cluster. Required.
	VpcID pulumi.StringInput `pulumi:"vpcId"`
	// VpcCidrs are the IPv4 blocks of the VPC. Required: the ranges of pods and services may not overlap them.
	VpcCidrs []string `pulumi:"vpcCidrs"`
	// ServerSubnets are the subnets of the servers and of the load balancer by availability zone name: one server each, an odd
	// number, at least three. Required.
	ServerSubnets map[string]pulumi.StringInput `pulumi:"serverSubnets"`
	// AgentSubnets are the subnets of the agents by availability zone name. Nil takes those of the servers.
	AgentSubnets map[string]pulumi.StringInput `pulumi:"agentSubnets,optional"`
	// Endpoints are the VPC endpoints that the nodes use. Required; the set has to serve what Capabilities returns and let
	// through what Buckets returns.
	Endpoints *endpoints.EndpointSet
	// EndpointName is the domain name of the API, for example "rke2.prod.corp.example". Required. It outlives every server and
	// the load balancer, and it is fixed once the cluster exists.
	EndpointName string `pulumi:"endpointName"`
	// ZoneID is the private hosted zone that takes the name. Nil makes a zone for this one name, which hides no other.
	ZoneID pulumi.StringInput `pulumi:"zoneId,optional"`
	// Network are the ranges and the plugin of the container network. The zero value takes canal, 10.42.0.0/16 and 10.43.0.0/16.
	Network Network `pulumi:"network,optional"`
	// Servers describes the servers.
	Servers Servers `pulumi:"servers"`
	// AgentPools are the pools of agents by a stable key. Nil makes none.
	AgentPools map[string]AgentPool `pulumi:"agentPools,optional"`
	// Artifacts says what is in the artifact bucket.
	Artifacts Artifacts `pulumi:"artifacts"`
	// System pins the operating system.
	System System `pulumi:"system"`
	// CloudController is the AWS cloud controller manager, which initialises nodes and deletes those of terminated instances.
	CloudController CloudController `pulumi:"cloudController"`
	// Volumes is the driver of EBS volumes, which makes an encrypted gp3 class the cluster's default.
	Volumes VolumeDriver `pulumi:"volumes"`
	// PodRoles are AWS roles of your own for pods on the servers, by a stable key: for controllers that tolerate the servers' taint.
	// Pods on agents get none. Nil lends the volume driver's role only.
	PodRoles map[string]PodRole `pulumi:"podRoles,optional"`
	// Snapshots are those of etcd.
	Snapshots Snapshots `pulumi:"snapshots,optional"`
	// FIPS demands nodes whose kernel is in FIPS mode, which needs an AMI of your own, and canal.
	FIPS bool `pulumi:"fips,optional"`
	// APIClients may open connections to the Kubernetes API beside the nodes, by a stable key. Nil admits the nodes only.
	APIClients map[string]APIClient `pulumi:"apiClients,optional"`
	// EgressRanges are private ranges that nodes and pods may open connections to, by a stable key. Nil admits none.
	EgressRanges map[string]EgressRange `pulumi:"egressRanges,optional"`
	// AlarmTopics are the ARNs of the topics that alarms are sent to. Nil makes alarms that tell nobody.
	AlarmTopics []pulumi.StringInput `pulumi:"alarmTopics,optional"`
	// LogRetentionInDays is how long logs are kept, in a period that CloudWatch Logs offers. Zero takes 365.
	LogRetentionInDays int `pulumi:"logRetentionInDays,optional"`
	// Seed restores the credentials of a cluster from the seed that was kept outside, as the secret <name>-seed holds it. Nil
	// makes a new one at the first deployment. Keep a copy of it: snapshots cannot be restored without.
	Seed pulumi.StringInput `pulumi:"seed,optional"`
	// Protect makes Pulumi refuse to delete keys, secrets and buckets, and AWS the load balancer. Without it the buckets go with
	// all they hold.
	Protect bool `pulumi:"protect,optional"`
	// Tags are put on every child that takes tags.
	Tags pulumi.StringMap `pulumi:"tags,optional"`
}

// Network are the ranges and the plugin of the container network, fixed once the cluster exists.
type Network struct {
	// CNI is the network plugin. Empty takes canal.
	CNI artifacts.CNI `pulumi:"cni,optional"`
	// PodCidr is the private range of pods. Empty takes 10.42.0.0/16.
	PodCidr string `pulumi:"podCidr,optional"`
	// ServiceCidr is the private range of services; its tenth address is the DNS service's. Empty takes 10.43.0.0/16.
	ServiceCidr string `pulumi:"serviceCidr,optional"`
	// Domain is the cluster's own domain. Empty takes cluster.local.
	Domain string `pulumi:"domain,optional"`
}

// Image is the Amazon Linux 2023 image of nodes. Exactly one field is set.
type Image struct {
	// ID is an AMI.
	ID pulumi.StringInput `pulumi:"id,optional"`
	// Parameter is a public SSM parameter that names the AMI, for example
	// "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64". A new image rolls the nodes at the next
	// deployment, unless the name ends in a version of the parameter, such as ":87".
	Parameter string `pulumi:"parameter,optional"`
}

// Servers describes the servers. Any change replaces them one after the other.
type Servers struct {
	// InstanceType is the EC2 type, with at least 2 vCPUs and 4 GiB. Required.
	InstanceType string `pulumi:"instanceType"`
	// Architecture is the processor's. Empty takes amd64.
	Architecture artifacts.Arch `pulumi:"architecture,optional"`
	// Image is the image. Required.
	Image Image `pulumi:"image"`
	// RootDiskGiB is the size of the root volume. Zero takes 60: bundles, their unpacked layers and logs.
	RootDiskGiB int `pulumi:"rootDiskGiB,optional"`
	// DataDiskGiB is the size of the volume of etcd. Zero takes 20.
	DataDiskGiB int `pulumi:"dataDiskGiB,optional"`
	// LeaveMinutes is how long a server that is to be terminated waits until the others can spare it, up to 100. Zero takes 60:
	// when a change replaces all servers, the last one waits for two others.
	LeaveMinutes int `pulumi:"leaveMinutes,optional"`
}

// Artifacts says what is in the artifact bucket. Manifest returns the full list.
type Artifacts struct {
	// Bucket is a bucket of your own. Nil makes one.
	Bucket *ArtifactBucket `pulumi:"bucket,optional"`
	// Hashes are the SHA-256 of the objects by their key, in 64 hex digits. Required for every artifact of the manifest.
	Hashes map[string]string `pulumi:"hashes"`
	// ProgramVersion is the folder of rke2-bootstrap below "bootstrap/". Required.
	ProgramVersion string `pulumi:"programVersion"`
	// SELinuxPackage is the file name of the rke2-selinux rpm for EL8. Required.
	SELinuxPackage string `pulumi:"selinuxPackage"`
	// CredentialProviderVersion is the version in the file name of ecr-credential-provider, for example "v1.35.0". Required.
	CredentialProviderVersion string `pulumi:"credentialProviderVersion"`
	// Charts are the file names of further charts that servers offer under /static/charts. Nil offers those that the component
	// installs only.
	Charts []string `pulumi:"charts,optional"`
	// Writers are the ARNs of roles that put artifacts into the bucket that is made, from wherever they are. Nil lets only
	// principals in the VPC that may.
	Writers []string `pulumi:"writers,optional"`
}

// ArtifactBucket is a bucket of your own with the artifacts.
type ArtifactBucket struct {
	// Name is the bucket's name. Required.
	Name string `pulumi:"name"`
	// KeyArn is the KMS key of its objects. Required.
	KeyArn pulumi.StringInput `pulumi:"keyArn"`
}

// System pins the operating system.
type System struct {
	// Releasever is the release of Amazon Linux 2023 whose package repository nodes use, for example "2023.9.20260810".
	// Required. Patching is to name a newer one, which replaces the nodes.
	Releasever string `pulumi:"releasever"`
	// Packages are installed from that repository beside those that the nodes need.
	Packages []string `pulumi:"packages,optional"`
}

// CloudController is the AWS cloud controller manager.
type CloudController struct {
	// Chart is the file name of the chart in the artifact bucket. Required.
	Chart string `pulumi:"chart"`
	// Image is the repository of the image in ECR, without a tag. Required.
	Image string `pulumi:"image"`
	// Tag is the image's tag. Required.
	Tag string `pulumi:"tag"`
}

// VolumeDriver is the driver of EBS volumes. Its controller runs on the servers with a role of its own, which may touch the
// cluster's volumes only.
type VolumeDriver struct {
	// None leaves the driver out; the other fields are then left out too.
	None bool `pulumi:"none,optional"`
	// Chart is the file name of the chart aws-ebs-csi-driver in the artifact bucket. Required.
	Chart string `pulumi:"chart,optional"`
	// Registry is where the driver's images are in ECR, under the names of DriverImages, for example
	// "111122223333.dkr.ecr.eu-central-1.amazonaws.com/ebs". Required.
	Registry string `pulumi:"registry,optional"`
	// Tags are the tags of the images by their name. Required for each of DriverImages.
	Tags map[string]string `pulumi:"tags,optional"`
}

// DriverImages are the names of the images that the driver of EBS volumes consists of.
func DriverImages() []string { return documents.VolumeImages() }

// PodRole lends an AWS role to the pods of a service account on the servers. They get credentials with the variables
// AWS_CONTAINER_CREDENTIALS_FULL_URI and AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE; see docs/components/rke2-bootstrap.md.
type PodRole struct {
	// Namespace and ServiceAccount are whose pods get the role. Required.
	Namespace string `pulumi:"namespace"`
	// ServiceAccount is the name of the service account. Required.
	ServiceAccount string `pulumi:"serviceAccount"`
	// RoleArn is the role. Required. Its trust is permissions.PodTrust.
	RoleArn pulumi.StringInput `pulumi:"roleArn"`
}

// Snapshots are those of etcd, and the objects by which servers agree.
type Snapshots struct {
	// Schedule is a cron expression in UTC. Empty takes every six hours.
	Schedule string `pulumi:"schedule,optional"`
	// Retention is the number of scheduled snapshots to keep for each server. Zero takes 28, a week of the usual schedule.
	Retention int `pulumi:"retention,optional"`
	// DeletedForDays is how long a deleted snapshot can be brought back. Zero takes 30.
	DeletedForDays int `pulumi:"deletedForDays,optional"`
	// AlarmAfterHours is how old the newest snapshot may be. Zero takes 13, a bit more than two of the usual schedule.
	AlarmAfterHours int `pulumi:"alarmAfterHours,optional"`
}

// APIClient may open connections to the Kubernetes API. Exactly one field is set.
type APIClient struct {
	// CidrBlock is a private IPv4 range.
	CidrBlock string `pulumi:"cidrBlock,optional"`
	// SecurityGroupID is a security group whose members are admitted.
	SecurityGroupID pulumi.StringInput `pulumi:"securityGroupId,optional"`
}

// EgressRange is a private range that nodes and pods may open connections to.
type EgressRange struct {
	// CidrBlock is a private IPv4 range. Required.
	CidrBlock string `pulumi:"cidrBlock"`
	// Protocol is "tcp" or "udp". Empty takes tcp.
	Protocol string `pulumi:"protocol,optional"`
	// FromPort and ToPort bound the ports, both included. ToPort zero takes FromPort. FromPort is required.
	FromPort int `pulumi:"fromPort"`
	// ToPort is the last port; zero takes FromPort.
	ToPort int `pulumi:"toPort,optional"`
}
