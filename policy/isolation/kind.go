package isolation

// Kind is the stable id of a sort of way out or in. The ids are those of the policy rules.
type Kind string

// Ways by a route.
const (
	RouteIGW        Kind = "ROUTE-IGW"         // a route to an internet gateway
	RouteNAT        Kind = "ROUTE-NAT"         // a route to a NAT gateway, public or private
	RouteEIGW       Kind = "ROUTE-EIGW"        // a route to an egress-only internet gateway
	RouteENI        Kind = "ROUTE-ENI"         // a network interface or instance as next hop, or one that may forward
	RoutePublicDest Kind = "ROUTE-PUBLIC-DEST" // a destination outside the private ranges, by an otherwise permitted target
	RoutePrefixList Kind = "ROUTE-PREFIXLIST"  // a prefix list that cannot be expanded or holds public entries
	RouteTGW        Kind = "ROUTE-TGW"         // a transit gateway that is not trusted, or a leak in one of its tables
	RouteCoreWAN    Kind = "ROUTE-COREWAN"     // a Cloud WAN core network
	RoutePeering    Kind = "ROUTE-PEERING"     // a peer that is not trusted
	RouteVPN        Kind = "ROUTE-VPN"         // a virtual private gateway, by a route or by propagation, or a VPN
	RouteDX         Kind = "ROUTE-DX"          // Direct Connect
	RouteDynamic    Kind = "ROUTE-DYNAMIC"     // routes that a route server injects
	RouteCarrier    Kind = "ROUTE-CARRIER"     // a carrier gateway
	RouteLGW        Kind = "ROUTE-LGW"         // an Outposts local gateway
	RouteVPCE       Kind = "ROUTE-VPCE"        // a Gateway Load Balancer endpoint that is not trusted
	RouteMain       Kind = "ROUTE-MAIN"        // a subnet that falls back to the main table
	RouteExternal   Kind = "ROUTE-EXTERNAL"    // a route or an association with a table outside the stack
	RouteUnknown    Kind = "ROUTE-UNKNOWN"     // a target or destination that cannot be known
)

// Gateways and default networks, which are refused for existing.
const (
	GatewayIGW   Kind = "GW-IGW"        // an internet gateway or its attachment
	GatewayNAT   Kind = "GW-NAT"        // a NAT gateway
	GatewayEIGW  Kind = "GW-EIGW"       // an egress-only internet gateway
	VPCDefault   Kind = "VPC-DEFAULT"   // the default VPC or a default subnet, which have an internet gateway route
	BPAExclusion Kind = "BPA-EXCLUSION" // an exception from VPC Block Public Access
)

// Public addresses.
const (
	AddrSubnet   Kind = "ADDR-SUBNET"   // a subnet that hands out addresses that are routable outside
	AddrInstance Kind = "ADDR-INSTANCE" // an instance, template or interface with such an address
	AddrEIP      Kind = "ADDR-EIP"      // an elastic IP address or its use
	AddrIPv6     Kind = "ADDR-IPV6"     // public IPv6 space on a VPC
)

// Services that open a way in, or run outside the network.
const (
	EKSPublic        Kind = "EKS-PUBLIC"        // a public Kubernetes API endpoint
	EKSSubnets       Kind = "EKS-SUBNETS"       // a cluster or its nodes in a subnet that is not isolated
	EKSNodes         Kind = "EKS-NODES"         // node settings that open a way in or out
	LBPublic         Kind = "LB-PUBLIC"         // an internet-facing load balancer
	FrontGA          Kind = "FRONT-GA"          // Global Accelerator
	FrontCF          Kind = "FRONT-CF"          // a CloudFront VPC origin
	FrontAPIGW       Kind = "FRONT-APIGW"       // an API Gateway VPC link
	FrontEICE        Kind = "FRONT-EICE"        // an EC2 Instance Connect endpoint
	FrontClientVPN   Kind = "FRONT-CLIENTVPN"   // AWS Client VPN
	FrontPrivateLink Kind = "FRONT-PRIVATELINK" // an endpoint service that others may connect to
	FrontLattice     Kind = "FRONT-LATTICE"     // VPC Lattice
	FrontURL         Kind = "FRONT-URL"         // a service with a public address or outside a VPC
	ServiceNonVPC    Kind = "SVC-NONVPC"        // a service that runs or sends outside the VPC
	SSMPortForward   Kind = "SSM-PORTFWD"       // a Session Manager document that forwards ports
)

// Endpoints, names, filters and sharing.
const (
	EPThirdParty Kind = "EP-THIRDPARTY" // an interface endpoint to somebody else's service
	DNSFirewall  Kind = "DNS-FIREWALL"  // a VPC whose resolver answers public names
	DNSForward   Kind = "DNS-FORWARD"   // name queries that leave for another resolver
	SGEgress     Kind = "SG-EGRESS"     // a security group that lets traffic out to public addresses
	NACLEgress   Kind = "NACL-EGRESS"   // a network ACL that lets traffic out to public addresses
	Mirror       Kind = "MIRROR"        // traffic mirroring to a target outside
	Share        Kind = "SHARE"         // network objects shared with principals that are not trusted
	Opaque       Kind = "OPAQUE"        // a resource that can create networks unseen
	TypeUnknown  Kind = "TYPE-UNKNOWN"  // a network type that the model does not know
)

// Kinds returns every kind, in the order of this file. A policy rule is expected for each.
func Kinds() []Kind {
	return []Kind{
		RouteIGW, RouteNAT, RouteEIGW, RouteENI, RoutePublicDest, RoutePrefixList, RouteTGW, RouteCoreWAN,
		RoutePeering, RouteVPN, RouteDX, RouteDynamic, RouteCarrier, RouteLGW, RouteVPCE, RouteMain, RouteExternal,
		RouteUnknown, GatewayIGW, GatewayNAT, GatewayEIGW, VPCDefault, BPAExclusion, AddrSubnet, AddrInstance,
		AddrEIP, AddrIPv6, EKSPublic, EKSSubnets, EKSNodes, LBPublic, FrontGA, FrontCF, FrontAPIGW, FrontEICE,
		FrontClientVPN, FrontPrivateLink, FrontLattice, FrontURL, ServiceNonVPC, SSMPortForward, EPThirdParty,
		DNSFirewall, DNSForward, SGEgress, NACLEgress, Mirror, Share, Opaque, TypeUnknown,
	}
}
