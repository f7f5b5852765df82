package rules

import "slices"

var routeTransitGateway = Rule{
	ID:       "ROUTE-TGW",
	Title:    "transit gateways are declared, closed by default, and carry no default route",
	Severity: High,
	Types: append(slices.Clone(routeTypes),
		"aws:ec2transitgateway/connect:Connect",
		"aws:ec2transitgateway/connectPeer:ConnectPeer",
		"aws:ec2transitgateway/defaultRouteTableAssociation:DefaultRouteTableAssociation",
		"aws:ec2transitgateway/defaultRouteTablePropagation:DefaultRouteTablePropagation",
		"aws:ec2transitgateway/peeringAttachment:PeeringAttachment",
		"aws:ec2transitgateway/peeringAttachmentAccepter:PeeringAttachmentAccepter",
		"aws:ec2transitgateway/prefixListReference:PrefixListReference",
		"aws:ec2transitgateway/route:Route",
		"aws:ec2transitgateway/routeTableAssociation:RouteTableAssociation",
		"aws:ec2transitgateway/routeTablePropagation:RouteTablePropagation",
		"aws:ec2transitgateway/transitGateway:TransitGateway",
		"aws:ec2transitgateway/vpcAttachment:VpcAttachment",
		"aws:ec2transitgateway/vpcAttachmentAccepter:VpcAttachmentAccepter"),
	Why: "What lies behind a transit gateway is decided elsewhere: an inspection VPC with a NAT gateway turns a " +
		"private subnet into one with internet access. A gateway that accepts and connects attachments by itself " +
		"lets anybody with whom it is shared join.",
	Fix: "declare the transit gateway in hubs of PACK-SELF and route private ranges to it only; disable " +
		"autoAcceptSharedAttachments, defaultRouteTableAssociation and defaultRouteTablePropagation; give its " +
		"tables no default route",
	Controls: hybrid,
}
