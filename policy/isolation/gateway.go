package isolation

// gatewayExposures are gateways, default networks and devices that forward: their existence is the violation, because a
// later route to them is one line.
var gatewayExposures = []exposure{
	{kinds: []string{"ec2/internetGateway", "ec2/internetGatewayAttachment"}, kind: GatewayIGW, direction: Both,
		reason: "an internet gateway connects a VPC with the internet"},
	{kinds: []string{"ec2/natGateway"}, kind: GatewayNAT, direction: Egress,
		reason: "a NAT gateway forwards traffic out of the VPC"},
	{kinds: []string{"ec2/egressOnlyInternetGateway"}, kind: GatewayEIGW, direction: Egress,
		reason: "an egress-only internet gateway lets IPv6 traffic out to the internet"},
	{kinds: []string{"ec2/carrierGateway"}, kind: RouteCarrier, direction: Both,
		reason: "a carrier gateway connects the VPC with a carrier network and the internet"},
	{kinds: []string{"ec2/localGatewayRoute", "ec2/localGatewayRouteTableVpcAssociation"}, kind: RouteLGW, direction: Both,
		reason: "a local gateway connects the VPC with the network around the Outpost"},
	{kinds: []string{"ec2/defaultVpc", "ec2/defaultSubnet"}, kind: VPCDefault, direction: Both,
		reason: "the default VPC and its subnets have an internet gateway and a default route to it"},
	{kinds: []string{"ec2/vpcBlockPublicAccessExclusion"}, kind: BPAExclusion, direction: Both,
		reason: "the exclusion lifts VPC Block Public Access"},
	{kinds: []string{"ec2/instance", "ec2/networkInterface", "ec2/spotInstanceRequest"}, path: "sourceDestCheck", open: isFalse,
		kind: RouteENI, direction: Both, reason: "without the source and destination check it can forward traffic of others"},
	{kinds: []string{"vpc/routeServer", "vpc/routeServerEndpoint", "vpc/routeServerPeer", "vpc/routeServerVpcAssociation"},
		kind: RouteDynamic, direction: Both, reason: "a route server injects routes that the plan does not show"},
}

// edgeAssociationWays refuses an association of a table with a gateway: it routes traffic that comes in from outside.
func (g *graph) edgeAssociationWays(r *Resource) []Way {
	v := r.Value("gatewayId")
	if v.state == Absent {
		return nil
	}
	t := g.classify("gatewayId", v)
	kind := hubKinds[t.Kind]
	if f, ok := refused[t.Kind]; ok {
		kind = f.kind
	}
	w := newWay(r, kind, Ingress, "gatewayId", "the table routes traffic that comes in through a gateway")
	w.Path = append(w.Path, t.step())
	if kind == "" {
		w.Kind, w.Verdict, w.Missing = RouteUnknown, CannotTell, []string{"gatewayId"}
	}
	return []Way{w}
}
