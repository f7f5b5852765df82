package network

import "github.com/pulumi/pulumi/sdk/v3/go/pulumi"

// ZeroEgressVpcArgs describes a VPC without a path to the internet. Either CidrBlock and AvailabilityZones describe one
// to create, or Existing names one to adopt; the fields that belong to creation are rejected beside Existing.
type ZeroEgressVpcArgs struct {
	// Region is the AWS Region of the provider, for example "eu-central-1". It decides the names of availability zones,
	// service domains and ARNs. Required.
	Region string `pulumi:"region"`
	// CidrBlock is the VPC's primary IPv4 block: private (RFC 1918 or 100.64.0.0/10) and between /16 and /24. Required
	// unless Existing is set. Changing it replaces the VPC.
	CidrBlock string `pulumi:"cidrBlock,optional"`
	// AvailabilityZones selects two to six zones, by name or by count. Required unless Existing is set.
	AvailabilityZones AvailabilityZones `pulumi:"availabilityZones,optional"`
	// Tiers are the groups of subnets to make in CidrBlock. Nil makes nodes, controlPlane and endpoints. The pods tier is
	// not listed here: PodCidrBlock makes it. Adding a tier never moves the subnets of another one.
	Tiers map[Tier]TierArgs `pulumi:"tiers,optional"`
	// PodCidrBlock is a secondary block for pods, in 100.64.0.0/10 and between /16 and /24. Empty makes no pods tier.
	PodCidrBlock string `pulumi:"podCidrBlock,optional"`
	// PodSubnetTags are put on the subnets of the pods tier only.
	PodSubnetTags pulumi.StringMap `pulumi:"podSubnetTags,optional"`
	// PrivateRanges are the private networks beyond the VPC, such as a hub or a data centre, with which the tiers may
	// exchange packets once a route exists. The network ACLs admit them. Nil admits the VPC's own blocks only. A public
	// range is rejected.
	PrivateRanges []string `pulumi:"privateRanges,optional"`
	// GatewayEndpointRanges are the address ranges of Amazon S3 and DynamoDB in the Region. Network ACLs cannot refer to
	// a prefix list, so the ranges are written out: HTTPS to them and the answers are admitted in the tiers that run
	// workloads. Nil reads them at each deployment from the AWS-managed prefix lists of the Region; an empty list admits
	// none, which suits a VPC without gateway endpoints.
	GatewayEndpointRanges []string `pulumi:"gatewayEndpointRanges,optional"`
	// DhcpOptions tunes what instances learn by DHCP. Nil gives the Amazon-provided resolver, the Region's default
	// internal domain and the Amazon Time Sync Service.
	DhcpOptions *DhcpOptionsArgs `pulumi:"dhcpOptions,optional"`
	// FlowLogs tunes the VPC flow logs. Nil logs all traffic every 60 seconds and keeps it for a year; beside Existing,
	// nil makes no flow log because the owner of the VPC is expected to have one.
	FlowLogs *FlowLogsArgs `pulumi:"flowLogs,optional"`
	// DnsFirewall tunes the DNS Firewall. Nil answers the names of AWS services in the Region and of the VPC itself, and
	// blocks the rest; beside Existing, nil leaves the DNS of the VPC alone.
	DnsFirewall *DnsFirewallArgs `pulumi:"dnsFirewall,optional"`
	// QueryLog tunes the log of DNS queries. Nil logs every query and keeps it for a year; beside Existing, nil makes no
	// query log.
	QueryLog *QueryLogArgs `pulumi:"queryLog,optional"`
	// KmsKeyArn is the key that encrypts the log groups. Its policy must let CloudWatch Logs use it. Nil makes a key of
	// the component's own, rotated every year.
	KmsKeyArn pulumi.StringPtrInput `pulumi:"kmsKeyArn,optional"`
	// BlockPublicAccess is BlockPublicAccessBidirectional to switch on VPC Block Public Access, which acts on every VPC
	// of the account in the Region, this one and all others. Empty leaves the account's setting alone. Only one component
	// per account and Region can own the setting.
	BlockPublicAccess BlockPublicAccess `pulumi:"blockPublicAccess,optional"`
	// Existing adopts a VPC, its subnets and their route tables instead of creating them. Nil creates.
	Existing *ExistingVpc `pulumi:"existing,optional"`
	// Tags are put on every child that can be tagged. A Name given here replaces the name of each child.
	Tags pulumi.StringMap `pulumi:"tags,optional"`
}

// AvailabilityZones selects zones by Names or by Count, not both.
type AvailabilityZones struct {
	// Names are zone names of the Region, for example "eu-central-1a". Local Zones and Wavelength Zones are rejected.
	// Prefer names for long-lived environments: they cannot change when AWS opens a zone.
	Names []string `pulumi:"names,optional"`
	// Count takes the first zones, in the order of their names, that are available to the account without opting in.
	Count int `pulumi:"count,optional"`
}

// TierArgs tunes one tier. The zero value is the tier's default.
type TierArgs struct {
	// PrefixLength is the size of each subnet, for example 24. Zero takes the tier's default. A subnet cannot be wider
	// than its slot in the CIDR plan. Changing it replaces the tier's subnets and no others.
	PrefixLength int `pulumi:"prefixLength,optional"`
	// SubnetTags are put on the subnets of this tier only, for example "karpenter.sh/discovery".
	SubnetTags pulumi.StringMap `pulumi:"subnetTags,optional"`
}

// DhcpOptionsArgs tunes the DHCP options. The resolver is always the Amazon-provided one: any other would bypass the DNS
// Firewall and the query log.
type DhcpOptionsArgs struct {
	// DomainName is the search domain. Empty takes the Region's default, for example "eu-central-1.compute.internal".
	DomainName string `pulumi:"domainName,optional"`
	// NtpServers are up to four private IPv4 addresses. Nil takes the Amazon Time Sync Service at 169.254.169.123, which
	// needs no route.
	NtpServers []string `pulumi:"ntpServers,optional"`
}

// FlowLogsArgs tunes the flow logs.
type FlowLogsArgs struct {
	// Omit leaves the flow logs out, for accounts in which something else makes them.
	Omit bool `pulumi:"omit,optional"`
	// RetentionInDays is how long records are kept, one of the periods that CloudWatch Logs offers. Zero keeps 365 days.
	RetentionInDays int `pulumi:"retentionInDays,optional"`
	// TrafficType is "ALL", "ACCEPT" or "REJECT". Empty logs all.
	TrafficType string `pulumi:"trafficType,optional"`
}

// DnsFirewallArgs tunes the DNS Firewall. Names that no list admits are answered with BlockResponse; queries that the
// firewall cannot evaluate are refused.
type DnsFirewallArgs struct {
	// Omit leaves the DNS Firewall out. The resolver then answers public names, which is a way to carry data out.
	Omit bool `pulumi:"omit,optional"`
	// PrivateDomains are further domains to answer, such as the private hosted zones associated with the VPC: "corp.example"
	// admits the name itself, "*.corp.example" the names below it.
	PrivateDomains []string `pulumi:"privateDomains,optional"`
	// AwsDomains replaces the list of AWS service domains that is derived from the Region. Nil takes the derived list.
	AwsDomains []string `pulumi:"awsDomains,optional"`
	// BlockResponse is what a blocked query gets. Empty answers NXDOMAIN, with which every stub resolver goes on to the
	// next search domain.
	BlockResponse BlockResponse `pulumi:"blockResponse,optional"`
	// Priority orders this rule group among those associated with the VPC, lowest first, between 101 and 9899. Zero
	// takes 101, so that nothing decides before it.
	Priority int `pulumi:"priority,optional"`
	// MutationProtection makes AWS refuse to change or remove the association. It has to be switched off in an update of
	// its own before the stack can be destroyed.
	MutationProtection bool `pulumi:"mutationProtection,optional"`
}

// BlockResponse is the answer to a DNS query that the firewall blocks.
type BlockResponse string

// The answers to a blocked query.
const (
	// BlockResponseNxdomain says that the name does not exist.
	BlockResponseNxdomain BlockResponse = "NXDOMAIN"
	// BlockResponseNodata says that the name exists and has no record of the type.
	BlockResponseNodata BlockResponse = "NODATA"
)

// QueryLogArgs tunes the log of DNS queries.
type QueryLogArgs struct {
	// Omit leaves the query log out.
	Omit bool `pulumi:"omit,optional"`
	// RetentionInDays is how long records are kept, one of the periods that CloudWatch Logs offers. Zero keeps 365 days.
	RetentionInDays int `pulumi:"retentionInDays,optional"`
}

// BlockPublicAccess is a mode of VPC Block Public Access.
type BlockPublicAccess string

// BlockPublicAccessBidirectional blocks traffic in both directions through internet gateways and egress-only internet
// gateways of every VPC of the account in the Region.
const BlockPublicAccessBidirectional BlockPublicAccess = "block-bidirectional"

// ExistingVpc names a VPC to adopt. The component creates no network of its own in it, and checks at each deployment
// that the VPC and the subnets are what is said here.
type ExistingVpc struct {
	// VpcID is the id of the VPC. Required.
	VpcID pulumi.StringInput `pulumi:"vpcId"`
	// CidrBlocks are all IPv4 blocks of the VPC, the primary one first. Required.
	CidrBlocks []string `pulumi:"cidrBlocks"`
	// Subnets are the subnets to adopt, by tier and availability zone name. Required.
	Subnets map[Tier]map[string]ExistingSubnet `pulumi:"subnets"`
}

// ExistingSubnet is a subnet to adopt.
type ExistingSubnet struct {
	// SubnetID is the id of the subnet. Required.
	SubnetID pulumi.StringInput `pulumi:"subnetId"`
	// CidrBlock is the subnet's IPv4 block. Required.
	CidrBlock string `pulumi:"cidrBlock"`
	// RouteTableID is the table with which the subnet is explicitly associated. Several subnets may share one. Required.
	RouteTableID pulumi.StringInput `pulumi:"routeTableId"`
}
