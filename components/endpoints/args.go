package endpoints

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/cloudgap/cloudgap/components/endpoints/capability"
	"github.com/cloudgap/cloudgap/components/endpoints/catalog"
	"github.com/cloudgap/cloudgap/components/endpoints/policy"
)

// EndpointSetArgs says what the workloads of a VPC do and where their endpoints stand. Plain Go values decide which
// resources exist; inputs only flow through.
type EndpointSetArgs struct {
	// Region is the AWS region of the VPC, for example "eu-central-1". Required: service names, private DNS names and
	// regional gaps follow from it.
	Region string `pulumi:"region"`
	// VpcID is the VPC that the endpoints belong to. Required.
	VpcID pulumi.StringInput `pulumi:"vpcId"`
	// Subnets holds one subnet id for each availability zone name, for example "eu-central-1a"; every interface endpoint
	// gets a network interface in each of them that offers the service. Required as soon as the set has an interface
	// endpoint.
	Subnets map[string]pulumi.StringInput `pulumi:"subnets,optional"`
	// ZoneIDs maps availability zone names to the zone ids of this account, for example "us-east-1e": "use1-az3". Needed
	// only for services that the catalog knows to be missing from some zones of the region.
	ZoneIDs map[string]string `pulumi:"zoneIds,optional"`
	// Zones overrides, service by service, the zone names that an interface endpoint uses.
	Zones map[catalog.Service][]string `pulumi:"zones,optional"`
	// RouteTables holds the ids of the route tables that receive the routes of the gateway endpoints, by a stable key.
	// Required: without a route the S3 gateway endpoint is out of reach.
	RouteTables map[string]pulumi.StringInput `pulumi:"routeTables"`
	// IngressCidrs are the private IPv4 ranges that may reach the interface endpoints, such as the VPC's own, its
	// secondary pod range, or those of the workload VPCs behind a central set.
	IngressCidrs []string `pulumi:"ingressCidrs,optional"`
	// IngressSecurityGroups are the security groups whose members may reach the interface endpoints, by a stable key.
	IngressSecurityGroups map[string]pulumi.StringInput `pulumi:"ingressSecurityGroups,optional"`
	// Capabilities is what the workloads do; the services follow from it. Unknown ones are refused.
	Capabilities []capability.Capability `pulumi:"capabilities,optional"`
	// ExtraServices adds services that no capability asks for. Unknown ones and those without PrivateLink are refused.
	ExtraServices []catalog.Service `pulumi:"extraServices,optional"`
	// Trust is whose principals and resources the endpoint policies admit. The zero value is the calling account.
	Trust Trust `pulumi:"trust,optional"`
	// Buckets is the allow-list of the S3 gateway endpoint, by a stable key. The buckets that AWS owns and that the
	// capabilities need are added to it.
	Buckets map[string]Bucket `pulumi:"buckets,optional"`
	// Repositories is what may be done with the trusted ECR repositories by repository prefix, for example
	// "platform/": policy.ReadWrite. The empty prefix is every repository. Default: every repository read-only.
	Repositories map[string]policy.Access `pulumi:"repositories,optional"`
	// AddOnRegistryAccount is the account of the region's EKS add-on registry. Default: the one that AWS publishes for the
	// region; a region without a published one is refused when a capability pulls add-on images.
	AddOnRegistryAccount string `pulumi:"addOnRegistryAccount,optional"`
	// Fragments are further policy statements that other components need.
	Fragments []Fragment `pulumi:"fragments,optional"`
	// IPAddressType is the address family of the interface endpoints. Default: IPv4.
	IPAddressType IPAddressType `pulumi:"ipAddressType,optional"`
	// ReservedDNSNames are domain names that another private hosted zone or endpoint of the VPC answers already; an
	// endpoint with the same private DNS name is refused before anything is created.
	ReservedDNSNames []string `pulumi:"reservedDnsNames,optional"`
	// Central makes this set the central one, whose interface endpoints serve other VPCs. Default: local use only.
	Central *Central `pulumi:"central,optional"`
	// UseCentralEndpoints takes interface endpoints from a central set. Services that it does not offer, and the gateway
	// endpoints, are made locally. Default: everything is made locally.
	UseCentralEndpoints *UseCentralEndpoints `pulumi:"useCentralEndpoints,optional"`
	// Tags are put on every child that takes tags.
	Tags pulumi.StringMap `pulumi:"tags,optional"`
}

// Trust says whose principals may use the endpoints, and for whose resources.
type Trust struct {
	// AccountID is the twelve-digit id of the trusted account. Default: the account of the caller.
	AccountID pulumi.StringInput `pulumi:"accountId,optional"`
	// OrganizationID trusts a whole AWS organization, for example "o-a1b2c3d4e5", instead of one account. Not together
	// with AccountID.
	OrganizationID pulumi.StringInput `pulumi:"organizationId,optional"`
}

// Bucket is one S3 bucket of the allow-list.
type Bucket struct {
	// Name is the bucket's name. Required. It has to be known in a preview, or the policy pack cannot judge the endpoint's policy and
	// refuses it: give a bucket that the same deployment makes a name of your own.
	Name pulumi.StringInput `pulumi:"name"`
	// Access is what may be done with its objects. Default: read only.
	Access policy.Access `pulumi:"access,optional"`
	// Prefixes limits the access to objects whose keys begin with one of them. Default: every object.
	Prefixes []string `pulumi:"prefixes,optional"`
}

// Fragment is a policy statement that a component contributes: what it needs from which service, on behalf of a trusted
// principal.
type Fragment struct {
	// Service is the service whose endpoint policy takes the statement. Required, and part of the set.
	Service catalog.Service `pulumi:"service"`
	// Name becomes the statement's Sid; letters and digits only. Fragments that can be one statement are merged. Required.
	Name string `pulumi:"name"`
	// Actions are IAM actions, for example "s3:GetObject". Required; "*" is refused.
	Actions []string `pulumi:"actions"`
	// Resources are the ARNs concerned. Required.
	Resources pulumi.StringArrayInput `pulumi:"resources"`
	// Principals limits the statement to these role ARNs. Default: every trusted principal.
	Principals pulumi.StringArrayInput `pulumi:"principals,optional"`
	// ResourceAccounts admits resources of these accounts, for example a log archive. Default: those of the trusted account
	// or organization.
	ResourceAccounts []string `pulumi:"resourceAccounts,optional"`
}

// IPAddressType is the address family of an interface endpoint.
type IPAddressType string

// Address families of interface endpoints.
const (
	// IPv4 gives each network interface a private IPv4 address.
	IPv4 IPAddressType = "ipv4"
	// DualStack gives each network interface a private IPv4 and an IPv6 address; the subnets need both ranges.
	DualStack IPAddressType = "dualstack"
	// IPv6 gives each network interface an IPv6 address only.
	IPv6 IPAddressType = "ipv6"
)

// Central makes an EndpointSet the hub whose interface endpoints other VPCs use: private DNS of the endpoints is off and
// private hosted zones with alias records answer instead.
type Central struct {
	// ZoneVpcs are the VPCs of other accounts or of this one that are authorised to associate the hosted zones, by a
	// stable key.
	ZoneVpcs map[string]ZoneVpc `pulumi:"zoneVpcs,optional"`
	// Profile puts the hosted zones into a Route 53 Profile and shares it. Default: no profile.
	Profile *Profile `pulumi:"profile,optional"`
}

// ZoneVpc is a VPC that may associate the hosted zones of a central set.
type ZoneVpc struct {
	// VpcID is the VPC's id. Required.
	VpcID pulumi.StringInput `pulumi:"vpcId"`
	// Region is the VPC's region. Default: the region of the central set.
	Region string `pulumi:"region,optional"`
}

// Profile is a Route 53 Profile that carries the hosted zones of a central set to other VPCs.
type Profile struct {
	// Principals are the account ids or organization ARNs that the profile is shared with through RAM, by a stable key.
	// Default: the profile stays in its own account.
	Principals map[string]pulumi.StringInput `pulumi:"principals,optional"`
}

// UseCentralEndpoints is the consumer's side of a central EndpointSet. Either ProfileID or ZoneIDs is required.
type UseCentralEndpoints struct {
	// Services are what the central set offers. Required.
	Services []catalog.Service `pulumi:"services"`
	// Cidrs are the private IPv4 ranges of the central endpoints' subnets, for egress rules. Required.
	Cidrs []string `pulumi:"cidrs"`
	// ProfileID is the Route 53 Profile that the VPC is associated with; a VPC can have one only.
	ProfileID pulumi.StringInput `pulumi:"profileId,optional"`
	// ZoneIDs are the hosted zones that the VPC is associated with, by domain name as in EndpointSet.ZoneIDs.
	ZoneIDs map[string]pulumi.StringInput `pulumi:"zoneIds,optional"`
}
