package stacks

import (
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/cloudgap/cloudgap/components/access"
	"github.com/cloudgap/cloudgap/components/access/edge"
	"github.com/cloudgap/cloudgap/components/access/zerotrust"
	"github.com/cloudgap/cloudgap/components/endpoints/capability"
)

// place adds what belongs to the placement. What does not belong to it is passed on too, for the component to report.
func (e *Environment) place(args *access.ZeroTrustAccessArgs, vpc handles, reached clusters) {
	spec := e.Access
	inWorkload := spec.Placement == access.PlacementConnectorSubnet
	if !inWorkload || spec.CidrBlock != "" {
		args.AccessVpc = &access.AccessVpcArgs{
			CidrBlock: spec.CidrBlock, AvailabilityZones: spec.AvailabilityZones, GatewayEndpointRanges: e.Network.GatewayEndpointRanges,
			BlockPublicAccessExclusion: e.Network.BlockPublicAccess == BlockPublicAccessBidirectional, Trust: e.trust(),
		}
		if len(spec.AvailabilityZones) == 0 {
			args.AccessVpc.AvailabilityZones = e.Network.AvailabilityZones
		}
	}
	if inWorkload && spec.EdgeFamily == 0 {
		args.EdgeFamily = edge.IPv4
	}
	if own := spec.ConnectorSubnets; own != nil {
		args.ConnectorSubnets = &access.ConnectorSubnetsArgs{CidrBlocks: own.CidrBlocks, GatewayCidrBlocks: own.GatewayCidrBlocks}
	}
	if spec.TransitGatewayID != "" {
		args.TransitGateway = &access.TransitGatewayArgs{TransitGatewayID: pulumi.String(spec.TransitGatewayID)}
	}
	if spec.Placement == access.PlacementPrivateLink || spec.PrivateLink != nil {
		args.PrivateLink = &access.PrivateLinkArgs{Subnets: vpc.subnets, Resources: e.privateResources(reached)}
	}
}

// privateResources are the hosts that the access VPC reaches: those that the spec names, and the APIs of the clusters.
func (e *Environment) privateResources(reached clusters) map[string]access.PrivateResource {
	resources := map[string]access.PrivateResource{}
	for key, a := range e.Access.Cloudflare.Applications {
		switch {
		case a.Kind != zerotrust.Kubernetes:
		case a.Cluster == ClusterRke2:
			resources[key] = access.PrivateResource{DomainName: reached.rke2Host}
		default:
			resources[key] = access.PrivateResource{DomainName: reached.eksHost}
		}
	}
	if e.Access.PrivateLink == nil {
		return resources
	}
	for key, r := range e.Access.PrivateLink.Resources {
		resources[key] = access.PrivateResource{IPAddress: r.IPAddress}
		if r.DomainName != "" {
			resources[key] = access.PrivateResource{DomainName: pulumi.String(r.DomainName), IPAddress: r.IPAddress}
		}
	}
	return resources
}

// connectorClients are the ranges that dial the clusters for people, by a stable key: those of the connectors, or of the resource
// gateway that stands between.
func (e *Environment) connectorClients(vpc handles) map[string]string {
	cidrs := e.connectorCidrs()
	if e.Access != nil && e.Access.Placement == access.PlacementPrivateLink {
		cidrs = vpc.endpointCidrs
	}
	clients := map[string]string{}
	for i, cidr := range cidrs {
		key := connectorsKey
		if i > 0 {
			key = fmt.Sprintf("%s-%d", connectorsKey, i+1)
		}
		clients[key] = cidr
	}
	return clients
}

// accessCapabilities are what connectors in the environment's own VPC need of its endpoints. An access VPC has its own.
func (e *Environment) accessCapabilities() []capability.Capability {
	if e.Access == nil || e.Access.Placement != access.PlacementConnectorSubnet {
		return nil
	}
	return access.Capabilities()
}
