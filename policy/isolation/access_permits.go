package isolation

import "slices"

// accessMay are the kinds that an access VPC needs: for its tunnel the gateway that the edge prefixes are routed to, the public
// IPv6 block behind an egress-only gateway, for the IPv4 fallback a NAT gateway with its address, and an exclusion from VPC
// Block Public Access for traffic that it starts; for its way to the workload, where that is not a route, VPC Lattice.
var accessMay = map[Kind]bool{
	GatewayIGW: true, GatewayNAT: true, GatewayEIGW: true, AddrIPv6: true, AddrSubnet: true, AddrEIP: true,
	RouteIGW: true, RouteNAT: true, RouteEIGW: true, BPAExclusion: true, FrontLattice: true, EPThirdParty: true,
}

// unpermitted drops what an access VPC may have.
func (g *graph) unpermitted(ways []Way) []Way {
	if !slices.ContainsFunc(g.vpcs, func(v *VPC) bool { return v.Access.Holds }) {
		return ways
	}
	return slices.DeleteFunc(ways, func(w Way) bool { return accessMay[w.Kind] && g.accessPermits(w) })
}

// accessPermits tells whether a way is one that an access VPC may have. Routes are judged with the shape itself.
func (g *graph) accessPermits(w Way) bool {
	r := g.byURN[w.Offender]
	switch w.Kind {
	case RouteIGW, RouteNAT, RouteEIGW:
		return false
	case BPAExclusion:
		return g.outwardExclusion(r)
	case FrontLattice:
		return g.privateLattice(r)
	case EPThirdParty:
		return g.privateResourceEndpoint(r)
	case AddrSubnet:
		return w.Property != "mapPublicIpOnLaunch" && w.Property != "mapCustomerOwnedIpOnLaunch" && g.inAccessVPC(r)
	default:
		return g.inAccessVPC(r)
	}
}

func (g *graph) inAccessVPC(r *Resource) bool {
	v := g.vpcHolding(r)
	return v != nil && v.Access.Holds
}

// outwardExclusion tells whether an exclusion is for a whole access VPC and for what it starts only.
func (g *graph) outwardExclusion(r *Resource) bool {
	mode, _ := r.Value("internetGatewayExclusionMode").Text()
	return mode == "allow-egress" && r.Value("subnetId").state == Absent && g.inAccessVPC(r)
}

const (
	resourceGatewayKind       = "vpclattice/resourceGateway"
	resourceConfigurationKind = "vpclattice/resourceConfiguration"
)

// privateLattice tells whether a resource gateway stands in a VPC of the stack, or a resource configuration names one host
// behind such a gateway that no service network can take over. Who gets there is decided by the endpoints of the
// configuration, which are judged, and by shares, which are too. Every other resource of VPC Lattice opens more.
func (g *graph) privateLattice(r *Resource) bool {
	switch r.kind {
	case resourceGatewayKind:
		v := g.vpcNamed(r.Value("vpcId"))
		return v != nil && v.Resource != nil && !v.Resource.External
	case resourceConfigurationKind:
		gateway := g.refer(r.Value("resourceGatewayIdentifier"), resourceGatewayKind).only()
		shareable, state := r.Value("allowAssociationToShareableServiceNetwork").Bool()
		return gateway != nil && g.privateLattice(gateway) && state == Known && !shareable && g.privateHost(r)
	default:
		return false
	}
}

// privateHost tells whether a resource configuration is one host: an address inside, or a name. A name that resolves to an
// address outside leads nowhere, because the gateway follows the route tables of its subnets.
func (g *graph) privateHost(r *Resource) bool {
	kind, state := r.Value("type").Text()
	if state == Known && kind != "SINGLE" || state == Unknown {
		return false
	}
	definition := r.at("resourceConfigurationDefinition")
	if definition.state != Known || definition.at("arnResource").state != Absent {
		return false
	}
	address, name := definition.at("ipResource.ipAddress"), definition.at("dnsResource.domainName")
	return address.state == Known && isPublicAddress(g, address) == Isolated || address.state == Absent && name.state != Absent
}

// privateResourceEndpoint tells whether an endpoint of an access VPC leads to a host of the stack.
func (g *graph) privateResourceEndpoint(r *Resource) bool {
	if r.Value("serviceNetworkArn").state != Absent || r.Value("serviceName").state == Known && r.text("serviceName") != "" || !g.inAccessVPC(r) {
		return false
	}
	configuration := g.refer(r.Value("resourceConfigurationArn"), resourceConfigurationKind).only()
	return configuration != nil && g.privateLattice(configuration)
}
