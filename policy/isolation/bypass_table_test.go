package isolation

var igw = stack{"igw": n("ec2/internetGateway", props{"vpcId": ref("vpc")})}

func tableBypasses() []bypass {
	return []bypass{
		{
			name: "no association, main table unmanaged", kind: RouteMain, offender: "subnet",
			add: stack{"assoc": n("ec2/vpcDhcpOptions", nil)},
		},
		{
			name: "route in the main table by the VPC's id", kind: RouteIGW, offender: "route", reaches: true,
			add: with(igw, stack{
				"assoc": n("ec2/vpcDhcpOptions", nil),
				"route": n("ec2/route", props{"routeTableId": attr{"vpc", "rtb-main"}, "destinationCidrBlock": "0.0.0.0/0", "gatewayId": ref("igw")}),
			}),
		},
		{
			name: "another table becomes the main one", kind: RouteIGW, offender: "route", reaches: true,
			add: with(igw, stack{
				"assoc":  n("ec2/vpcDhcpOptions", nil),
				"public": n("ec2/routeTable", props{"vpcId": ref("vpc")}),
				"main":   n("ec2/mainRouteTableAssociation", props{"vpcId": ref("vpc"), "routeTableId": ref("public")}),
				"route":  n("ec2/route", props{"routeTableId": ref("public"), "destinationCidrBlock": "0.0.0.0/0", "gatewayId": ref("igw")}),
			}),
		},
		{
			name: "route in the table of the association", kind: RouteIGW, offender: "route", reaches: true,
			add: with(igw, stack{
				"route": n("ec2/route", props{"routeTableId": attr{"assoc", "rtb-table"}, "destinationCidrBlock": "0.0.0.0/0", "gatewayId": ref("igw")}),
			}),
		},
		{
			name: "association with a table outside the stack", kind: RouteExternal, offender: "assoc", reaches: true,
			add: stack{"assoc": n("ec2/routeTableAssociation", props{"subnetId": ref("subnet"), "routeTableId": "rtb-elsewhere"})},
		},
		{
			name: "association with a table from a stack reference", kind: RouteExternal, offender: "assoc", reaches: true,
			add: stack{
				"other": n("pulumi:pulumi:StackReference", nil),
				"assoc": n("ec2/routeTableAssociation", props{"subnetId": ref("subnet"), "routeTableId": attr{"other", "rtb-elsewhere"}}),
			},
		},
		{
			name: "route in a table outside the stack", kind: RouteExternal, offender: "route",
			add: with(igw, stack{
				"route": n("ec2/route", props{"routeTableId": "rtb-elsewhere", "destinationCidrBlock": "10.0.0.0/8", "transitGatewayId": "tgw-1"}),
			}),
		},
		{
			name: "target from a stack reference", kind: RouteUnknown, offender: "route", reaches: true, except: []form{formKnown},
			add: stack{
				"other": n("pulumi:pulumi:StackReference", nil),
				"route": n("ec2/route", props{"routeTableId": ref("table"), "destinationCidrBlock": "10.9.0.0/16", "transitGatewayId": attr{"other", "tgw-1"}}),
			},
		},
		{
			name: "target that depends on a stack reference besides a harmless resource", kind: RouteUnknown, offender: "route", reaches: true,
			except: []form{formKnown}, cfg: Config{Hubs: []string{"tgw-tgw"}},
			add: stack{
				"other": n("pulumi:pulumi:StackReference", nil),
				"tgw":   n("ec2transitgateway/transitGateway", nil),
				"route": {kind: "ec2/route", deps: map[string][]string{"transitGatewayId": {"other"}}, props: props{
					"routeTableId": ref("table"), "destinationCidrBlock": "10.9.0.0/16", "transitGatewayId": ref("tgw")}},
			},
		},
		{
			name: "target that depends on nothing", kind: RouteUnknown, offender: "route", reaches: true, except: []form{formKnown},
			add: stack{"route": n("ec2/route", props{"routeTableId": ref("table"), "destinationCidrBlock": "10.9.0.0/16", "gatewayId": hidden{"local"}})},
		},
		{
			name: "route without any target", kind: RouteUnknown, offender: "route", reaches: true,
			add: stack{"route": n("ec2/route", props{"routeTableId": ref("table"), "destinationCidrBlock": "10.9.0.0/16"})},
		},
		{
			name: "destination that is not known", kind: RouteUnknown, offender: "route", reaches: true, except: []form{formKnown},
			cfg: Config{Hubs: []string{"tgw-hub"}},
			add: stack{"route": n("ec2/route", props{"routeTableId": ref("table"), "destinationCidrBlock": hidden{"10.0.0.0/8"}, "transitGatewayId": "tgw-hub"})},
		},
		{
			name: "destination that is no CIDR", kind: RouteUnknown, offender: "route", reaches: true, cfg: Config{Hubs: []string{"tgw-hub"}},
			add: stack{"route": n("ec2/route", props{"routeTableId": ref("table"), "destinationCidrBlock": "anywhere", "transitGatewayId": "tgw-hub"})},
		},
		{
			name: "VGW propagation in the table", kind: RouteVPN, offender: "table", reaches: true,
			add: stack{
				"vgw":   n("ec2/vpnGateway", nil),
				"table": n("ec2/routeTable", props{"vpcId": ref("vpc"), "propagatingVgws": list(ref("vgw"))}),
			},
		},
		{
			name: "VGW propagation as a resource", kind: RouteVPN, offender: "prop", reaches: true,
			add: stack{
				"vgw":  n("ec2/vpnGateway", nil),
				"prop": n("ec2/vpnGatewayRoutePropagation", props{"routeTableId": ref("table"), "vpnGatewayId": ref("vgw")}),
			},
		},
		{
			name: "route server propagation", kind: RouteDynamic, offender: "prop", reaches: true,
			add: stack{
				"server": n("vpc/routeServer", nil),
				"prop":   n("vpc/routeServerPropagation", props{"routeTableId": ref("table"), "routeServerId": ref("server")}),
			},
		},
		{
			name: "prefix list with a public entry", kind: RoutePublicDest, offender: "route", reaches: true, cfg: Config{Hubs: []string{"tgw-hub"}},
			add: stack{
				"list":  n("ec2/managedPrefixList", props{"entries": list(props{"cidr": "10.0.0.0/8"}, props{"cidr": "0.0.0.0/0"})}),
				"route": n("ec2/route", props{"routeTableId": ref("table"), "destinationPrefixListId": ref("list"), "transitGatewayId": "tgw-hub"}),
			},
		},
		{
			name: "prefix list with a public entry resource", kind: RoutePublicDest, offender: "route", reaches: true, cfg: Config{Hubs: []string{"tgw-hub"}},
			add: stack{
				"list":  n("ec2/managedPrefixList", nil),
				"entry": n("ec2/managedPrefixListEntry", props{"prefixListId": ref("list"), "cidr": "8.0.0.0/8"}),
				"route": n("ec2/route", props{"routeTableId": ref("table"), "destinationPrefixListId": ref("list"), "transitGatewayId": "tgw-hub"}),
			},
		},
		{
			name: "prefix list outside the stack", kind: RoutePrefixList, offender: "route", reaches: true, cfg: Config{Hubs: []string{"tgw-hub"}},
			add: stack{
				"route": n("ec2/route", props{"routeTableId": ref("table"), "destinationPrefixListId": "pl-0a", "transitGatewayId": "tgw-hub"}),
			},
		},
		{
			name: "prefix list with unknown entries", kind: RoutePrefixList, offender: "route", reaches: true, except: []form{formKnown},
			cfg: Config{Hubs: []string{"tgw-hub"}},
			add: stack{
				"list":  n("ec2/managedPrefixList", props{"entries": list(props{"cidr": hidden{"10.0.0.0/8"}})}),
				"route": n("ec2/route", props{"routeTableId": ref("table"), "destinationPrefixListId": ref("list"), "transitGatewayId": "tgw-hub"}),
			},
		},
		{
			name: "a VPC block as wide as the internet", kind: RoutePublicDest, offender: "route", reaches: true, cfg: Config{Hubs: []string{"tgw-hub"}},
			add: stack{
				"wide":  n("ec2/vpcIpv4CidrBlockAssociation", props{"vpcId": ref("vpc"), "cidrBlock": "0.0.0.0/0"}),
				"route": n("ec2/route", props{"routeTableId": ref("table"), "destinationCidrBlock": "0.0.0.0/0", "transitGatewayId": "tgw-hub"}),
			},
		},
	}
}
