package isolation

import "fmt"

// outTarget is a target of a route that leads out, with the stack that it needs.
type outTarget struct {
	name string
	key  string
	kind Kind
	add  stack
}

func outTargets() []outTarget {
	return []outTarget{
		{"internet gateway", "gatewayId", RouteIGW, stack{"out": n("ec2/internetGateway", props{"vpcId": ref("vpc")})}},
		{"NAT gateway", "natGatewayId", RouteNAT, stack{"out": n("ec2/natGateway", props{"subnetId": ref("subnet")})}},
		{"NAT gateway in gatewayId", "gatewayId", RouteNAT, stack{"out": n("ec2/natGateway", props{"subnetId": ref("subnet")})}},
		{"internet gateway in natGatewayId", "natGatewayId", RouteIGW, stack{"out": n("ec2/internetGateway", nil)}},
		{"egress-only gateway", "egressOnlyGatewayId", RouteEIGW, stack{"out": n("ec2/egressOnlyInternetGateway", props{"vpcId": ref("vpc")})}},
		{"egress-only gateway in gatewayId", "gatewayId", RouteEIGW, stack{"out": n("ec2/egressOnlyInternetGateway", props{"vpcId": ref("vpc")})}},
		{"carrier gateway", "carrierGatewayId", RouteCarrier, stack{"out": n("ec2/carrierGateway", props{"vpcId": ref("vpc")})}},
		{"network interface", "networkInterfaceId", RouteENI, stack{"out": n("ec2/networkInterface", props{"subnetId": ref("subnet")})}},
		{"VPN gateway", "gatewayId", RouteVPN, stack{"out": n("ec2/vpnGateway", props{"vpcId": ref("vpc")})}},
		{"core network", "coreNetworkArn", RouteCoreWAN, stack{"out": n("networkmanager/coreNetwork", nil)}},
		{"Gateway Load Balancer endpoint", "vpcEndpointId", RouteVPCE, stack{
			"out": n("ec2/vpcEndpoint", props{"vpcId": ref("vpc"), "vpcEndpointType": "GatewayLoadBalancer", "serviceName": "com.amazonaws.vpce.eu-west-1.vpce-svc-1"}),
		}},
	}
}

// destinations are spellings of the world and of parts of it.
var publicDestinations = map[string]string{
	"default route":         "0.0.0.0/0",
	"lower half":            "0.0.0.0/1",
	"upper half":            "128.0.0.0/1",
	"one public block":      "8.8.8.0/24",
	"one public host":       "1.1.1.1/32",
	"around private ranges": "172.0.0.0/8",
	"host bits set":         "9.9.9.9/0",
	"IPv6 default route":    "::/0",
	"IPv6 global unicast":   "2000::/3",
	"NAT64":                 "64:ff9b::/96",
	"IPv6 public block":     "2606:4700::/32",
}

func destinationKey(cidr string, inline bool) string {
	v6 := false
	for _, c := range cidr {
		v6 = v6 || c == ':'
	}
	switch {
	case inline && v6:
		return "ipv6CidrBlock"
	case inline:
		return "cidrBlock"
	case v6:
		return "destinationIpv6CidrBlock"
	default:
		return "destinationCidrBlock"
	}
}

func routeBypasses() []bypass {
	var all []bypass
	for _, target := range outTargets() {
		all = append(all,
			bypass{
				name: "route to " + target.name, kind: target.kind, offender: "route", reaches: true,
				add: with(target.add, stack{"route": n("ec2/route", props{
					"routeTableId": ref("table"), "destinationCidrBlock": "0.0.0.0/0", target.key: ref("out")})}),
			},
			bypass{
				name: "private destination to " + target.name, kind: target.kind, offender: "route", reaches: true,
				add: with(target.add, stack{"route": n("ec2/route", props{
					"routeTableId": ref("table"), "destinationCidrBlock": "10.9.0.0/16", target.key: ref("out")})}),
			},
			bypass{
				name: "inline route to " + target.name, kind: target.kind, offender: "table", reaches: true,
				add: with(target.add, stack{"table": n("ec2/routeTable", props{"vpcId": ref("vpc"), "routes": list(
					props{"cidrBlock": "0.0.0.0/0", target.key: ref("out")})})}),
			},
			bypass{
				name: "default route table with a route to " + target.name, kind: target.kind, offender: "main", reaches: true,
				add: with(target.add, stack{
					"assoc": n("ec2/vpcDhcpOptions", nil),
					"main": n("ec2/defaultRouteTable", props{
						"defaultRouteTableId": attr{"vpc", "rtb-main"}, "routes": list(props{"cidrBlock": "0.0.0.0/0", target.key: ref("out")})}),
				}),
			})
	}
	for name, cidr := range publicDestinations {
		all = append(all, bypass{
			name: name + " to a declared transit gateway", kind: RoutePublicDest, offender: "route", reaches: true,
			cfg: Config{Hubs: []string{"tgw-hub"}},
			add: stack{"route": n("ec2/route", props{
				"routeTableId": ref("table"), destinationKey(cidr, false): cidr, "transitGatewayId": "tgw-hub"})},
		}, bypass{
			name: name + " inline to a declared transit gateway", kind: RoutePublicDest, offender: "table", reaches: true,
			cfg: Config{Hubs: []string{"tgw-hub"}},
			add: stack{"table": n("ec2/routeTable", props{"vpcId": ref("vpc"), "routes": list(
				props{"cidrBlock": "10.1.0.0/16", "transitGatewayId": "tgw-hub"},
				props{destinationKey(cidr, true): cidr, "transitGatewayId": "tgw-hub"})})},
		})
	}
	return append(all, literalBypasses()...)
}

// literalBypasses name targets outside the stack by id.
func literalBypasses() []bypass {
	var all []bypass
	for _, l := range []struct {
		key, id string
		kind    Kind
	}{
		{"gatewayId", "igw-0a", RouteIGW}, {"gatewayId", "nat-0a", RouteNAT}, {"natGatewayId", "nat-0a", RouteNAT},
		{"natGatewayId", "igw-0a", RouteIGW}, {"gatewayId", "eigw-0a", RouteEIGW}, {"egressOnlyGatewayId", "eigw-0a", RouteEIGW},
		{"gatewayId", "vgw-0a", RouteVPN}, {"gatewayId", "vpce-0a", RouteVPCE}, {"vpcEndpointId", "vpce-0a", RouteVPCE},
		{"transitGatewayId", "tgw-0a", RouteTGW}, {"vpcPeeringConnectionId", "pcx-0a", RoutePeering},
		{"networkInterfaceId", "eni-0a", RouteENI}, {"instanceId", "i-0a", RouteENI}, {"carrierGatewayId", "cagw-0a", RouteCarrier},
		{"localGatewayId", "lgw-0a", RouteLGW},
		{"coreNetworkArn", "arn:aws:networkmanager::111122223333:core-network/core-network-0a", RouteCoreWAN},
		{"odbNetworkArn", "arn:aws:odb:eu-west-1:111122223333:odb-network/odbnet_0a", RouteUnknown},
		{"gatewayId", "something-new", RouteUnknown},
	} {
		all = append(all, bypass{
			name: fmt.Sprintf("literal %s in %s", l.id, l.key), kind: l.kind, offender: "route", reaches: true,
			add: stack{"route": n("ec2/route", props{
				"routeTableId": ref("table"), "destinationCidrBlock": "10.9.0.0/16", l.key: l.id})},
		})
	}
	return all
}
