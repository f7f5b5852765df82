package aws

import (
	"net/netip"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2transitgateway"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

// transitRouteTypes are the route tables of transit gateways, with what is associated, propagated and routed in them.
func transitRouteTypes() []cloud.Resource {
	inTable := needs("transitGatewayRouteTableId", kindTransitTable)
	return []cloud.Resource{{
		Type: "aws:ec2transitgateway/routeTable:RouteTable", Args: ec2transitgateway.RouteTableArgs{}, State: ec2transitgateway.RouteTable{},
		Kind: kindTransitTable, Noun: "EC2 Transit Gateway Route Table",
		API: ec2API("TransitGatewayRouteTable", ""),
		ID:  "tgw-rtb-0{hex16}",
		Outputs: map[string]any{
			"arn":                          "arn:{partition}:ec2:{region}:{account}:transit-gateway-route-table/{id}",
			"defaultAssociationRouteTable": false, "defaultPropagationRouteTable": false,
		},
		ReplaceOn:  []string{"transitGatewayId"},
		References: []cloud.Reference{needs("transitGatewayId", kindTransitGateway)},
		Quotas: []cloud.Quota{{
			Per: []string{"transitGatewayId"}, Max: 20, Code: "TransitGatewayRouteTableLimitExceeded", Text: "You've reached the maximum number of route tables.",
		}},
		InUse:    cloud.Refusal{Code: "IncorrectState", Text: "Transit Gateway Route Table {id} has associations or propagations and cannot be deleted."},
		NotFound: missing[kindTransitTable],
	}, {
		Type: "aws:ec2transitgateway/routeTableAssociation:RouteTableAssociation",
		Args: ec2transitgateway.RouteTableAssociationArgs{}, State: ec2transitgateway.RouteTableAssociation{},
		Kind: kindTransitAssociation, Noun: "EC2 Transit Gateway Route Table Association",
		API: cloud.API{
			Service: "EC2", Create: "AssociateTransitGatewayRouteTable", Read: "GetTransitGatewayRouteTableAssociations",
			Delete: "DisassociateTransitGatewayRouteTable",
		},
		ID:         "{transitGatewayRouteTableId}_{transitGatewayAttachmentId}",
		Outputs:    map[string]any{"resourceType": "vpc"},
		ReplaceOn:  []string{"transitGatewayAttachmentId", "transitGatewayRouteTableId"},
		References: []cloud.Reference{inTable, needs("transitGatewayAttachmentId", kindTransitAttachment)},
		Create:     firstOf(sameTransitGateway, associateTransitOnce),
	}, {
		Type: "aws:ec2transitgateway/routeTablePropagation:RouteTablePropagation",
		Args: ec2transitgateway.RouteTablePropagationArgs{}, State: ec2transitgateway.RouteTablePropagation{},
		Kind: kindTransitPropagation, Noun: "EC2 Transit Gateway Route Table Propagation",
		API: cloud.API{
			Service: "EC2", Create: "EnableTransitGatewayRouteTablePropagation", Read: "GetTransitGatewayRouteTablePropagations",
			Delete: "DisableTransitGatewayRouteTablePropagation",
		},
		ID:         "{transitGatewayRouteTableId}_{transitGatewayAttachmentId}",
		Outputs:    map[string]any{"resourceType": "vpc"},
		ReplaceOn:  []string{"transitGatewayAttachmentId", "transitGatewayRouteTableId"},
		References: []cloud.Reference{inTable, needs("transitGatewayAttachmentId", kindTransitAttachment)},
		Create:     sameTransitGateway,
	}, {
		Type: "aws:ec2transitgateway/route:Route", Args: ec2transitgateway.RouteArgs{}, State: ec2transitgateway.Route{},
		Kind: kindTransitRoute, Noun: "EC2 Transit Gateway Route",
		API: cloud.API{
			Service: "EC2", Create: "CreateTransitGatewayRoute", Read: "SearchTransitGatewayRoutes", Delete: "DeleteTransitGatewayRoute",
		},
		ID:         "{transitGatewayRouteTableId}_{destinationCidrBlock}",
		Defaults:   map[string]any{"blackhole": false},
		ReplaceOn:  []string{"blackhole", "destinationCidrBlock", "transitGatewayAttachmentId", "transitGatewayRouteTableId"},
		References: []cloud.Reference{refers("transitGatewayRouteTableId", kindTransitTable), needs("transitGatewayAttachmentId", kindTransitAttachment)},
		Unique: []cloud.Unique{{
			Properties: []string{"transitGatewayRouteTableId", "destinationCidrBlock"}, Code: "RouteAlreadyExists", Text: "Route already exists for {value}.",
		}},
		Create: checkTransitRoute,
	}}
}

// sameTransitGateway refuses to join a table and an attachment of two gateways, and answers what the attachment attaches.
func sameTransitGateway(c *cloud.Call) error {
	table, err := get(c, kindTransitTable, c.Inputs.String("transitGatewayRouteTableId"))
	if err != nil {
		return err
	}
	attachment, err := get(c, kindTransitAttachment, c.Inputs.String("transitGatewayAttachmentId"))
	if err != nil {
		return err
	}
	if table.Properties.String("transitGatewayId") != attachment.Properties.String("transitGatewayId") {
		return c.Refuse("InvalidParameterValue", "Attachment %s and route table %s belong to different transit gateways", attachment.ID, table.ID)
	}
	c.Object.Properties.Set("resourceId", attachment.Properties.String("vpcId"))
	return nil
}

// associateTransitOnce refuses a second table for an attachment, the gateway's default one included, unless the program replaces it.
func associateTransitOnce(c *cloud.Call) error {
	id := c.Inputs.String("transitGatewayAttachmentId")
	others := c.Find(kindTransitAssociation, func(o *cloud.Object) bool {
		return o.ID != c.Object.ID && o.Properties.String("transitGatewayAttachmentId") == id
	})
	attachment, err := get(c, kindTransitAttachment, id)
	if err != nil {
		return err
	}
	gateway, err := get(c, kindTransitGateway, attachment.Properties.String("transitGatewayId"))
	if err != nil {
		return err
	}
	byDefault := attachment.Properties.Bool("transitGatewayDefaultRouteTableAssociation") && gateway.Properties.String("defaultRouteTableAssociation") == "enable"
	if (len(others) > 0 || byDefault) && !c.Inputs.Bool("replaceExistingAssociation") {
		return c.Refuse("Resource.AlreadyAssociated", "Transit Gateway Attachment %s is already associated to a route table.", id)
	}
	return nil
}

func checkTransitRoute(c *cloud.Call) error {
	block, err := netip.ParsePrefix(c.Inputs.String("destinationCidrBlock"))
	if err != nil || block != block.Masked() {
		return c.Refuse("InvalidParameterValue", "The CIDR %s is not valid.", c.Inputs.String("destinationCidrBlock"))
	}
	if c.Inputs.Bool("blackhole") == c.Inputs.Has("transitGatewayAttachmentId") {
		return c.Refuse("InvalidParameterCombination", "A route needs an attachment, or is a blackhole and has none")
	}
	if c.Inputs.Bool("blackhole") {
		return nil
	}
	table, err := get(c, kindTransitTable, c.Inputs.String("transitGatewayRouteTableId"))
	if err != nil {
		return err
	}
	attachment, err := get(c, kindTransitAttachment, c.Inputs.String("transitGatewayAttachmentId"))
	if err != nil {
		return err
	}
	if table.Properties.String("transitGatewayId") != attachment.Properties.String("transitGatewayId") {
		return c.Refuse("InvalidParameterValue", "Attachment %s and route table %s belong to different transit gateways", attachment.ID, table.ID)
	}
	return nil
}
