package account

import (
	"context"
	"net/netip"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"
)

// routeTables calls do with the tables that pass the filters.
func (a *Account) routeTables(ctx context.Context, do func(types.RouteTable), filters ...types.Filter) error {
	in := &ec2.DescribeRouteTablesInput{Filters: filters}
	return pages(ctx, ec2.NewDescribeRouteTablesPaginator(a.ec2, in), func(page *ec2.DescribeRouteTablesOutput) {
		for _, table := range page.RouteTables {
			do(table)
		}
	})
}

// findRoute finds a route that was made. Local routes and those that a gateway propagates are no obstacle to it.
func findRoute(ctx context.Context, a *Account, in inputs) (id string, err error) {
	table, destination := in.text("routeTableId"), in.first("destinationCidrBlock", "destinationIpv6CidrBlock",
		"destinationPrefixListId")
	if destination == "" {
		return "", nil
	}
	err = a.routeTables(ctx, func(found types.RouteTable) {
		for _, route := range found.Routes {
			if route.Origin != types.RouteOriginCreateRoute {
				continue
			}
			for _, to := range []*string{route.DestinationCidrBlock, route.DestinationIpv6CidrBlock, route.DestinationPrefixListId} {
				if to != nil && sameBlock(*to, destination) {
					id = table + "_" + destination
				}
			}
		}
	}, filter("route-table-id", table))
	return id, err
}

// sameBlock compares two destinations: address blocks, whose IPv6 addresses can be written in several ways, or ids of prefix
// lists.
func sameBlock(x, y string) bool {
	if p, err := netip.ParsePrefix(x); err == nil {
		if q, err := netip.ParsePrefix(y); err == nil {
			return p == q
		}
	}
	return x == y
}

func findTableAssociation(ctx context.Context, a *Account, in inputs) (id string, err error) {
	table, target := in.text("routeTableId"), in.first("subnetId", "gatewayId")
	if target == "" {
		return "", nil
	}
	err = a.routeTables(ctx, func(found types.RouteTable) {
		for _, association := range found.Associations {
			there := association.AssociationState == nil ||
				association.AssociationState.State == types.RouteTableAssociationStateCodeAssociated ||
				association.AssociationState.State == types.RouteTableAssociationStateCodeAssociating
			if there && (aws.ToString(association.SubnetId) == target || aws.ToString(association.GatewayId) == target) {
				id = target + "/" + table
			}
		}
	}, filter("route-table-id", table))
	return id, err
}

// findBlock finds a block that was added to a VPC: the one that the VPC was made with is part of the VPC.
func findBlock(ctx context.Context, a *Account, in inputs) (id string, err error) {
	vpc, block := in.text("vpcId"), in.text("cidrBlock")
	out, err := a.ec2.DescribeVpcs(ctx, &ec2.DescribeVpcsInput{VpcIds: []string{vpc}})
	if err != nil {
		return "", err
	}
	for _, found := range out.Vpcs {
		for _, association := range found.CidrBlockAssociationSet {
			there := association.CidrBlockState == nil || association.CidrBlockState.State == types.VpcCidrBlockStateCodeAssociated ||
				association.CidrBlockState.State == types.VpcCidrBlockStateCodeAssociating
			added := aws.ToString(association.CidrBlock) != aws.ToString(found.CidrBlock)
			if there && added && sameBlock(aws.ToString(association.CidrBlock), block) {
				id = aws.ToString(association.AssociationId)
			}
		}
	}
	return id, nil
}

// findTransitRoute finds a static route; AWS lets it stand beside one that an attachment propagates.
func findTransitRoute(ctx context.Context, a *Account, in inputs) (string, error) {
	table, destination := in.text("transitGatewayRouteTableId"), in.text("destinationCidrBlock")
	out, err := a.ec2.SearchTransitGatewayRoutes(ctx, &ec2.SearchTransitGatewayRoutesInput{
		TransitGatewayRouteTableId: aws.String(table),
		Filters:                    []types.Filter{filter("type", "static"), filter("route-search.exact-match", destination)},
	})
	if err != nil {
		return "", err
	}
	for _, route := range out.Routes {
		if there := route.State == types.TransitGatewayRouteStateActive || route.State == types.TransitGatewayRouteStateBlackhole ||
			route.State == types.TransitGatewayRouteStatePending; there && sameBlock(aws.ToString(route.DestinationCidrBlock), destination) {
			return table + "_" + destination, nil
		}
	}
	return "", nil
}

func findTransitAssociation(ctx context.Context, a *Account, in inputs) (id string, err error) {
	table, attachment := in.text("transitGatewayRouteTableId"), in.text("transitGatewayAttachmentId")
	pager := ec2.NewGetTransitGatewayRouteTableAssociationsPaginator(a.ec2, &ec2.GetTransitGatewayRouteTableAssociationsInput{
		TransitGatewayRouteTableId: aws.String(table), Filters: []types.Filter{filter("transit-gateway-attachment-id", attachment)},
	})
	err = pages(ctx, pager, func(page *ec2.GetTransitGatewayRouteTableAssociationsOutput) {
		for _, found := range page.Associations {
			there := found.State == types.TransitGatewayAssociationStateAssociated ||
				found.State == types.TransitGatewayAssociationStateAssociating
			if there && aws.ToString(found.TransitGatewayAttachmentId) == attachment {
				id = table + "_" + attachment
			}
		}
	})
	return id, err
}

func findTransitPropagation(ctx context.Context, a *Account, in inputs) (id string, err error) {
	table, attachment := in.text("transitGatewayRouteTableId"), in.text("transitGatewayAttachmentId")
	pager := ec2.NewGetTransitGatewayRouteTablePropagationsPaginator(a.ec2, &ec2.GetTransitGatewayRouteTablePropagationsInput{
		TransitGatewayRouteTableId: aws.String(table), Filters: []types.Filter{filter("transit-gateway-attachment-id", attachment)},
	})
	err = pages(ctx, pager, func(page *ec2.GetTransitGatewayRouteTablePropagationsOutput) {
		for _, found := range page.TransitGatewayRouteTablePropagations {
			there := found.State == types.TransitGatewayPropagationStateEnabled ||
				found.State == types.TransitGatewayPropagationStateEnabling
			if there && aws.ToString(found.TransitGatewayAttachmentId) == attachment {
				id = table + "_" + attachment
			}
		}
	})
	return id, err
}
