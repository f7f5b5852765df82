package aws

import (
	"slices"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2transitgateway"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

// onOff are the values of the switches of transit gateways.
var onOff = []string{"enable", "disable"}

func transitGatewayType() cloud.Resource {
	return cloud.Resource{
		Type: "aws:ec2transitgateway/transitGateway:TransitGateway",
		Args: ec2transitgateway.TransitGatewayArgs{}, State: ec2transitgateway.TransitGateway{},
		Kind: kindTransitGateway, Noun: "EC2 Transit Gateway",
		API: ec2API("TransitGateway", "ModifyTransitGateway"),
		ID:  "tgw-0{hex16}",
		Defaults: map[string]any{
			"amazonSideAsn": 64512, "autoAcceptSharedAttachments": "disable", "defaultRouteTableAssociation": "enable",
			"defaultRouteTablePropagation": "enable", "dnsSupport": "enable", "multicastSupport": "disable",
			"securityGroupReferencingSupport": "disable", "vpnEcmpSupport": "enable",
		},
		Outputs: map[string]any{
			"arn": "arn:{partition}:ec2:{region}:{account}:transit-gateway/{id}", "ownerId": "{account}",
			"associationDefaultRouteTableId": "tgw-rtb-0{hex16:rtb}", "propagationDefaultRouteTableId": "tgw-rtb-0{hex16:rtb}",
		},
		ReplaceOn: []string{"multicastSupport"},
		// A gateway that was made without default route tables does not get any.
		ReplaceIf: func(old, next cloud.Values) []string {
			var late []string
			for _, table := range []string{"defaultRouteTableAssociation", "defaultRouteTablePropagation"} {
				if old.String(table) == "disable" && next.String(table) == "enable" {
					late = append(late, table)
				}
			}
			return late
		},
		Constraints: switches("autoAcceptSharedAttachments", "defaultRouteTableAssociation", "defaultRouteTablePropagation", "dnsSupport",
			"multicastSupport", "securityGroupReferencingSupport", "vpnEcmpSupport"),
		Quotas:   []cloud.Quota{{Max: 5, Code: "TransitGatewayLimitExceeded", Text: "You've reached the maximum number of transit gateways."}},
		InUse:    cloud.Refusal{Code: "IncorrectState", Text: "{id} has non-deleted VPC Attachments."},
		NotFound: missing[kindTransitGateway],
	}
}

func transitAttachmentType() cloud.Resource {
	return cloud.Resource{
		Type: "aws:ec2transitgateway/vpcAttachment:VpcAttachment",
		Args: ec2transitgateway.VpcAttachmentArgs{}, State: ec2transitgateway.VpcAttachment{},
		Kind: kindTransitAttachment, Noun: "EC2 Transit Gateway VPC Attachment",
		API: ec2API("TransitGatewayVpcAttachment", "ModifyTransitGatewayVpcAttachment"),
		ID:  "tgw-attach-0{hex16}",
		Defaults: map[string]any{
			"applianceModeSupport": "disable", "dnsSupport": "enable", "ipv6Support": "disable",
		},
		Outputs: map[string]any{
			"arn": "arn:{partition}:ec2:{region}:{account}:transit-gateway-attachment/{id}", "vpcOwnerId": "{account}",
			"securityGroupReferencingSupport":            "enable",
			"transitGatewayDefaultRouteTableAssociation": true, "transitGatewayDefaultRouteTablePropagation": true,
		},
		Required:    []string{"subnetIds"},
		ReplaceOn:   []string{"transitGatewayId", "vpcId"},
		Sets:        []string{"subnetIds"},
		Constraints: switches("applianceModeSupport", "dnsSupport", "ipv6Support"),
		References: []cloud.Reference{
			needs("transitGatewayId", kindTransitGateway), needs("vpcId", kindVPC), refers("subnetIds[*]", kindSubnet),
		},
		Unique: []cloud.Unique{{
			Properties: []string{"transitGatewayId", "vpcId"}, Code: "DuplicateTransitGatewayAttachment",
			Text: "{transitGatewayId} already has an attachment with id for vpc {vpcId}.",
		}},
		NotFound: missing[kindTransitAttachment],
		Create:   firstOf(followGateway, attachSubnets), Update: attachSubnets,
	}
}

// followGateway joins an attachment that says nothing to the default route tables that its gateway has.
func followGateway(c *cloud.Call) error {
	gateway, err := get(c, kindTransitGateway, c.Inputs.String("transitGatewayId"))
	if err != nil {
		return err
	}
	for own, setting := range map[string]string{
		"transitGatewayDefaultRouteTableAssociation": "defaultRouteTableAssociation", "transitGatewayDefaultRouteTablePropagation": "defaultRouteTablePropagation",
	} {
		if !c.Inputs.Has(own) {
			c.Object.Properties.Set(own, gateway.Properties.String(setting) == "enable")
		}
	}
	return nil
}

func switches(names ...string) []cloud.Constraint {
	var constraints []cloud.Constraint
	for _, name := range names {
		constraints = append(constraints, cloud.Constraint{Path: name, OneOf: onOff})
	}
	return constraints
}

// attachSubnets gives the attachment one interface in each of its subnets, of which no two may share a zone.
func attachSubnets(c *cloud.Call) error {
	zones := map[string]bool{}
	for _, id := range c.Inputs.Strings("subnetIds") {
		subnet, err := get(c, kindSubnet, id)
		if err != nil {
			return err
		}
		if subnet.Properties.String("vpcId") != c.Inputs.String("vpcId") {
			return c.Refuse("InvalidSubnetID.NotFound", "The subnet ID '%s' does not exist", id)
		}
		zone := subnet.Properties.String("availabilityZone")
		if zones[zone] {
			return c.Refuse("DuplicateSubnetsInSameZone", "Duplicate Subnets for same AZ")
		}
		zones[zone] = true
	}
	wanted, placed := c.Inputs.Strings("subnetIds"), []string{}
	for _, card := range interfacesOf(c, c.Object) {
		placed = append(placed, card.Properties.String("subnetId"))
		if !slices.Contains(wanted, card.Properties.String("subnetId")) {
			c.Remove(card)
		}
	}
	for _, id := range wanted {
		subnet, err := get(c, kindSubnet, id)
		if err != nil {
			return err
		}
		if slices.Contains(placed, id) {
			continue
		}
		if _, err := makeInterface(c, c.Object, subnet, "Network Interface for Transit Gateway Attachment "+c.Object.ID, nil); err != nil {
			return err
		}
	}
	return nil
}
