package access

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/cloudgap/cloudgap/components/access/edge"
	"github.com/cloudgap/cloudgap/components/access/zerotrust"
	"github.com/cloudgap/cloudgap/components/endpoints"
)

// ZeroTrustAccessArgs describes how people and pipelines get into a private VPC. Plain Go values decide which resources
// exist; inputs only flow through.
type ZeroTrustAccessArgs struct {
	// Region is the AWS Region of the provider, for example "eu-central-1". Required.
	Region string `pulumi:"region"`
	// Placement is where the connectors are. Empty takes PlacementAccessVpc.
	Placement Placement `pulumi:"placement,optional"`
	// Workload is the VPC that people get into. Required.
	Workload Workload `pulumi:"workload"`
	// AccessVpc is the VPC of the connectors. Required, except with PlacementConnectorSubnet, which has none.
	AccessVpc *AccessVpcArgs `pulumi:"accessVpc,optional"`
	// PrivateLink are the resources of the workload VPC that the access VPC reaches one by one. Required with
	// PlacementPrivateLink, and with it only.
	PrivateLink *PrivateLinkArgs `pulumi:"privateLink,optional"`
	// ConnectorSubnets are the subnets to make in the workload VPC. Required with PlacementConnectorSubnet, and with it only.
	ConnectorSubnets *ConnectorSubnetsArgs `pulumi:"connectorSubnets,optional"`
	// TransitGateway is the hub between the two VPCs. Required with PlacementTransitGateway, and with it only.
	TransitGateway *TransitGatewayArgs `pulumi:"transitGateway,optional"`
	// EdgeRegion is the part of Cloudflare's edge that connectors dial. Empty takes edge.Global.
	EdgeRegion edge.Region `pulumi:"edgeRegion,optional"`
	// EdgeFamily is the Internet Protocol that connectors dial the edge with. Zero takes edge.IPv6, which needs an
	// egress-only gateway and no public IPv4 address; edge.IPv4 needs a NAT gateway in each zone.
	EdgeFamily edge.Family `pulumi:"edgeFamily,optional"`
	// Connectors are the hosts that dial out. Required.
	Connectors ConnectorsArgs `pulumi:"connectors"`
	// Cloudflare is who gets in, to what, from which devices. Required. With PrivateZones, the resolver of the connectors' VPC
	// is added to its Resolvers.
	Cloudflare zerotrust.Args `pulumi:"cloudflare"`
	// PrivateZones are the Route 53 private hosted zones that the access VPC answers, by a stable key. Nil associates none; the
	// private endpoint of EKS needs none.
	PrivateZones map[string]pulumi.StringInput `pulumi:"privateZones,optional"`
	// PrivateDomains are the domains of PrivateZones, which the DNS Firewall of the access VPC lets through: "corp.example"
	// admits the name, "*.corp.example" those below it. Required with PrivateZones.
	PrivateDomains []string `pulumi:"privateDomains,optional"`
	// Clusters tell users how to reach Kubernetes, by the key of the application that each is. Nil tells how to connect only.
	Clusters map[string]ClusterArgs `pulumi:"clusters,optional"`
	// BreakGlass is the way in without Cloudflare. Required.
	BreakGlass BreakGlass `pulumi:"breakGlass"`
	// AlarmTopicArn is the SNS topic that is told of alarms and of every use of the break-glass way. Its policy must let
	// CloudWatch and EventBridge publish. Nil makes one of the component's own, encrypted.
	AlarmTopicArn pulumi.StringPtrInput `pulumi:"alarmTopicArn,optional"`
	// LogRetentionInDays is how long logs of connectors, sessions, flows and DNS queries are kept. Zero keeps them 365 days.
	LogRetentionInDays int `pulumi:"logRetentionInDays,optional"`
	// KmsKeyArn is the key of the token, the volumes, the logs and the topic. Its policy must let CloudWatch Logs, Auto
	// Scaling, CloudWatch and EventBridge use it. Nil makes one of the component's own, rotated every year.
	KmsKeyArn pulumi.StringPtrInput `pulumi:"kmsKeyArn,optional"`
	// Protect makes Pulumi refuse to delete or replace the tunnel and the key.
	Protect bool `pulumi:"protect,optional"`
	// Tags are put on every child that takes tags.
	Tags pulumi.StringMap `pulumi:"tags,optional"`
}

// Placement is where the connectors are, and with it what stands between them and the workload.
type Placement string

// The placements.
const (
	// PlacementAccessVpc puts connectors into a VPC of their own that is peered with the workload VPC. A peer cannot use
	// gateways of the other, so no route in the workload VPC leads to the internet even by mistake.
	PlacementAccessVpc Placement = "accessVpc"
	// PlacementPrivateLink puts connectors into a VPC of their own that reaches listed hosts and TCP ports of the workload VPC
	// through VPC Lattice, one way and without a route.
	PlacementPrivateLink Placement = "privateLink"
	// PlacementConnectorSubnet puts connectors into subnets of the workload VPC, which then has a gateway. The component warns,
	// and the policy pack refuses it without a waiver.
	PlacementConnectorSubnet Placement = "connectorSubnet"
	// PlacementTransitGateway puts connectors into a VPC of their own that reaches the workload VPC over a transit gateway. The
	// component warns, and the policy pack refuses it without a waiver.
	PlacementTransitGateway Placement = "transitGateway"
)

// Workload is the VPC that people get into.
type Workload struct {
	// VpcID is its id. Required.
	VpcID pulumi.StringInput `pulumi:"vpcId"`
	// Cidrs are its IPv4 blocks, the primary one first. Required.
	Cidrs []string `pulumi:"cidrs"`
	// RouteTables get the one route to the connectors, by a stable key. Required with PlacementAccessVpc and
	// PlacementTransitGateway; with PlacementConnectorSubnet they need none.
	RouteTables map[string]pulumi.StringInput `pulumi:"routeTables,optional"`
	// Endpoints are the VPC endpoints of the workload VPC. Required with PlacementConnectorSubnet, whose connectors use them;
	// the set has to serve what Capabilities returns, and RouteTables of the connectors are not known to it.
	Endpoints *endpoints.EndpointSet
}

// AccessVpcArgs is the VPC of the connectors.
type AccessVpcArgs struct {
	// CidrBlock is its private IPv4 block, /20 to /24, apart from those of the workload VPC. Required. The first half is for
	// connectors.
	CidrBlock string `pulumi:"cidrBlock"`
	// AvailabilityZones are the names of two to six zones. Required.
	AvailabilityZones []string `pulumi:"availabilityZones"`
	// GatewayEndpointRanges are the address ranges of Amazon S3 and DynamoDB in the Region, for the network ACLs. Nil reads
	// them at each deployment from the prefix lists of AWS.
	GatewayEndpointRanges []string `pulumi:"gatewayEndpointRanges,optional"`
	// BlockPublicAccessExclusion exempts this VPC, for traffic that it starts and for no other, from VPC Block Public Access.
	// Needed where the account blocks internet gateways; best is an account of its own for the access VPC.
	BlockPublicAccessExclusion bool `pulumi:"blockPublicAccessExclusion,optional"`
	// Trust is whose principals and resources the endpoint policies admit. The zero value is the calling account.
	Trust endpoints.Trust `pulumi:"trust,optional"`
}

// PrivateLinkArgs are the resources that the access VPC reaches.
type PrivateLinkArgs struct {
	// Subnets hold the resource gateway in the workload VPC, by availability zone name. Required.
	Subnets map[string]pulumi.StringInput `pulumi:"subnets"`
	// Resources are the hosts by the key of the application that they belong to. Required, one for each application.
	Resources map[string]PrivateResource `pulumi:"resources"`
}

// PrivateResource is a host of the workload VPC. Exactly one of DomainName and IPAddress is set.
type PrivateResource struct {
	// DomainName is a name that resolves publicly, such as the endpoint of an EKS cluster or of an internal load balancer.
	DomainName pulumi.StringInput `pulumi:"domainName,optional"`
	// IPAddress is a private IPv4 address.
	IPAddress string `pulumi:"ipAddress,optional"`
}

// ConnectorSubnetsArgs are subnets for connectors in the workload VPC.
type ConnectorSubnetsArgs struct {
	// CidrBlocks are free blocks of the workload VPC, /28 or wider, by availability zone name. Required, in at least two zones.
	CidrBlocks map[string]string `pulumi:"cidrBlocks"`
	// Ipv6CidrBlock is the IPv6 block of the workload VPC, which has to have one. Required with edge.IPv6, and with it only. A
	// ZeroEgressVpc has none: use edge.IPv4 with it.
	Ipv6CidrBlock pulumi.StringInput `pulumi:"ipv6CidrBlock,optional"`
	// GatewayCidrBlocks are free blocks for the NAT gateways by the same zones. Required with edge.IPv4, and with it only.
	GatewayCidrBlocks map[string]string `pulumi:"gatewayCidrBlocks,optional"`
}

// TransitGatewayArgs is the hub between access VPC and workload VPC. The workload VPC is attached to it already.
type TransitGatewayArgs struct {
	// TransitGatewayID is its id. Required.
	TransitGatewayID pulumi.StringInput `pulumi:"transitGatewayId"`
}

// ConnectorsArgs are the hosts that run cloudflared.
type ConnectorsArgs struct {
	// Replicas is how many there are, 2 to 25: Cloudflare takes 100 connections for a tunnel, four from each. Zero takes one
	// for each zone.
	Replicas int `pulumi:"replicas,optional"`
	// InstanceType is the EC2 instance type, of the architecture of AmiID. Empty takes c7g.large.
	InstanceType string `pulumi:"instanceType,optional"`
	// AmiID is an image of Amazon Linux 2023. Required. It holds cloudflared and the CloudWatch agent, or Packages do.
	AmiID pulumi.StringInput `pulumi:"amiId"`
	// CloudflaredVersion is the version in the image or in Packages, for example "2026.8.2". Required: the unit's flags need
	// 2026.7.2 or newer.
	CloudflaredVersion string `pulumi:"cloudflaredVersion"`
	// Packages are RPMs of cloudflared and of the CloudWatch agent, installed from S3 on the first boot. Nil installs nothing. Not
	// with PlacementConnectorSubnet, whose connectors have no way to S3.
	Packages []PackageArgs `pulumi:"packages,optional"`
	// PackageKeyArn is the key that encrypts the objects of Packages. Nil is for buckets with keys of Amazon S3.
	PackageKeyArn pulumi.StringInput `pulumi:"packageKeyArn,optional"`
}

// PackageArgs is an RPM in S3.
type PackageArgs struct {
	// Bucket is the bucket's name. Required.
	Bucket string `pulumi:"bucket"`
	// Key is the object's key. Required.
	Key string `pulumi:"key"`
	// SHA256 is the hash of the file, 64 lower-case hex digits. Required.
	SHA256 string `pulumi:"sha256"`
}

// BreakGlass is the way in without Cloudflare: Session Manager to a connector, recorded and alarmed.
type BreakGlass struct {
	// Principals are the ARNs of IAM users or roles that may take the break-glass role, with multi-factor authentication.
	// Required. Sessions of IAM Identity Center carry no sign of it and are refused, which suits an emergency without it.
	Principals []string `pulumi:"principals"`
}

// ClusterArgs is a Kubernetes API that people reach. Exactly one of EksName and Endpoint is set.
type ClusterArgs struct {
	// EksName is the name of an EKS cluster with a private endpoint.
	EksName pulumi.StringInput `pulumi:"eksName,optional"`
	// Endpoint is the private name of another cluster's API, such as the endpoint of an RKE2 control plane, with its port:
	// "rke2.corp.example:6443". Its domain belongs in PrivateDomains and in PrivateZones of Cloudflare.
	Endpoint string `pulumi:"endpoint,optional"`
}
