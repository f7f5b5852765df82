package account

import (
	"context"
	"fmt"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"
	"github.com/aws/aws-sdk-go-v2/service/ram"
	ramtypes "github.com/aws/aws-sdk-go-v2/service/ram/types"
)

// transitGateways: none puts an attachment into a table by itself or takes one in that nobody accepted, and every attachment that
// a table leads to is one of a VPC that is judged as well.
func (l *look) transitGateways(ctx context.Context) error {
	gateways, err := l.account.ec2.DescribeTransitGateways(ctx, &ec2.DescribeTransitGatewaysInput{})
	if err != nil {
		return fmt.Errorf("describe transit gateways: %w", err)
	}
	for _, gateway := range gateways.TransitGateways {
		l.saw("transit gateways", 1)
		for what, on := range byItself(gateway.Options) {
			if on {
				l.breach("transit gateway %s %s by itself", aws.ToString(gateway.TransitGatewayId), what)
			}
		}
	}
	attached, err := l.transitAttachments(ctx)
	if err != nil {
		return err
	}
	tables, err := l.account.ec2.DescribeTransitGatewayRouteTables(ctx, &ec2.DescribeTransitGatewayRouteTablesInput{})
	if err != nil {
		return fmt.Errorf("describe the route tables of transit gateways: %w", err)
	}
	for _, table := range tables.TransitGatewayRouteTables {
		if table.State == types.TransitGatewayRouteTableStateDeleted || table.State == types.TransitGatewayRouteTableStateDeleting {
			continue
		}
		l.saw("route tables of transit gateways", 1)
		if err := l.transitRoutes(ctx, table.TransitGatewayRouteTableId, attached); err != nil {
			return err
		}
		if err := l.propagations(ctx, table.TransitGatewayRouteTableId, attached); err != nil {
			return err
		}
	}
	return nil
}

// byItself tells what a transit gateway does without being told. What it does not say counts as done.
func byItself(options *types.TransitGatewayOptions) map[string]bool {
	if options == nil {
		options = &types.TransitGatewayOptions{}
	}
	return map[string]bool{
		"associates attachments with a table": options.DefaultRouteTableAssociation != types.DefaultRouteTableAssociationValueDisable,
		"propagates routes into a table":      options.DefaultRouteTablePropagation != types.DefaultRouteTablePropagationValueDisable,
		"accepts attachments":                 options.AutoAcceptSharedAttachments != types.AutoAcceptSharedAttachmentsValueDisable,
	}
}

// transitAttachments tells what each attachment is to, and whether that is a VPC which is judged. The rest leads outside: a VPN,
// a Direct Connect gateway, another transit gateway, a VPC that nobody looks at.
func (l *look) transitAttachments(ctx context.Context) (map[string]attachment, error) {
	out, err := l.account.ec2.DescribeTransitGatewayAttachments(ctx, &ec2.DescribeTransitGatewayAttachmentsInput{})
	if err != nil {
		return nil, fmt.Errorf("describe attachments to transit gateways: %w", err)
	}
	found := map[string]attachment{}
	for _, a := range out.TransitGatewayAttachments {
		found[aws.ToString(a.TransitGatewayAttachmentId)] = attachment{
			to:     fmt.Sprintf("%s %s", a.ResourceType, aws.ToString(a.ResourceId)),
			inside: a.ResourceType == types.TransitGatewayAttachmentResourceTypeVpc && l.mine(a.ResourceId),
		}
	}
	return found, nil
}

type attachment struct {
	to     string
	inside bool
}

// transitRoutes: each route is a black hole, or leads from private addresses to the inside.
func (l *look) transitRoutes(ctx context.Context, table *string, attached map[string]attachment) error {
	out, err := l.account.ec2.SearchTransitGatewayRoutes(ctx, &ec2.SearchTransitGatewayRoutesInput{
		TransitGatewayRouteTableId: table,
		Filters:                    []types.Filter{{Name: aws.String("type"), Values: []string{"static", "propagated"}}},
	})
	if err != nil {
		return fmt.Errorf("search the routes of %s: %w", aws.ToString(table), err)
	}
	if aws.ToBool(out.AdditionalRoutesAvailable) {
		l.breach("route table %s has more routes than a search shows", aws.ToString(table))
	}
	l.saw("routes of transit gateways", len(out.Routes))
	for _, route := range out.Routes {
		if route.State == types.TransitGatewayRouteStateBlackhole {
			continue
		}
		to := aws.ToString(route.DestinationCidrBlock) + aws.ToString(route.PrefixListId)
		if !l.private(to) {
			l.breach("route table %s has a route to %s, which is not private", aws.ToString(table), to)
		}
		if len(route.TransitGatewayAttachments) == 0 {
			l.breach("route table %s has a route to %s by way of an unknown attachment", aws.ToString(table), to)
		}
		for _, by := range route.TransitGatewayAttachments {
			l.outside(table, "has a route to "+to+" by way of", by.TransitGatewayAttachmentId, attached)
		}
	}
	return nil
}

// propagations: a table learns routes from the inside alone, whatever they are today.
func (l *look) propagations(ctx context.Context, table *string, attached map[string]attachment) error {
	out, err := l.account.ec2.GetTransitGatewayRouteTablePropagations(ctx, &ec2.GetTransitGatewayRouteTablePropagationsInput{
		TransitGatewayRouteTableId: table,
	})
	if err != nil {
		return fmt.Errorf("get the propagations of %s: %w", aws.ToString(table), err)
	}
	for _, propagation := range out.TransitGatewayRouteTablePropagations {
		if propagation.State != types.TransitGatewayPropagationStateDisabled {
			l.outside(table, "learns routes of", propagation.TransitGatewayAttachmentId, attached)
		}
	}
	return nil
}

// outside notes a breach where an attachment is not of the inside; one that the account does not show is not.
func (l *look) outside(table *string, does string, id *string, attached map[string]attachment) {
	if by := attached[aws.ToString(id)]; !by.inside {
		l.breach("route table %s %s %s (%s), which leads outside", aws.ToString(table), does, aws.ToString(id), by.to)
	}
}

// shares: none may be given to anyone outside of the organization.
func (l *look) shares(ctx context.Context) error {
	out, err := l.account.ram.GetResourceShares(ctx, &ram.GetResourceSharesInput{ResourceOwner: ramtypes.ResourceOwnerSelf})
	if err != nil {
		return fmt.Errorf("get resource shares: %w", err)
	}
	gone := []ramtypes.ResourceShareStatus{ramtypes.ResourceShareStatusDeleted, ramtypes.ResourceShareStatusDeleting}
	for _, share := range out.ResourceShares {
		if slices.Contains(gone, share.Status) {
			continue
		}
		l.saw("resource shares", 1)
		if aws.ToBool(share.AllowExternalPrincipals) {
			l.breach("resource share %s may be given to anyone outside of the organization", aws.ToString(share.Name))
		}
	}
	return nil
}
