package isolation

// hubExposures are connections with networks outside that exist without a route: VPN, Direct Connect, Cloud WAN.
var hubExposures = []exposure{
	{kinds: []string{"ec2/vpnGateway", "ec2/vpnGatewayAttachment", "ec2/vpnConnection", "ec2/vpnConnectionRoute", "ec2/customerGateway"},
		kind: RouteVPN, direction: Both, unless: declaredHub, reason: "a VPN connects the VPC with a network outside AWS"},
	{kinds: []string{
		"directconnect/gatewayAssociation", "directconnect/gatewayAssociationProposal", "directconnect/bgpPeer",
		"directconnect/privateVirtualInterface", "directconnect/transitVirtualInterface", "directconnect/publicVirtualInterface",
		"directconnect/hostedPrivateVirtualInterface", "directconnect/hostedPublicVirtualInterface",
		"directconnect/hostedTransitVirtualInterface", "directconnect/hostedPrivateVirtualInterfaceAccepter",
		"directconnect/hostedPublicVirtualInterfaceAccepter", "directconnect/hostedTransitVirtualInterfaceAcceptor",
	}, kind: RouteDX, direction: Both, unless: declaredHub, reason: "Direct Connect connects the VPC with a network outside AWS"},
	{kinds: []string{
		"networkmanager/vpcAttachment", "networkmanager/connectAttachment", "networkmanager/connectPeer",
		"networkmanager/siteToSiteVpnAttachment", "networkmanager/dxGatewayAttachment", "networkmanager/transitGatewayPeering",
		"networkmanager/transitGatewayRouteTableAttachment", "networkmanager/attachmentAccepter",
	}, kind: RouteCoreWAN, direction: Both, unless: declaredHub,
		reason: "the attachment connects the network with a core network that is not declared"},
	{kinds: []string{"networkmanager/coreNetwork", "networkmanager/coreNetworkPolicyAttachment"}, kind: RouteCoreWAN, direction: Both,
		unless: declaredHub, reason: "a core network routes by a policy that the model does not follow, and it is not declared"},
	{kinds: []string{"ec2transitgateway/defaultRouteTableAssociation", "ec2transitgateway/defaultRouteTablePropagation"}, kind: RouteTGW,
		direction: Both, unless: declaredHub, reason: "every new attachment joins the table that this makes the default one"},
}

// hubNames are the properties by which a connection names the hub that it belongs to.
var hubNames = []string{
	"vpnGatewayId", "transitGatewayId", "coreNetworkId", "coreNetworkArn", "dxGatewayId", "directConnectGatewayArn",
	"associatedGatewayId", "connectionId", "customerGatewayId", "vpnConnectionId", "virtualInterfaceId",
}

// declaredHub excuses a connection that is declared, or that belongs to a hub that is.
func declaredHub(g *graph, r *Resource) bool {
	if len(g.cfg.Hubs) == 0 {
		return false
	}
	if trusts(g.cfg.Hubs, r.URN, r.ID(), r.text("arn")) {
		return true
	}
	for _, key := range hubNames {
		v := r.Value(key)
		if text, _ := v.Text(); trusts(g.cfg.Hubs, text) {
			return true
		}
		if v.state == Unknown && len(v.refs) == 1 && trusts(g.cfg.Hubs, v.refs[0]) {
			return true
		}
	}
	return false
}
