package access

import (
	"fmt"
	"maps"
	"slices"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2transitgateway"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/cloudgap/cloudgap/components/network"
)

// buildLink connects the connectors with the workload, as the placement says.
func (b *builder) buildLink(h home) ([]pulumi.Resource, error) {
	switch b.plan.placement {
	case PlacementAccessVpc:
		return b.buildPeering(h)
	case PlacementTransitGateway:
		return b.buildAttachment(h)
	case PlacementPrivateLink:
		return nil, b.buildPrivateLink(h)
	default:
		return nil, nil
	}
}

// buildPeering peers the two VPCs. Each route table of the workload gains one route, to the connectors only.
func (b *builder) buildPeering(h home) ([]pulumi.Resource, error) {
	peering, err := ec2.NewVpcPeeringConnection(b.ctx, b.child("peering"), &ec2.VpcPeeringConnectionArgs{
		VpcId: h.vpcID, PeerVpcId: b.args.Workload.VpcID.ToStringOutput(), AutoAccept: pulumi.Bool(true), Tags: b.childTags("peering"),
	}, b.options()...)
	if err != nil {
		return nil, fmt.Errorf("peer the access VPC with the workload VPC: %w", err)
	}
	return b.buildLinkRoutes(h, func(r *ec2.RouteArgs) { r.VpcPeeringConnectionId = peering.ID() })
}

// buildAttachment attaches the access VPC to the transit gateway, without the associations that the hub would make by default.
func (b *builder) buildAttachment(h home) ([]pulumi.Resource, error) {
	hub := b.args.TransitGateway.TransitGatewayID.ToStringOutput()
	var subnets pulumi.StringArray
	ids := h.vpc.SubnetIDs(network.TierEndpoints)
	for _, zone := range slices.Sorted(maps.Keys(ids)) {
		subnets = append(subnets, ids[zone])
	}
	attachment, err := ec2transitgateway.NewVpcAttachment(b.ctx, b.child("attachment"), &ec2transitgateway.VpcAttachmentArgs{
		TransitGatewayId: hub, VpcId: h.vpcID, SubnetIds: subnets,
		TransitGatewayDefaultRouteTableAssociation: pulumi.Bool(false), TransitGatewayDefaultRouteTablePropagation: pulumi.Bool(false),
		Tags: b.childTags("attachment"),
	}, b.options()...)
	if err != nil {
		return nil, fmt.Errorf("attach the access VPC to the transit gateway: %w", err)
	}
	return b.buildLinkRoutes(h, func(r *ec2.RouteArgs) { r.TransitGatewayId = attachment.TransitGatewayId })
}

// buildLinkRoutes makes the routes between connectors and workload, in both directions.
func (b *builder) buildLinkRoutes(h home, via func(*ec2.RouteArgs)) ([]pulumi.Resource, error) {
	var routes []pulumi.Resource
	route := func(role string, table pulumi.StringInput, destination string) error {
		args := &ec2.RouteArgs{RouteTableId: table.ToStringOutput(), DestinationCidrBlock: pulumi.String(destination)}
		via(args)
		made, err := ec2.NewRoute(b.ctx, b.child("route-"+role), args, b.options()...)
		if err != nil {
			return fmt.Errorf("create route %q: %w", role, err)
		}
		routes = append(routes, made)
		return nil
	}
	for _, zone := range slices.Sorted(maps.Keys(h.tables)) {
		for _, block := range b.plan.workload {
			if err := route("connectors-"+letter(zone)+"-workload-"+wordOf(block), h.tables[zone], block.String()); err != nil {
				return nil, err
			}
		}
	}
	for _, key := range slices.Sorted(maps.Keys(b.args.Workload.RouteTables)) {
		if err := route("workload-"+key, b.args.Workload.RouteTables[key], connectorHalf(b.plan.accessBlock).String()); err != nil {
			return nil, err
		}
	}
	return routes, nil
}
