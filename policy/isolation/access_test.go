package isolation

import (
	"slices"
	"strings"
	"testing"
)

func TestAccessVPCLosesItsShapeWithAnythingMoreThanTheTunnel(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		add  stack
	}{
		{"a route beyond the edge", stack{"more": n("ec2/route", props{"routeTableId": ref("acc-table"), "destinationIpv6CidrBlock": "::/0", "egressOnlyGatewayId": ref("acc-eigw")})}},
		{"an edge that is one address wider", stack{"more": n("ec2/route", props{"routeTableId": ref("acc-table"), "destinationIpv6CidrBlock": "2606:4700:a0::/47", "egressOnlyGatewayId": ref("acc-eigw")})}},
		{"a cluster", stack{"more": n("eks/cluster", props{"vpcConfig": props{"subnetIds": list(ref("acc-subnet")), "endpointPublicAccess": false, "endpointPrivateAccess": true}})}},
		{"a function", stack{"more": n("lambda/function", props{"vpcConfig": props{"subnetIds": list(ref("acc-subnet"))}})}},
		{"a load balancer", stack{"more": n("lb/loadBalancer", props{"internal": true, "subnets": list(ref("acc-subnet"))})}},
		{"a connector that admits traffic", stack{"acc-sg": n("ec2/securityGroup", props{"vpcId": ref("acc"), "ingress": list(props{"cidrBlocks": list("10.0.0.0/8")})})}},
		{"a connector that admits traffic by a rule", stack{"more": n("vpc/securityGroupIngressRule", props{"securityGroupId": ref("acc-sg"), "cidrIpv4": "10.0.0.0/8"})}},
		{"a forwarding host", stack{"more": n("ec2/route", props{"routeTableId": ref("acc-table"), "destinationIpv6CidrBlock": "2606:4700:a0::/48", "networkInterfaceId": "eni-1"})}},
	} {
		for _, f := range allForms {
			m := with(private, shape("access VPC"), c.add).build(f, sharedConfig)
			if len(m.WaysOf(GatewayEIGW)) == 0 || len(m.WaysOf(RouteEIGW)) == 0 {
				t.Errorf("%s (%s): expected the gateway and its routes to be refused, got %s", c.name, f, describe(m.Ways()))
			}
			for _, row := range m.Subnets() {
				if row.Name == "acc-subnet" && row.Verdict == Isolated {
					t.Errorf("%s (%s): expected the access subnet not to be isolated", c.name, f)
				}
			}
		}
	}
}

func TestAccessVPCHoldsNoWorkloadOfAnyKind(t *testing.T) {
	t.Parallel()
	for kind, p := range map[string]props{
		"eks/nodeGroup":                             {"subnetIds": list(ref("acc-subnet"))},
		"ecs/service":                               {"networkConfiguration": props{"subnets": list(ref("acc-subnet"))}},
		"elb/loadBalancer":                          {"internal": true, "subnets": list(ref("acc-subnet"))},
		"rds/subnetGroup":                           {"subnetIds": list(ref("acc-subnet"))},
		"opensearch/domain":                         {"vpcOptions": props{"subnetIds": list(ref("acc-subnet"))}},
		"ec2transitgateway/vpcAttachment":           {"transitGatewayId": "tgw-hub", "vpcId": ref("acc"), "subnetIds": list(ref("acc-subnet"))},
		"ec2transitgateway/instanceConnectEndpoint": {"subnetId": ref("acc-subnet")},
		"newservice/thing":                          {"placement": list(props{"subnet": ref("acc-subnet")})},
	} {
		s := with(private, shape("access VPC"), stack{"more": n(kind, p)})
		for _, f := range allForms {
			if len(s.build(f, sharedConfig).WaysOf(RouteEIGW)) == 0 {
				t.Errorf("%s (%s): expected the VPC to lose the access shape", kind, f)
			}
		}
		// The same with the id of the subnet written down instead of referred to.
		resources := s.resources(formKnown)
		for i := range resources {
			resources[i].PropertyDependencies = nil
		}
		if len(Build(resources, sharedConfig).WaysOf(RouteEIGW)) == 0 {
			t.Errorf("%s by literal id: expected the VPC to lose the access shape", kind)
		}
	}
}

func TestConnectorsStandWhereARouteLeadsToTheEdge(t *testing.T) {
	t.Parallel()
	for kind, at := range map[string]func(subnet any) props{
		"ec2/instance":         func(subnet any) props { return props{"subnetId": subnet} },
		"ec2/networkInterface": func(subnet any) props { return props{"subnetId": subnet} },
		"ec2/launchTemplate":   func(subnet any) props { return props{"networkInterfaces": list(props{"subnetId": subnet})} },
		"autoscaling/group":    func(subnet any) props { return props{"vpcZoneIdentifiers": list(subnet)} },
	} {
		for _, f := range allForms {
			base := with(private, shape("access VPC"), stack{
				"inner-table": n("ec2/routeTable", props{"vpcId": ref("acc")}),
				"inner":       n("ec2/subnet", props{"vpcId": ref("acc"), "cidrBlock": "10.9.0.128/28", "mapPublicIpOnLaunch": false}),
				"inner-link":  n("ec2/routeTableAssociation", props{"subnetId": ref("inner"), "routeTableId": ref("inner-table")}),
			})
			if ways := with(base, stack{"more": n(kind, at(ref("acc-subnet")))}).build(f, sharedConfig).WaysOf(RouteEIGW); len(ways) != 0 {
				t.Errorf("%s (%s): expected a connector where a route leads to the edge to be accepted, got %s", kind, f, describe(ways))
			}
			if len(with(base, stack{"more": n(kind, at(ref("inner")))}).build(f, sharedConfig).WaysOf(RouteEIGW)) == 0 {
				t.Errorf("%s (%s): expected a host where no route leads to the edge to be a workload", kind, f)
			}
		}
	}
}

func TestTunnelEdgeIsForAnAccessVPCOnly(t *testing.T) {
	t.Parallel()
	s := with(private, shape("private cluster"), stack{
		"eigw":  n("ec2/egressOnlyInternetGateway", props{"vpcId": ref("vpc")}),
		"route": n("ec2/route", props{"routeTableId": ref("table"), "destinationIpv6CidrBlock": "2606:4700:a0::/48", "egressOnlyGatewayId": ref("eigw")}),
	})
	for _, f := range allForms {
		m := s.build(f, sharedConfig)
		if len(m.WaysOf(RouteEIGW)) != 1 || len(m.WaysOf(GatewayEIGW)) != 1 {
			t.Errorf("%s: a workload VPC must not route to the tunnel edge, got %s", f, describe(m.Ways()))
		}
		i := slices.IndexFunc(m.VPCs(), func(v *VPC) bool { return v.Name() == "vpc" })
		if v := m.VPCs()[i]; !v.Access.Wants || v.Access.Holds || len(v.Access.Against) == 0 {
			t.Errorf("%s: expected the reasons against the access shape, got %+v", f, v.Access)
		}
	}
	undeclared := sharedConfig
	undeclared.TunnelEdge = nil
	if ways := with(private, shape("access VPC")).build(formKnown, undeclared).WaysOf(RouteEIGW); len(ways) != 2 {
		t.Errorf("without declared edge prefixes every route to a gateway is refused, got %s", describe(ways))
	}
}

// linked is an access VPC that reaches one host of the private VPC through VPC Lattice, beside a cluster there.
var linked = stack{
	"lat-sg":   n("ec2/securityGroup", props{"vpcId": ref("vpc"), "egress": list(props{"cidrBlocks": list("10.0.0.0/16")})}),
	"lat-gate": n("vpclattice/resourceGateway", props{"vpcId": ref("vpc"), "subnetIds": list(ref("subnet")), "securityGroupIds": list(ref("lat-sg"))}),
	"lat-host": {kind: "vpclattice/resourceConfiguration", props: props{
		"resourceGatewayIdentifier": ref("lat-gate"), "type": "SINGLE", "protocol": "TCP", "portRanges": list("443"), "allowAssociationToShareableServiceNetwork": false,
		"resourceConfigurationDefinition": props{"ipResource": props{"ipAddress": "10.0.1.10"}},
	}, answer: props{"arn": "arn:aws:vpc-lattice:eu-west-1:111122223333:resourceconfiguration/rcfg-1"}},
	"lat-end": n("ec2/vpcEndpoint", props{"vpcId": ref("acc"), "vpcEndpointType": "Resource", "subnetIds": list(ref("acc-subnet")),
		"resourceConfigurationArn": attr{"lat-host", "arn:aws:vpc-lattice:eu-west-1:111122223333:resourceconfiguration/rcfg-1"}}),
}

func TestAccessVPCReachesHostsOfTheStackThroughLattice(t *testing.T) {
	t.Parallel()
	named := with(linked, stack{"lat-host": {kind: resourceConfigurationKind, answer: linked["lat-host"].answer, props: props{
		"resourceGatewayIdentifier": ref("lat-gate"), "type": "SINGLE", "allowAssociationToShareableServiceNetwork": false,
		"resourceConfigurationDefinition": props{"dnsResource": props{"domainName": hidden{"abc.gr7.eu-west-1.eks.amazonaws.com"}, "ipAddressType": "IPV4"}},
	}}})
	for name, add := range map[string]stack{"an address": linked, "a name": named} {
		s := with(private, shape("access VPC"), add)
		for _, f := range []form{formKnown, formUnknown} {
			if ways := s.build(f, sharedConfig).Ways(); len(ways) > 0 {
				t.Errorf("%s (%s): expected nothing to be refused, got %s", name, f, describe(ways))
			}
		}
	}
}

func TestLatticeBeyondThatIsRefused(t *testing.T) {
	t.Parallel()
	host := func(change func(props)) stack {
		p := props{
			"resourceGatewayIdentifier": ref("lat-gate"), "type": "SINGLE", "allowAssociationToShareableServiceNetwork": false,
			"resourceConfigurationDefinition": props{"ipResource": props{"ipAddress": "10.0.1.10"}},
		}
		change(p)
		return stack{"lat-host": n("vpclattice/resourceConfiguration", p)}
	}
	for _, c := range []struct {
		name string
		add  stack
		kind Kind
	}{
		{"a public address", host(func(p props) {
			p["resourceConfigurationDefinition"] = props{"ipResource": props{"ipAddress": "8.8.8.8"}}
		}), FrontLattice},
		{"an address that is not known", host(func(p props) {
			p["resourceConfigurationDefinition"] = props{"ipResource": props{"ipAddress": hidden{"10.0.1.10"}}}
		}), FrontLattice},
		{"a resource by ARN", host(func(p props) {
			p["resourceConfigurationDefinition"] = props{"arnResource": props{"arn": "arn:aws:rds:x"}}
		}), FrontLattice},
		{"a group of resources", host(func(p props) { p["type"] = "GROUP" }), FrontLattice},
		{"one that may join a shared network", host(func(p props) { p["allowAssociationToShareableServiceNetwork"] = true }), FrontLattice},
		{"one that says nothing of shared networks", host(func(p props) { delete(p, "allowAssociationToShareableServiceNetwork") }), FrontLattice},
		{"a gateway outside the stack", host(func(p props) { p["resourceGatewayIdentifier"] = "rgw-9" }), FrontLattice},
		{"a gateway in a VPC outside the stack", stack{"lat-gate": n("vpclattice/resourceGateway", props{"vpcId": "vpc-9"})}, FrontLattice},
		{"a service network", stack{"lat-net": n("vpclattice/serviceNetwork", nil)}, FrontLattice},
		{"an endpoint of the workload", stack{"lat-end": n("ec2/vpcEndpoint", props{"vpcId": ref("vpc"), "vpcEndpointType": "Resource", "subnetIds": list(ref("subnet")),
			"resourceConfigurationArn": attr{"lat-host", "arn:aws:vpc-lattice:eu-west-1:111122223333:resourceconfiguration/rcfg-1"}})}, EPThirdParty},
		{"an endpoint to a host of others", stack{"lat-end": n("ec2/vpcEndpoint", props{"vpcId": ref("acc"), "vpcEndpointType": "Resource", "subnetIds": list(ref("acc-subnet")),
			"resourceConfigurationArn": "arn:aws:vpc-lattice:eu-west-1:999999999999:resourceconfiguration/rcfg-9"})}, EPThirdParty},
		{"an endpoint to a service network", stack{"lat-end": n("ec2/vpcEndpoint", props{"vpcId": ref("acc"), "vpcEndpointType": "ServiceNetwork",
			"serviceNetworkArn": "arn:aws:vpc-lattice:eu-west-1:111122223333:servicenetwork/sn-1"})}, EPThirdParty},
	} {
		s := with(private, shape("access VPC"), linked, c.add)
		for _, f := range []form{formKnown, formUnknown} {
			if f == formKnown && strings.HasSuffix(c.name, "not known") {
				continue
			}
			if len(s.build(f, sharedConfig).WaysOf(c.kind)) == 0 {
				t.Errorf("%s (%s): expected %s", c.name, f, c.kind)
			}
		}
	}
	if len(with(private, linked).build(formKnown, sharedConfig).WaysOf(FrontLattice)) == 0 {
		t.Error("without an access VPC nothing of VPC Lattice is permitted")
	}
}

func TestExclusionFromBlockPublicAccessIsForAWholeAccessVPCOutwards(t *testing.T) {
	t.Parallel()
	exclusion := func(p props) stack { return stack{"excl": n("ec2/vpcBlockPublicAccessExclusion", p)} }
	for name, c := range map[string]struct {
		props   props
		refused bool
	}{
		"access VPC, outwards":     {props{"vpcId": ref("acc"), "internetGatewayExclusionMode": "allow-egress"}, false},
		"access VPC, both ways":    {props{"vpcId": ref("acc"), "internetGatewayExclusionMode": "allow-bidirectional"}, true},
		"a mode that is not known": {props{"vpcId": ref("acc"), "internetGatewayExclusionMode": hidden{"allow-egress"}}, true},
		"a subnet":                 {props{"subnetId": ref("acc-subnet"), "internetGatewayExclusionMode": "allow-egress"}, true},
		"workload VPC":             {props{"vpcId": ref("vpc"), "internetGatewayExclusionMode": "allow-egress"}, true},
		"a VPC of somewhere else":  {props{"vpcId": "vpc-9", "internetGatewayExclusionMode": "allow-egress"}, true},
		"a VPC that is not known":  {props{"vpcId": hidden{"vpc-acc"}, "internetGatewayExclusionMode": "allow-egress"}, true},
	} {
		for _, f := range []form{formKnown, formUnknown} {
			if f == formKnown && strings.HasSuffix(name, "not known") {
				continue
			}
			got := len(with(private, shape("access VPC"), exclusion(c.props)).build(f, sharedConfig).WaysOf(BPAExclusion)) > 0
			if got != c.refused {
				t.Errorf("%s (%s): refused %t, want %t", name, f, got, c.refused)
			}
		}
	}
}
