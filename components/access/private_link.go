package access

import (
	"fmt"
	"maps"
	"slices"
	"strconv"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/vpc"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/vpclattice"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/cloudgap/cloudgap/components/internal/secgroup"
	"github.com/cloudgap/cloudgap/components/network"
)

// buildPrivateLink makes the resource gateway in the workload VPC, and for each application a resource configuration with an
// endpoint in the access VPC. No route leads from one VPC to the other.
func (b *builder) buildPrivateLink(h home) error {
	group, err := b.buildGatewayGroup()
	if err != nil {
		return err
	}
	var subnets pulumi.StringArray
	for _, zone := range slices.Sorted(maps.Keys(b.args.PrivateLink.Subnets)) {
		subnets = append(subnets, b.args.PrivateLink.Subnets[zone])
	}
	gateway, err := vpclattice.NewResourceGateway(b.ctx, b.child("resource-gateway"), &vpclattice.ResourceGatewayArgs{
		VpcId: b.args.Workload.VpcID.ToStringOutput(), SubnetIds: subnets, SecurityGroupIds: pulumi.StringArray{group.ID()},
		IpAddressType: pulumi.String("IPV4"), Tags: b.childTags("resource-gateway"),
	}, b.options()...)
	if err != nil {
		return fmt.Errorf("create the resource gateway: %w", err)
	}
	for _, a := range b.plan.applications {
		if err := b.buildResource(h, gateway, a); err != nil {
			return err
		}
	}
	return nil
}

// buildGatewayGroup makes the security group of the resource gateway: out to the applications' ports in the workload VPC, and
// nothing in, because a resource gateway is not dialled.
func (b *builder) buildGatewayGroup() (*ec2.SecurityGroup, error) {
	group, err := ec2.NewSecurityGroup(b.ctx, b.child("resource-gateway"), &ec2.SecurityGroupArgs{
		VpcId: b.args.Workload.VpcID.ToStringOutput(), Description: pulumi.String("Resource gateway: nothing in, out to the applications"),
		Tags: b.childTags("resource-gateway"),
	}, b.options()...)
	if err != nil {
		return nil, fmt.Errorf("create the security group of the resource gateway: %w", err)
	}
	for _, block := range b.plan.workload {
		for _, port := range applicationPorts(b.plan) {
			role := "resource-gateway-egress-" + wordOf(block) + "-" + strconv.Itoa(port)
			rule := secgroup.Rule{Group: group.ID(), Cidr: block.String(), Protocol: "tcp", From: port, To: port, Description: "Applications"}
			if err := secgroup.Egress(b.ctx, b.child(role), rule, b.childTags(role), b.options()...); err != nil {
				return nil, err
			}
		}
	}
	return group, nil
}

// buildResource makes the way to one application.
func (b *builder) buildResource(h home, gateway *vpclattice.ResourceGateway, a applicationPlan) error {
	host := b.args.PrivateLink.Resources[a.key]
	definition := vpclattice.ResourceConfigurationResourceConfigurationDefinitionArgs{}
	if host.DomainName != nil {
		definition.DnsResource = vpclattice.ResourceConfigurationResourceConfigurationDefinitionDnsResourceArgs{
			DomainName: host.DomainName.ToStringOutput(), IpAddressType: pulumi.String("IPV4"),
		}
	} else {
		definition.IpResource = vpclattice.ResourceConfigurationResourceConfigurationDefinitionIpResourceArgs{IpAddress: pulumi.String(host.IPAddress)}
	}
	var ports pulumi.StringArray
	for _, port := range a.ports {
		ports = append(ports, pulumi.String(strconv.Itoa(port)))
	}
	configuration, err := vpclattice.NewResourceConfiguration(b.ctx, b.child("resource-"+a.key), &vpclattice.ResourceConfigurationArgs{
		ResourceGatewayIdentifier: gateway.ID(), ResourceConfigurationDefinition: definition, PortRanges: ports,
		Protocol: pulumi.String("TCP"), Type: pulumi.String("SINGLE"), AllowAssociationToShareableServiceNetwork: pulumi.Bool(false), Tags: b.childTags("resource-" + a.key),
	}, b.options()...)
	if err != nil {
		return fmt.Errorf("create resource configuration %q: %w", a.key, err)
	}
	group, err := b.buildResourceGroup(h, a)
	if err != nil {
		return err
	}
	ids := h.vpc.SubnetIDs(network.TierEndpoints)
	var subnets pulumi.StringArray
	for _, zone := range slices.Sorted(maps.Keys(ids)) {
		subnets = append(subnets, ids[zone])
	}
	endpoint, err := ec2.NewVpcEndpoint(b.ctx, b.child("endpoint-"+a.key), &ec2.VpcEndpointArgs{
		VpcId: h.vpcID, VpcEndpointType: pulumi.String("Resource"), ResourceConfigurationArn: configuration.Arn, SubnetIds: subnets,
		SecurityGroupIds: pulumi.StringArray{group.ID()}, Tags: b.childTags("endpoint-" + a.key),
	}, b.options()...)
	if err != nil {
		return fmt.Errorf("create resource endpoint %q: %w", a.key, err)
	}
	b.resourceNames[a.key] = b.nameOf(endpoint)
	return nil
}

// nameOf is the DNS name of a resource endpoint, which the endpoint itself does not tell.
// Source: terraform-provider-aws issues 41765 and 41859.
func (b *builder) nameOf(endpoint *ec2.VpcEndpoint) pulumi.StringOutput {
	found := vpc.GetVpcEndpointAssociationsOutput(b.ctx, vpc.GetVpcEndpointAssociationsOutputArgs{VpcEndpointId: endpoint.ID()}, pulumi.Parent(b.component))
	return pulumi.All(endpoint.ID(), found.Associations()).ApplyT(func(values []any) string {
		associations, _ := values[1].([]vpc.GetVpcEndpointAssociationsAssociation)
		for _, association := range associations {
			for _, entry := range association.DnsEntries {
				return entry.DnsName
			}
		}
		return fmt.Sprintf("<DNS name of %s>", values[0])
	}).(pulumi.StringOutput)
}

// buildResourceGroup makes the security group of an application's endpoint, which lets the connectors in.
func (b *builder) buildResourceGroup(h home, a applicationPlan) (*ec2.SecurityGroup, error) {
	role := "endpoint-" + a.key
	group, err := ec2.NewSecurityGroup(b.ctx, b.child(role), &ec2.SecurityGroupArgs{
		VpcId: h.vpcID, Description: pulumi.String("Resource endpoint: connectors in, nothing out"), Tags: b.childTags(role),
	}, b.options()...)
	if err != nil {
		return nil, fmt.Errorf("create security group %q: %w", role, err)
	}
	for _, port := range a.ports {
		child, callers := role+"-ingress-"+strconv.Itoa(port), connectorHalf(b.plan.accessBlock).String()
		rule := secgroup.Rule{Group: group.ID(), Cidr: callers, Protocol: "tcp", From: port, To: port, Description: "Connectors"}
		if err := secgroup.Ingress(b.ctx, b.child(child), rule, b.childTags(child), b.options()...); err != nil {
			return nil, err
		}
	}
	return group, nil
}
