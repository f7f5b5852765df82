// Package stacks is the Pulumi program of cloudgap: it reads the typed spec of an environment from the stack's
// configuration, validates it, and composes the components that it asks for.
package stacks

import (
	"github.com/cloudgap/cloudgap/components/endpoints/capability"
	"github.com/cloudgap/cloudgap/components/endpoints/catalog"
	"github.com/cloudgap/cloudgap/components/endpoints/policy"
	"github.com/cloudgap/cloudgap/components/network"
)

// Spec describes one environment. It stands under cloudgap:spec in Pulumi.<stack>.yaml.
type Spec struct {
	// Environment begins the name of every resource, for example "dev". Renaming it replaces every resource.
	Environment string `json:"environment" jsonschema:"pattern=^[a-z][a-z0-9-]{0\\,15}$"`
	// Tags are put on every resource that takes tags, for example the owner and the cost centre.
	Tags map[string]string `json:"tags,omitempty"`
	// Network describes the VPC.
	Network NetworkSpec `json:"network"`
	// Endpoints describes what the workloads do, and with it the VPC endpoints.
	Endpoints EndpointsSpec `json:"endpoints"`
	// Eks describes the EKS cluster. Default: none.
	Eks *ClusterSpec `json:"eks,omitempty"`
	// Rke2 describes the RKE2 cluster. Default: none.
	Rke2 *Rke2Spec `json:"rke2,omitempty"`
	// Access describes how people and pipelines get in. Default: nobody does.
	Access *ZeroTrustSpec `json:"access,omitempty"`
}

// NetworkSpec describes the VPC of an environment.
type NetworkSpec struct {
	// CidrBlock is the VPC's private IPv4 block, /16 to /24. Changing it replaces the VPC.
	CidrBlock string `json:"cidrBlock"`
	// AvailabilityZones are the names of two to six zones of the region. Adding one never moves the subnets of another.
	AvailabilityZones []string `json:"availabilityZones" jsonschema:"minItems=2,maxItems=6"`
	// Tiers are the groups of subnets, by name: nodes, controlPlane, endpoints, data, transit.
	Tiers map[network.Tier]TierSpec `json:"tiers" jsonschema:"minProperties=1"`
	// PodCidrBlock is a secondary block for pods within 100.64.0.0/10, /16 to /24. Default: pods share the nodes' subnets.
	PodCidrBlock string `json:"podCidrBlock,omitempty"`
	// PrivateRanges are the private networks beyond the VPC that the network ACLs admit, such as a hub or a data centre.
	// Default: the VPC's own blocks only.
	PrivateRanges []string `json:"privateRanges,omitempty"`
	// GatewayEndpointRanges are the address ranges of S3 and DynamoDB in the region, for the network ACLs. Default: read
	// from the prefix lists of AWS at each deployment.
	GatewayEndpointRanges []string `json:"gatewayEndpointRanges,omitempty"`
	// FlowLogRetentionDays is how long flow logs are kept.
	FlowLogRetentionDays int `json:"flowLogRetentionDays"`
	// DNS says which names the VPC can resolve.
	DNS DNSSpec `json:"dns"`
	// BlockPublicAccess is account-wide: "leave-account-setting", or "block-bidirectional" to block internet gateways in
	// every VPC of the account and region. One stack per account and region can own the setting.
	BlockPublicAccess BlockPublicAccess `json:"blockPublicAccess" jsonschema:"enum=leave-account-setting,enum=block-bidirectional"`
}

// BlockPublicAccess is the decision on VPC Block Public Access.
type BlockPublicAccess string

// The decisions on VPC Block Public Access.
const (
	// BlockPublicAccessLeave leaves the setting of the account alone.
	BlockPublicAccessLeave BlockPublicAccess = "leave-account-setting"
	// BlockPublicAccessBidirectional blocks internet gateways in every VPC of the account and region.
	BlockPublicAccessBidirectional BlockPublicAccess = "block-bidirectional"
)

// TierSpec describes one tier of subnets.
type TierSpec struct {
	// PrefixLength is the size of each subnet. Default: the tier's own.
	PrefixLength int `json:"prefixLength,omitempty" jsonschema:"minimum=16,maximum=28"`
}

// DNSSpec says which names the VPC can resolve and how long the queries are kept.
type DNSSpec struct {
	// PrivateDomains are resolved besides those of AWS: "corp.example" admits the name, "*.corp.example" those below it.
	PrivateDomains []string `json:"privateDomains,omitempty"`
	// QueryLogRetentionDays is how long DNS queries are kept.
	QueryLogRetentionDays int `json:"queryLogRetentionDays"`
	// MutationProtection makes AWS refuse to change or remove the DNS Firewall of the VPC.
	MutationProtection bool `json:"mutationProtection,omitempty"`
}

// EndpointsSpec says what the workloads do and whom the endpoint policies trust.
type EndpointsSpec struct {
	// Trust is whose principals and resources the endpoint policies admit: "account", or the id of an AWS organization such
	// as "o-a1b2c3d4e5".
	Trust string `json:"trust" jsonschema:"pattern=^(account|o-[a-z0-9]{10\\,32})$"`
	// Capabilities is what the workloads do; the endpoints follow from it.
	Capabilities []capability.Capability `json:"capabilities,omitempty"`
	// ExtraServices are further services that need an endpoint.
	ExtraServices []catalog.Service `json:"extraServices,omitempty"`
	// Buckets are the S3 buckets that the gateway endpoint lets through, by a stable key. Buckets of AWS that the
	// capabilities need are added.
	Buckets map[string]BucketSpec `json:"buckets,omitempty"`
	// Repositories is what may be done with ECR repositories, by prefix. Default: every repository read-only.
	Repositories map[string]policy.Access `json:"repositories,omitempty"`
}

// BucketSpec is one S3 bucket that the gateway endpoint lets through.
type BucketSpec struct {
	// Name is the bucket's name.
	Name string `json:"name"`
	// Access is what may be done with its objects. Default: read only.
	Access policy.Access `json:"access,omitempty"`
}
