package isolation

import (
	"slices"
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
