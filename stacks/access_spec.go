package stacks

import (
	"github.com/cloudgap/cloudgap/components/access"
	"github.com/cloudgap/cloudgap/components/access/edge"
	"github.com/cloudgap/cloudgap/components/access/zerotrust"
)

// ZeroTrustSpec describes how people and pipelines get into the environment: where the connectors are, and who gets to what from
// which devices.
type ZeroTrustSpec struct {
	// Placement is where the connectors are and what stands between them and the environment. accessVpc: a VPC of their own, peered.
	// privateLink: a VPC of their own, hosts by VPC Lattice, no route. connectorSubnet: subnets of the environment's VPC;
	// transitGateway: a VPC of their own at a hub; the component warns of these two, and the policy pack refuses them without
	// waivers. Default: accessVpc.
	Placement access.Placement `json:"placement,omitempty"`
	// CidrBlock is the private IPv4 block of the access VPC, /20 to /24, apart from the environment's. Changing it replaces the
	// VPC. Required, except with connectorSubnet, which has no such VPC.
	CidrBlock string `json:"cidrBlock,omitempty"`
	// AvailabilityZones are those of the access VPC. Default: the network's.
	AvailabilityZones []string `json:"availabilityZones,omitempty" jsonschema:"minItems=2,maxItems=6"`
	// PrivateLink names the hosts that connectors reach; with placement privateLink only. Default: the clusters of the applications.
	PrivateLink *PrivateLinkSpec `json:"privateLink,omitempty"`
	// ConnectorSubnets are the subnets to make in the environment's VPC; with placement connectorSubnet, and with it only.
	ConnectorSubnets *ConnectorSubnetsSpec `json:"connectorSubnets,omitempty"`
	// TransitGatewayID is the hub that the environment's VPC is attached to already; with placement transitGateway, and with it only.
	TransitGatewayID string `json:"transitGatewayId,omitempty" jsonschema:"pattern=^tgw-[0-9a-f]{8\\,17}$"`
	// EdgeRegion is the part of Cloudflare's edge that connectors dial. Default: global.
	EdgeRegion edge.Region `json:"edgeRegion,omitempty"`
	// EdgeFamily is the Internet Protocol that connectors dial the edge with. Default: 6, which needs no public IPv4 address; 4 with
	// connectorSubnet, because the environment's VPC has no IPv6.
	EdgeFamily edge.Family `json:"edgeFamily,omitempty" jsonschema:"enum=4,enum=6"`
	// Connectors are the hosts that dial out.
	Connectors ConnectorsSpec `json:"connectors"`
	// BreakGlassPrincipals are the ARNs of IAM users or roles that get in without Cloudflare, with multi-factor authentication.
	BreakGlassPrincipals []string `json:"breakGlassPrincipals" jsonschema:"minItems=1"`
	// AlarmTopicArn is the SNS topic that is told of alarms and sessions. Default: one of the environment's own.
	AlarmTopicArn string `json:"alarmTopicArn,omitempty" jsonschema:"pattern=^arn:aws[a-z-]*:sns:"`
	// LogRetentionDays is how long logs of connectors and sessions are kept.
	LogRetentionDays int `json:"logRetentionDays"`
	// PrivateZones are the Route 53 private hosted zones that people can resolve, by a stable key: the names of web applications, for
	// example. They are associated with the access VPC; with connectorSubnet, zones of yours have to be with the environment's VPC
	// already. Default: none; the private endpoint of EKS needs none, and the zone that the RKE2 cluster makes is added.
	PrivateZones map[string]PrivateZoneSpec `json:"privateZones,omitempty"`
	// Cloudflare is who gets in, to what, from which devices.
	Cloudflare CloudflareSpec `json:"cloudflare"`
	// Protect makes Pulumi refuse to delete or replace the tunnel and the key.
	Protect bool `json:"protect"`
}

// PrivateLinkSpec are hosts that connectors reach one by one. The resource gateway stands in the subnets of the tier endpoints.
type PrivateLinkSpec struct {
	// Resources are the hosts by the key of the application that they belong to. Default, for kubernetes: the API of the cluster.
	Resources map[string]PrivateResourceSpec `json:"resources,omitempty"`
}

// PrivateResourceSpec is a host of the environment. Exactly one of its fields is set.
type PrivateResourceSpec struct {
	// DomainName is a name that resolves publicly, such as that of an internal load balancer.
	DomainName string `json:"domainName,omitempty"`
	// IPAddress is a private IPv4 address.
	IPAddress string `json:"ipAddress,omitempty"`
}

// ConnectorSubnetsSpec are subnets for connectors in the environment's VPC.
type ConnectorSubnetsSpec struct {
	// CidrBlocks are free blocks of the VPC, /28 or wider, by availability zone name.
	CidrBlocks map[string]string `json:"cidrBlocks"`
	// GatewayCidrBlocks are free blocks for the NAT gateways, by the same zones.
	GatewayCidrBlocks map[string]string `json:"gatewayCidrBlocks"`
}

// ConnectorsSpec are the hosts that run cloudflared.
type ConnectorsSpec struct {
	// Replicas is how many there are, 2 to 25. Default: one for each zone.
	Replicas int `json:"replicas,omitempty" jsonschema:"minimum=2,maximum=25"`
	// InstanceType is the EC2 instance type. Default: c7g.large.
	InstanceType string `json:"instanceType,omitempty"`
	// AmiID is an image of Amazon Linux 2023.
	AmiID string `json:"amiId" jsonschema:"pattern=^ami-[0-9a-f]{8\\,17}$"`
	// CloudflaredVersion is the version of cloudflared in the image or in the packages.
	CloudflaredVersion string `json:"cloudflaredVersion"`
	// Packages are RPMs that are installed from S3 on the first boot. Default: the image holds everything.
	Packages []PackageSpec `json:"packages,omitempty"`
	// PackageKeyArn is the KMS key that encrypts the packages. Default: a key of Amazon S3.
	PackageKeyArn string `json:"packageKeyArn,omitempty" jsonschema:"pattern=^arn:aws[a-z-]*:kms:"`
}

// PackageSpec is an RPM in S3.
type PackageSpec struct {
	// Bucket is the bucket's name.
	Bucket string `json:"bucket"`
	// Key is the object's key.
	Key string `json:"key"`
	// SHA256 is the hash of the file.
	SHA256 string `json:"sha256" jsonschema:"pattern=^[0-9a-f]{64}$"`
}

// PrivateZoneSpec is a private hosted zone.
type PrivateZoneSpec struct {
	// ZoneID is the id of a zone of yours. Default: the stack makes the zone, for the environment's VPC.
	ZoneID string `json:"zoneId,omitempty"`
	// Name is the zone's domain, for example "dev.corp.example".
	Name string `json:"name"`
}

// CloudflareSpec is who gets in, to what, from which devices.
type CloudflareSpec struct {
	// AccountID is the Cloudflare account.
	AccountID string `json:"accountId" jsonschema:"pattern=^[0-9a-f]{32}$"`
	// ZoneID is the Cloudflare zone that public names are made in. Required with a publicHostname, and with it only.
	ZoneID string `json:"zoneId,omitempty" jsonschema:"pattern=^[0-9a-f]{32}$"`
	// TeamName is the organisation's name in "<team>.cloudflareaccess.com".
	TeamName string `json:"teamName"`
	// Precedence is where the environment's policies begin in the account's order: a multiple of 1000, different for each
	// environment.
	Precedence int `json:"precedence" jsonschema:"minimum=1000"`
	// Personas are the kinds of people that get in, by a stable key.
	Personas map[string]PersonaSpec `json:"personas" jsonschema:"minProperties=1"`
	// Posture are the checks that a device passes before anybody gets in, by a stable key.
	Posture map[string]PostureSpec `json:"posture" jsonschema:"minProperties=1"`
	// Applications are what personas reach, by a stable key.
	Applications map[string]ApplicationSpec `json:"applications" jsonschema:"minProperties=1"`
	// ServiceTokens are credentials for pipelines, by a stable key. Default: none.
	ServiceTokens map[string]ServiceTokenSpec `json:"serviceTokens,omitempty"`
	// Session is how long a sign-in lasts, at most "8h". Default: 8h.
	Session string `json:"session,omitempty"`
	// RequireGatewayProxy looks at the account's Gateway settings and refuses to make routes while Gateway does not proxy TCP and UDP,
	// without which no policy applies. Default: not looked at.
	RequireGatewayProxy bool `json:"requireGatewayProxy,omitempty"`
	// RequireOrganization looks at the account's Access organisation and refuses to make routes while it is another than TeamName's or
	// its sign-in outlives Session. Default: not looked at.
	RequireOrganization bool `json:"requireOrganization,omitempty"`
	// Logpush sends logs to S3, by data set. The first deployment asks for proof of who owns the bucket, and the deployment after
	// cloudgap:logpushTokens holds the proof sends logs. Default: none.
	Logpush map[zerotrust.Dataset]LogpushSpec `json:"logpush,omitempty"`
	// NotifyEmails are told when the tunnel is ill, a service token ends or logs are not delivered. Default: nobody is.
	NotifyEmails []string `json:"notifyEmails,omitempty"`
}

// PersonaSpec is a kind of people with the same reach.
type PersonaSpec struct {
	// Emails are single people.
	Emails []string `json:"emails,omitempty"`
	// Groups are groups of an identity provider.
	Groups []IdentityGroupSpec `json:"groups,omitempty"`
	// Applications are the keys of what they reach.
	Applications []string `json:"applications" jsonschema:"minItems=1"`
}

// IdentityGroupSpec is one group of an identity provider.
type IdentityGroupSpec struct {
	// Provider is the kind of the identity provider.
	Provider zerotrust.IdentityProvider `json:"provider"`
	// IdentityProviderID is the provider's id in Cloudflare.
	IdentityProviderID string `json:"identityProviderId"`
	// Name is the group's name, or its id with Entra ID.
	Name string `json:"name"`
	// Attribute is the SAML attribute that holds the group; with SAML only.
	Attribute string `json:"attribute,omitempty"`
}

// PostureSpec is something that is checked on a device.
type PostureSpec struct {
	// Type is the kind of check.
	Type zerotrust.PostureType `json:"type"`
	// Platforms are the platforms that it is made on; devices of others fail it.
	Platforms []zerotrust.Platform `json:"platforms" jsonschema:"minItems=1"`
	// Version is the oldest version allowed, by platform; with os_version only.
	Version map[zerotrust.Platform]string `json:"version,omitempty"`
}

// ApplicationSpec is something inside the environment.
type ApplicationSpec struct {
	// Kind is what it is: kubernetes, web, or infrastructure for anything else but SSH, such as a database.
	Kind zerotrust.ApplicationKind `json:"kind"`
	// Cluster is the cluster of a kubernetes application: eks or rke2. Default: eks.
	Cluster ClusterKind `json:"cluster,omitempty" jsonschema:"enum=eks,enum=rke2"`
	// Cidrs are its addresses. Default, for kubernetes: the subnets of the control plane of EKS, those of the servers of RKE2; with
	// privateLink, the access VPC, where its endpoint is.
	Cidrs []string `json:"cidrs,omitempty"`
	// Ports are its ports. Default: 443 for kubernetes and web, 6443 for RKE2.
	Ports []int `json:"ports,omitempty"`
	// Hostnames are the names that a web application answers to.
	Hostnames []string `json:"hostnames,omitempty"`
	// PublicHostname is a name in the zone of zoneId under which a web application is also reached without WARP; Access alone decides
	// then. Default: no public name.
	PublicHostname string `json:"publicHostname,omitempty"`
	// AskAccess makes Access ask for identity and posture once more, with a session and a log of the application's own. Always so for
	// web. Default: Gateway decides alone. Not with serviceTokens.
	AskAccess bool `json:"askAccess,omitempty"`
	// ServiceTokens are the keys of the service tokens that may use it. Default: none.
	ServiceTokens []string `json:"serviceTokens,omitempty"`
}

// ClusterKind is the kind of cluster that an application leads to.
type ClusterKind string

// The kinds of clusters.
const (
	// ClusterEks is the environment's EKS cluster.
	ClusterEks ClusterKind = "eks"
	// ClusterRke2 is the environment's RKE2 cluster. A zone of yours that its name is in belongs in PrivateZones.
	ClusterRke2 ClusterKind = "rke2"
)

// ServiceTokenSpec is a credential for a pipeline.
type ServiceTokenSpec struct {
	// Duration is how long it is valid. Default: a year.
	Duration zerotrust.TokenDuration `json:"duration,omitempty"`
}

// LogpushSpec is where the logs of one data set go.
type LogpushSpec struct {
	// Bucket is the name of an S3 bucket.
	Bucket string `json:"bucket"`
	// Region is the bucket's region.
	Region string `json:"region"`
	// Prefix is the folder in the bucket. Default: the data set's name.
	Prefix string `json:"prefix,omitempty"`
}
