package isolation

import (
	"net/netip"
	"slices"
	"strings"
	"testing"
)

// shape returns the resources of a private shape.
func shape(name string) stack {
	i := slices.IndexFunc(privateShapes, func(s privateShape) bool { return s.name == name })
	return privateShapes[i].add
}

func TestRouteToAnAttachmentOfTheTransitGatewayNeedsADeclaration(t *testing.T) {
	t.Parallel()
	for _, kind := range []string{
		"ec2transitgateway/vpcAttachmentAccepter", "ec2transitgateway/peeringAttachment", "ec2transitgateway/peeringAttachmentAccepter",
		"ec2transitgateway/connect", "ec2transitgateway/connectPeer", "ec2/vpnConnection", "directconnect/gatewayAssociation",
		"networkmanager/transitGatewayPeering",
	} {
		s := with(private, shape("transit gateway of the stack"), stack{
			"beyond": n(kind, props{"transitGatewayId": ref("own")}),
			"leak":   n("ec2transitgateway/route", props{"destinationCidrBlock": "10.100.0.0/16", "transitGatewayAttachmentId": ref("beyond"), "transitGatewayRouteTableId": ref("own-table")}),
		})
		for _, f := range allForms {
			m := s.build(f, Config{})
			for _, name := range []string{"beyond", "leak"} {
				if !slices.ContainsFunc(m.Ways(), func(w Way) bool { return w.Offender == s.urn(name) && w.Verdict == Reaches }) {
					t.Errorf("%s (%s): expected %q to be refused, got %s", kind, f, name, describe(m.Ways()))
				}
			}
			if ways := s.build(f, Config{Hubs: []string{s.urn("beyond")}}).Ways(); len(ways) > 0 {
				t.Errorf("%s (%s): expected a declared attachment to be permitted, got %s", kind, f, describe(ways))
			}
		}
	}
}

func TestLeakBehindATransitGatewayOfTheStackReachesTheSubnet(t *testing.T) {
	t.Parallel()
	s := with(private, shape("transit gateway of the stack"), stack{
		"vpn":  n("ec2/vpnConnection", props{"transitGatewayId": ref("own")}),
		"leak": n("ec2transitgateway/route", props{"destinationCidrBlock": "10.100.0.0/16", "transitGatewayAttachmentId": ref("vpn"), "transitGatewayRouteTableId": ref("own-table")}),
	})
	for _, f := range allForms {
		m := s.build(f, Config{})
		ways := m.WaysOf(RouteTGW)
		i := slices.IndexFunc(ways, func(w Way) bool { return w.Offender == s.urn("leak") })
		if i < 0 {
			t.Fatalf("%s: expected the route in the transit gateway to be refused, got %s", f, describe(m.Ways()))
		}
		if path := ways[i].String(); !strings.HasPrefix(path, `subnet "subnet"`) || !strings.Contains(path, `transit gateway "own"`) {
			t.Errorf("%s: expected the path from the subnet through the transit gateway, got %s", f, path)
		}
		if v := m.Subnets()[0].Verdict; v != Reaches {
			t.Errorf("%s: expected the subnet to reach the network behind the VPN, got %s", f, v)
		}
	}
	s["leak"] = n("ec2transitgateway/route", props{"destinationCidrBlock": "192.168.0.0/16", "transitGatewayAttachmentId": ref("vpn"), "transitGatewayRouteTableId": ref("own-table")})
	if v := s.build(formKnown, Config{}).Subnets()[0].Verdict; v != Isolated {
		t.Errorf("the subnet's route cannot carry 192.168.0.0/16, so it stays isolated; got %s", v)
	}
}

func TestMoreSpecificRoutesTakeTheirPart(t *testing.T) {
	t.Parallel()
	cfg := Config{Hubs: []string{"tgw-hub"}, PrivateRanges: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("8.0.0.0/9")}}
	half := func(cidr, key string, target any) node {
		return n("ec2/route", props{"routeTableId": ref("table"), "destinationCidrBlock": cidr, key: target})
	}
	s := with(private, stack{
		"gwe":   n("ec2/vpcEndpoint", props{"vpcEndpointType": "GatewayLoadBalancer", "serviceName": "com.amazonaws.vpce.x.vpce-svc-1"}),
		"whole": half("8.0.0.0/8", "transitGatewayId", "tgw-hub"),
		"upper": half("8.128.0.0/9", "vpcEndpointId", ref("gwe")),
	})
	m := s.build(formUnknown, cfg)
	for _, w := range m.Ways() {
		if w.Offender == s.urn("whole") {
			t.Errorf("the public half of the route is served by a more specific one, got %s", w)
		}
	}
	if len(m.WaysOf(RouteVPCE)) != 1 {
		t.Errorf("expected the more specific route itself to be refused, got %s", describe(m.Ways()))
	}
	delete(s, "upper")
	ways := s.build(formUnknown, cfg).WaysOf(RoutePublicDest)
	if len(ways) != 1 || ways[0].Destinations.String() != "8.128.0.0/9" {
		t.Errorf("expected exactly the part outside the private ranges, 8.128.0.0/9, got %s", describe(ways))
	}
	s["upper"] = n("ec2/route", props{"routeTableId": hidden{"rtb-x"}, "destinationCidrBlock": "8.128.0.0/9", "vpcEndpointId": ref("gwe")})
	if len(s.build(formUnknown, cfg).WaysOf(RoutePublicDest)) != 1 {
		t.Error("a route in a table that is not known must not take anything away")
	}
}

func TestOneViolationIsReportedOnceWithEverySubnet(t *testing.T) {
	t.Parallel()
	s := with(private, igw, stack{
		"subnet2": n("ec2/subnet", props{"vpcId": ref("vpc"), "cidrBlock": "10.0.2.0/24"}),
		"assoc2":  n("ec2/routeTableAssociation", props{"subnetId": ref("subnet2"), "routeTableId": ref("table")}),
		"route":   n("ec2/route", props{"routeTableId": ref("table"), "destinationCidrBlock": "0.0.0.0/0", "gatewayId": ref("igw")}),
	})
	// After a refresh the provider reports the separate route inside the table as well.
	table := s["table"]
	table.answer = props{"routes": list(props{"cidrBlock": "0.0.0.0/0", "gatewayId": ref("igw")})}
	s["table"] = table
	ways := s.build(formKnown, Config{}).WaysOf(RouteIGW)
	if len(ways) == 0 || len(ways) > 2 || !slices.Equal(ways[0].Subnets, []string{s.urn("subnet"), s.urn("subnet2")}) {
		t.Fatalf("expected one way with both subnets, got %s", describe(ways))
	}
	if len(ways) != 1 || ways[0].Offender != s.urn("route") {
		t.Errorf("expected the route alone as offender, got %s", describe(ways))
	}
}

func TestDriftThatOnlyTheProviderReportsIsFound(t *testing.T) {
	t.Parallel()
	s := with(private)
	s["table"] = node{kind: "ec2/routeTable", props: props{"vpcId": ref("vpc")},
		answer: props{"routes": list(props{"cidrBlock": "0.0.0.0/0", "gatewayId": "igw-made-by-hand"})}}
	if ways := s.build(formKnown, Config{}).WaysOf(RouteIGW); len(ways) != 1 {
		t.Errorf("expected the route that only the state shows, got %s", describe(ways))
	}
}

func TestOneResourceAloneProvesOnlyWhatTheStackCannotExcuse(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		add  stack
		cfg  Config
		want Kind
	}{
		{name: "internet gateway", add: igw, want: GatewayIGW},
		{name: "known target", add: stack{"x": n("ec2/route", props{"routeTableId": ref("table"), "destinationCidrBlock": "10.0.0.0/8", "gatewayId": "igw-1"})}, want: RouteIGW},
		{name: "inline known target", add: stack{"x": n("ec2/routeTable", props{"routes": list(props{"cidrBlock": "10.0.0.0/8", "natGatewayId": "nat-1"})})}, want: RouteNAT},
		{name: "default route by an unknown target", add: with(igw, stack{"x": n("ec2/route", props{"routeTableId": ref("table"), "destinationCidrBlock": "0.0.0.0/0", "gatewayId": hidden{"igw-1"}})})},
		{name: "public subnet", add: stack{"x": n("ec2/subnet", props{"mapPublicIpOnLaunch": true})}, want: AddrSubnet},
		{name: "private route by an unknown target", add: stack{"x": n("ec2/route", props{"routeTableId": ref("table"), "destinationCidrBlock": "10.0.0.0/8", "gatewayId": hidden{"igw-1"}})}},
		{name: "peering that the stack may know", add: stack{"x": n("ec2/vpcPeeringConnection", props{"vpcId": ref("vpc"), "peerVpcId": "vpc-9"})}},
		{name: "gateway that may belong to an access VPC", add: stack{"x": n("ec2/egressOnlyInternetGateway", nil)}, cfg: sharedConfig},
		{name: "unknown switch", add: stack{"x": n("ec2/subnet", props{"mapPublicIpOnLaunch": hidden{true}})}},
	} {
		s := with(private, c.add)
		name := "x"
		if _, ok := s[name]; !ok {
			name = "igw"
		}
		r := s.resource(name, formUnknown)
		r.Outputs, r.PropertyDependencies, r.Dependencies = r.Inputs, nil, nil
		ways := JudgeResource(r, c.cfg)
		if c.want == "" && len(ways) > 0 {
			t.Errorf("%s: expected nothing to be certain, got %s", c.name, describe(ways))
		}
		if c.want != "" && !slices.ContainsFunc(ways, func(w Way) bool { return w.Kind == c.want && w.Offender == r.URN }) {
			t.Errorf("%s: expected %s, got %s", c.name, c.want, describe(ways))
		}
	}
}

func TestClusterInASubnetThatReachesOutIsRefused(t *testing.T) {
	t.Parallel()
	s := with(private, shape("private cluster"), igw, stack{
		"route": n("ec2/route", props{"routeTableId": ref("table"), "destinationCidrBlock": "0.0.0.0/0", "gatewayId": ref("igw")}),
	})
	for _, f := range allForms {
		ways := s.build(f, Config{}).WaysOf(EKSSubnets)
		if len(ways) != 2 || ways[0].Verdict != Reaches {
			t.Errorf("%s: expected cluster and node group to be refused, got %s", f, describe(ways))
		}
	}
}

func TestFirewallThatEndsInABlockClosesTheGap(t *testing.T) {
	t.Parallel()
	guard := stack{
		"all":   n("route53/resolverFirewallDomainList", props{"domains": list("*")}),
		"some":  n("route53/resolverFirewallDomainList", props{"domains": list("amazonaws.com.")}),
		"group": n("route53/resolverFirewallRuleGroup", nil),
		"allow": n("route53/resolverFirewallRule", props{"firewallRuleGroupId": ref("group"), "firewallDomainListId": ref("some"), "action": "ALLOW", "priority": 10}),
		"block": n("route53/resolverFirewallRule", props{"firewallRuleGroupId": ref("group"), "firewallDomainListId": ref("all"), "action": "BLOCK", "priority": 100}),
		"use":   n("route53/resolverFirewallRuleGroupAssociation", props{"vpcId": ref("vpc"), "firewallRuleGroupId": ref("group"), "priority": 101}),
	}
	for _, f := range []form{formKnown, formUnknown, formAbsent} {
		if gaps := with(private, guard).build(f, Config{}).Gaps(); len(gaps) > 0 {
			t.Errorf("%s: expected no gap, got %s", f, describe(gaps))
		}
		for name, change := range map[string]node{
			"block": n("route53/resolverFirewallRule", props{"firewallRuleGroupId": ref("group"), "firewallDomainListId": ref("all"), "action": "ALERT", "priority": 100}),
			"allow": n("route53/resolverFirewallRule", props{"firewallRuleGroupId": ref("group"), "firewallDomainListId": ref("all"), "action": "ALLOW", "priority": 10}),
			"more":  n("route53/resolverFirewallRule", props{"firewallRuleGroupId": ref("group"), "firewallDomainListId": "rslvr-fdl-outside", "action": "ALLOW", "priority": 20}),
			"some":  n("route53/resolverFirewallDomainList", props{"domains": list("amazonaws.com.", hidden{"*"}, "*")}),
			"use":   n("route53/resolverFirewallRuleGroupAssociation", props{"vpcId": ref("vpc"), "firewallRuleGroupId": ref("group")}),
			"all":   n("route53/resolverFirewallDomainList", props{"domains": list("example.com")}),
		} {
			if len(with(private, guard, stack{name: change}).build(f, Config{}).WaysOf(DNSFirewall)) != 1 {
				t.Errorf("%s: with another %q the VPC is not guarded, and that was not found", f, name)
			}
		}
	}
}

func TestIsolationTableSaysWhereTrafficCanGo(t *testing.T) {
	t.Parallel()
	s := with(private, shape("gateway endpoint"), shape("peering within the stack"))
	s["subnet"] = n("ec2/subnet", props{"vpcId": ref("vpc"), "cidrBlock": "10.0.1.0/24", "tags": props{"cloudgap:tier": "nodes"}})
	for _, f := range allForms {
		row := s.build(f, Config{}).Subnets()[0]
		if row.Tier != "nodes" || row.CIDR != "10.0.1.0/24" || row.VPC != "vpc" {
			t.Errorf("%s: expected tier, CIDR and VPC of the subnet, got %+v", f, row)
		}
		var texts []string
		for _, d := range row.Destinations {
			texts = append(texts, d.Addresses+" via "+strings.SplitN(d.Via, " \"", 2)[0])
		}
		want := []string{"10.0.0.0/16 via local", "s3 via gateway endpoint", "10.7.0.0/16 via peering connection"}
		if !slices.Equal(texts, want) {
			t.Errorf("%s: expected destinations %q, got %q", f, want, texts)
		}
	}
}
