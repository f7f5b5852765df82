package isolation

// edgeBypasses are mistakes at the edges of what a plan shows: half-known values, odd shapes, declarations stretched.
func edgeBypasses() []bypass {
	toHub := func(cidr string) node {
		return n("ec2/route", props{"routeTableId": ref("table"), "destinationCidrBlock": cidr, "transitGatewayId": "tgw-hub"})
	}
	hub := Config{Hubs: []string{"tgw-hub", "vgw-hub"}, Peers: []string{"vpc-partner"}}
	other := stack{"other": n("pulumi:pulumi:StackReference", nil)}
	return []bypass{
		{
			name: "association that may be with another table", kind: RouteExternal, offender: "assoc", reaches: true, except: []form{formKnown},
			add: with(other, stack{"assoc": {kind: "ec2/routeTableAssociation", deps: map[string][]string{"routeTableId": {"other"}},
				props: props{"subnetId": ref("subnet"), "routeTableId": ref("table")}}}),
		},
		{
			name: "association of a subnet that is not known", kind: RouteExternal, offender: "more", except: []form{formKnown},
			add: with(other, stack{"more": n("ec2/routeTableAssociation", props{"subnetId": attr{"other", "subnet-9"}, "routeTableId": ref("table")})}),
		},
		{
			name: "subnet whose VPC is not known", kind: RouteMain, offender: "stray", except: []form{formKnown},
			add: with(other, stack{"stray": n("ec2/subnet", props{"vpcId": attr{"other", "vpc-9"}})}),
		},
		{
			name: "main table of a VPC that is not known", kind: RouteMain, offender: "subnet", reaches: true, except: []form{formKnown},
			add: with(other, stack{
				"assoc": n("ec2/vpcDhcpOptions", nil),
				"main":  n("ec2/mainRouteTableAssociation", props{"vpcId": attr{"other", "vpc-vpc"}, "routeTableId": attr{"other", "rtb-9"}}),
			}),
		},
		{
			name: "unknown value of a target property that is not known either", kind: RouteUnknown, offender: "route", reaches: true,
			add: stack{
				"tgw":   n("ec2transitgateway/transitGateway", nil),
				"route": n("ec2/route", props{"routeTableId": ref("table"), "destinationCidrBlock": "10.9.0.0/16", "odbNetworkArn": ref("tgw")}),
			}, except: []form{formKnown},
		},
		{
			name: "interface that nobody knows", kind: RouteENI, offender: "route", reaches: true, except: []form{formBare},
			add: stack{"route": n("ec2/route", props{"routeTableId": ref("table"), "destinationCidrBlock": "10.9.0.0/16", "networkInterfaceId": hidden{"eni-9"}})},
		},
		{
			name: "interface of a NAT gateway as next hop", kind: RouteENI, offender: "route", reaches: true,
			add: stack{
				"nat":   n("ec2/natGateway", props{"subnetId": ref("subnet")}),
				"route": n("ec2/route", props{"routeTableId": ref("table"), "destinationCidrBlock": "10.9.0.0/16", "networkInterfaceId": attr{"nat", "eni-9"}}),
			},
		},
		{
			name: "interface of an instance as next hop", kind: RouteENI, offender: "route", reaches: true,
			add: stack{
				"host":  n("ec2/instance", props{"subnetId": ref("subnet")}),
				"route": n("ec2/route", props{"routeTableId": ref("table"), "destinationCidrBlock": "10.9.0.0/16", "networkInterfaceId": attr{"host", "eni-9"}}),
			},
		},
		{
			name: "whole list of routes from elsewhere", kind: RouteUnknown, offender: "table", reaches: true, except: []form{formKnown},
			add: with(other, stack{"table": n("ec2/routeTable", props{"vpcId": ref("vpc"), "routes": attr{"other", list()}})}),
		},
		{
			name: "whole list of routes that depends on an internet gateway", kind: RouteIGW, offender: "table", reaches: true,
			add: with(igw, stack{"table": n("ec2/routeTable", props{"vpcId": ref("vpc"), "routes": attr{"igw", list(props{"cidrBlock": "0.0.0.0/0", "gatewayId": "igw-igw"})}})}),
		},
		{
			name: "propagation of a declared VPN gateway", kind: RouteVPN, offender: "table", reaches: true, cfg: hub,
			add: stack{"table": n("ec2/routeTable", props{"vpcId": ref("vpc"), "propagatingVgws": list("vgw-hub")})},
		},
		{
			name: "public destination by a declared VPN gateway", kind: RoutePublicDest, offender: "route", reaches: true, cfg: hub,
			add: stack{"route": n("ec2/route", props{"routeTableId": ref("table"), "destinationCidrBlock": "0.0.0.0/0", "gatewayId": "vgw-hub"})},
		},
		{
			name: "public destination by a declared peering", kind: RoutePublicDest, offender: "route", reaches: true, cfg: hub,
			add: stack{
				"pcx":   n("ec2/vpcPeeringConnection", props{"vpcId": ref("vpc"), "peerVpcId": "vpc-partner"}),
				"route": n("ec2/route", props{"routeTableId": ref("table"), "destinationCidrBlock": "0.0.0.0/0", "vpcPeeringConnectionId": ref("pcx")}),
			},
		},
		{
			name: "more than the block of a peer in the stack", kind: RoutePublicDest, offender: "route", reaches: true,
			add: stack{
				"peer":  n("ec2/vpc", props{"cidrBlock": "20.0.0.0/16"}),
				"pcx":   n("ec2/vpcPeeringConnection", props{"vpcId": ref("vpc"), "peerVpcId": ref("peer")}),
				"route": n("ec2/route", props{"routeTableId": ref("table"), "destinationCidrBlock": "20.0.0.0/15", "vpcPeeringConnectionId": ref("pcx")}),
			},
		},
		{
			name: "peer whose id is not known", kind: RoutePeering, offender: "route", reaches: true, except: []form{formKnown},
			add: with(other, stack{
				"pcx":   n("ec2/vpcPeeringConnection", props{"vpcId": ref("vpc"), "peerVpcId": attr{"other", "vpc-9"}}),
				"route": n("ec2/route", props{"routeTableId": ref("table"), "destinationCidrBlock": "10.9.0.0/16", "vpcPeeringConnectionId": ref("pcx")}),
			}),
		},
		{
			name: "two routes to one destination", kind: RouteVPCE, offender: "second", reaches: true, cfg: hub,
			add: stack{
				"first":  toHub("8.8.0.0/16"),
				"second": n("ec2/route", props{"routeTableId": ref("table"), "destinationCidrBlock": "8.8.0.0/16", "vpcEndpointId": "vpce-9"}),
			},
		},
		{
			name: "public route with a twin", kind: RoutePublicDest, offender: "first", reaches: true, cfg: hub,
			add: stack{
				"first":  toHub("8.8.0.0/16"),
				"second": n("ec2/route", props{"routeTableId": ref("table"), "destinationCidrBlock": "8.8.0.0/16", "vpcEndpointId": "vpce-9"}),
			},
		},
		{
			name: "public route with a more specific one that may be in another table", kind: RoutePublicDest, offender: "wide", reaches: true,
			cfg: hub, except: []form{formKnown},
			add: stack{
				"table2": n("ec2/routeTable", props{"vpcId": ref("vpc")}),
				"wide":   toHub("8.8.0.0/16"),
				"low":    {kind: "ec2/route", deps: map[string][]string{"routeTableId": {"table2"}}, props: props{"routeTableId": ref("table"), "destinationCidrBlock": "8.8.0.0/17", "transitGatewayId": "tgw-hub"}},
				"high":   {kind: "ec2/route", deps: map[string][]string{"routeTableId": {"table2"}}, props: props{"routeTableId": ref("table"), "destinationCidrBlock": "8.8.128.0/17", "transitGatewayId": "tgw-hub"}},
			},
		},
		{
			name: "gateway endpoint written as a target", kind: RouteVPCE, offender: "route", reaches: true,
			add: stack{
				"s3":    n("ec2/vpcEndpoint", props{"vpcId": ref("vpc"), "serviceName": "com.amazonaws.eu-west-1.s3", "vpcEndpointType": "Gateway"}),
				"route": n("ec2/route", props{"routeTableId": ref("table"), "destinationCidrBlock": "0.0.0.0/0", "gatewayId": ref("s3")}),
			},
		},
		{
			name: "entry that may belong to a prefix list in use", kind: RoutePrefixList, offender: "route", reaches: true, cfg: hub, except: []form{formKnown},
			add: with(other, stack{
				"list":  n("ec2/managedPrefixList", props{"entries": list(props{"cidr": "10.0.0.0/8"})}),
				"entry": n("ec2/managedPrefixListEntry", props{"prefixListId": attr{"other", "pl-list"}, "cidr": "0.0.0.0/0"}),
				"route": n("ec2/route", props{"routeTableId": ref("table"), "destinationPrefixListId": ref("list"), "transitGatewayId": "tgw-hub"}),
			}),
		},
		{
			name: "transit gateway route to a destination that is not known", kind: RouteTGW, offender: "x", except: []form{formKnown},
			add: with(shape("transit gateway of the stack"), stack{
				"x": n("ec2transitgateway/route", props{"destinationCidrBlock": hidden{"10.1.0.0/16"}, "transitGatewayAttachmentId": ref("own-att"), "transitGatewayRouteTableId": ref("own-table")})}),
		},
		{
			name: "transit gateway route whose blackhole is not known", kind: RouteTGW, offender: "own-drop", except: []form{formKnown, formBare},
			add: with(shape("transit gateway of the stack"), stack{
				"own-drop": n("ec2transitgateway/route", props{"destinationCidrBlock": "0.0.0.0/0", "blackhole": hidden{true}, "transitGatewayRouteTableId": ref("own-table")})}),
		},
		{
			name: "cluster of which one subnet is outside the stack", kind: EKSSubnets, offender: "x", except: []form{formBare},
			add: stack{"x": n("eks/nodeGroup", props{"subnetIds": list(ref("subnet"), "subnet-9")})},
		},
		{
			name: "network ACL that lets all HTTPS out beside a gateway endpoint", kind: NACLEgress, offender: "x",
			add: with(shape("gateway endpoint"), stack{"x": n("ec2/networkAcl", props{"vpcId": ref("vpc"), "egress": list(
				props{"action": "allow", "protocol": "tcp", "fromPort": 443, "toPort": 443, "cidrBlock": "0.0.0.0/0"})})}),
		},
		{
			name: "group of a workload VPC that lets traffic out to the tunnel edge", kind: SGEgress, offender: "x", cfg: sharedConfig,
			add: with(shape("access VPC"), stack{"x": n("ec2/securityGroup", props{"vpcId": ref("vpc"), "egress": list(props{"ipv6CidrBlocks": list("2606:4700:a0::1/128")})})}),
		},
		{
			name: "public addresses in an access VPC", kind: AddrSubnet, offender: "acc-subnet", cfg: sharedConfig,
			add: with(shape("access VPC"), stack{"acc-subnet": n("ec2/subnet", props{"vpcId": ref("acc"), "mapPublicIpOnLaunch": true})}),
		},
		{
			name: "elastic address of an instance in an access VPC", kind: AddrEIP, offender: "ac4-eip", cfg: sharedConfig, except: []form{formBare},
			add: with(shape("access VPC by IPv4"), stack{"ac4-eip": n("ec2/eip", props{"instance": "i-9"})}),
		},
		{
			name: "gateway of a workload VPC beside an access VPC", kind: GatewayEIGW, offender: "x", cfg: sharedConfig,
			add: with(shape("access VPC"), stack{"x": n("ec2/egressOnlyInternetGateway", props{"vpcId": ref("vpc")})}),
		},
	}
}
