package isolation

import (
	"fmt"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/property"
)

func TestSubnetThatFallsBackToAPrivateMainTableIsIsolatedAndReported(t *testing.T) {
	t.Parallel()
	s := with(private, stack{"assoc": n("ec2/vpcDhcpOptions", nil)})
	for _, f := range allForms {
		m := s.build(f, Config{})
		row := m.Subnets()[0]
		if row.Verdict != Isolated || row.Explicit || row.Table != "main table of vpc" {
			t.Errorf("%s: expected an isolated subnet on the main table of vpc, got %+v", f, row)
		}
		if len(m.WaysOf(RouteMain)) != 1 {
			t.Errorf("%s: expected the missing association to be reported, got %s", f, describe(m.Ways()))
		}
	}
}

func TestSubnetWhoseTableIsHalfKnownCannotBeTold(t *testing.T) {
	t.Parallel()
	s := with(private, stack{
		"other": n("pulumi:pulumi:StackReference", nil),
		"assoc": {kind: "ec2/routeTableAssociation", deps: map[string][]string{"routeTableId": {"other"}},
			props: props{"subnetId": ref("subnet"), "routeTableId": ref("table")}},
	})
	row := s.build(formUnknown, Config{}).Subnets()[0]
	if row.Verdict != CannotTell || row.Table != "table or unknown" || len(row.Missing) == 0 {
		t.Errorf("expected cannot tell with what is missing, got %+v", row)
	}
}

func TestComponentWithTooManyTablesCannotBeTold(t *testing.T) {
	t.Parallel()
	s := with(private, stack{
		"comp":  n("component:index:Network", nil),
		"assoc": n("ec2/routeTableAssociation", props{"subnetId": ref("subnet"), "routeTableId": attr{"comp", "rtb-t0"}}),
	})
	for i := range maxCandidates + 1 {
		s[fmt.Sprint("t", i)] = node{kind: "ec2/routeTable", parent: "comp", props: props{"vpcId": ref("vpc")}}
	}
	if v := s.build(formUnknown, Config{}).Subnets()[0].Verdict; v != CannotTell {
		t.Errorf("expected cannot tell where one of %d tables may be in effect, got %s", maxCandidates+1, v)
	}
}

func TestInlineTargetsAreToldApartByTheirProperty(t *testing.T) {
	t.Parallel()
	s := with(private, stack{
		"nat": n("ec2/natGateway", props{"subnetId": ref("subnet")}),
		"vgw": n("ec2/vpnGateway", nil),
		"table": n("ec2/routeTable", props{"vpcId": ref("vpc"), "routes": list(
			props{"cidrBlock": "10.1.0.0/16", "gatewayId": ref("vgw")},
			props{"cidrBlock": "10.2.0.0/16", "natGatewayId": ref("nat")})}),
	})
	for _, f := range []form{formKnown, formUnknown, formAbsent} {
		m := s.build(f, Config{})
		for kind, property := range map[Kind]string{RouteVPN: "routes[0]", RouteNAT: "routes[1]"} {
			found := false
			for _, w := range m.WaysOf(kind) {
				found = found || w.Offender == s.urn("table") && w.Property == property
			}
			if !found {
				t.Errorf("%s: expected %s at %s, got %s", f, kind, property, describe(m.Ways()))
			}
		}
	}
}

func TestInlineRouteWhoseTargetTheProviderDropsIsJudgedByItsDependency(t *testing.T) {
	t.Parallel()
	s := with(private, igw)
	resources := s.resources(formUnknown)
	for i := range resources {
		if resources[i].Name == "table" {
			route := property.NewMap(map[string]property.Value{"cidrBlock": property.New("0.0.0.0/0")})
			resources[i].Inputs = property.Map{}
			resources[i].Outputs = resources[i].Outputs.Set("routes", property.New([]property.Value{property.New(route)}))
			resources[i].PropertyDependencies["routes"] = []string{s.urn("igw")}
		}
	}
	if ways := Build(resources, Config{}).WaysOf(RouteIGW); len(ways) != 1 {
		t.Errorf("expected a route to the internet gateway, got %s", describe(Build(resources, Config{}).Ways()))
	}
}

func TestWhatIsOnlyReadFromAWSIsNotOfTheStack(t *testing.T) {
	t.Parallel()
	for name, kind := range map[string]Kind{"tgw": RouteTGW, "peer": RoutePeering} {
		s := with(private, stack{
			"tgw":  n("ec2transitgateway/transitGateway", props{"defaultRouteTableAssociation": "disable", "defaultRouteTablePropagation": "disable"}),
			"peer": n("ec2/vpc", props{"cidrBlock": "10.7.0.0/16"}),
			"pcx":  n("ec2/vpcPeeringConnection", props{"vpcId": ref("vpc"), "peerVpcId": ref("peer")}),
			"r1":   n("ec2/route", props{"routeTableId": ref("table"), "destinationCidrBlock": "10.6.0.0/16", "transitGatewayId": ref("tgw")}),
			"r2":   n("ec2/route", props{"routeTableId": ref("table"), "destinationCidrBlock": "10.7.0.0/16", "vpcPeeringConnectionId": ref("pcx")}),
		})
		resources := s.resources(formKnown)
		if ways := Build(resources, Config{}).Ways(); len(ways) > 0 {
			t.Fatalf("expected what is in the stack to be permitted, got %s", describe(ways))
		}
		for i := range resources {
			resources[i].External = resources[i].Name == name
		}
		if len(Build(resources, Config{}).WaysOf(kind)) == 0 {
			t.Errorf("%s: expected what is only read to need a declaration", name)
		}
	}
}

func TestDestinationsAreExactlyWhatLiesOutside(t *testing.T) {
	t.Parallel()
	s := with(private, stack{
		"route": n("ec2/route", props{"routeTableId": ref("table"), "destinationCidrBlock": "172.0.0.0/11", "vpcPeeringConnectionId": "pcx-9"}),
	})
	ways := s.build(formKnown, Config{}).WaysOf(RoutePeering)
	if len(ways) != 1 || ways[0].Verdict != Reaches || ways[0].Destinations.String() != "172.0.0.0/12" {
		t.Fatalf("expected 172.0.0.0/12 to be reached, got %s", describe(ways))
	}
	if text := ways[0].String(); !strings.Contains(text, "route 172.0.0.0/11") {
		t.Errorf("expected the path to name the route, got %s", text)
	}
}

func TestDeclaredHubsExcuseWhatBelongsToThem(t *testing.T) {
	t.Parallel()
	s := with(private, stack{
		"vgw":    n("ec2/vpnGateway", nil),
		"attach": n("ec2/vpnGatewayAttachment", props{"vpcId": ref("vpc"), "vpnGatewayId": ref("vgw")}),
		"route":  n("ec2/route", props{"routeTableId": ref("table"), "destinationCidrBlock": "10.9.0.0/16", "gatewayId": ref("vgw")}),
	})
	for _, f := range allForms {
		if ways := s.build(f, Config{Hubs: []string{s.urn("vgw"), s.id("vgw")}}).Ways(); len(ways) > 0 {
			t.Errorf("%s: expected a declared VPN gateway to be permitted for private destinations, got %s", f, describe(ways))
		}
	}
}

func TestEndpointToAServiceOfTheStackIsPermitted(t *testing.T) {
	t.Parallel()
	s := with(private, stack{
		"vpce-svc-1": n("ec2/vpcEndpointService", props{"acceptanceRequired": true}),
		"use":        n("ec2/vpcEndpoint", props{"vpcId": ref("vpc"), "vpcEndpointType": "Interface", "serviceName": attr{"vpce-svc-1", "com.amazonaws.vpce.eu-west-1.id-vpce-svc-1"}}),
	})
	for _, f := range allForms {
		if ways := s.build(f, Config{}).Ways(); len(ways) > 0 {
			t.Errorf("%s: expected no way, got %s", f, describe(ways))
		}
	}
}

func TestSubnetThatAnAssociationOnlyMayConcernMayFollowTheMainTable(t *testing.T) {
	t.Parallel()
	s := with(private, igw, stack{
		"subnet2": n("ec2/subnet", props{"vpcId": ref("vpc"), "cidrBlock": "10.0.2.0/24"}),
		"assoc": {kind: "ec2/routeTableAssociation", deps: map[string][]string{"subnetId": {"subnet2"}},
			props: props{"subnetId": ref("subnet"), "routeTableId": ref("table")}},
		"main": n("ec2/defaultRouteTable", props{"defaultRouteTableId": attr{"vpc", "rtb-main"}, "routes": list(props{"cidrBlock": "0.0.0.0/0", "gatewayId": "igw-1"})}),
	})
	for _, row := range s.build(formUnknown, Config{}).Subnets() {
		if row.Explicit || row.Verdict != Reaches {
			t.Errorf("expected subnet %q to be judged by the main table as well, got %s", row.Name, row.Verdict)
		}
	}
}

func TestMainTableIsTheOneThatTheVPCReports(t *testing.T) {
	t.Parallel()
	s := with(private, igw, stack{
		"assoc":  n("ec2/vpcDhcpOptions", nil),
		"vpc":    {kind: "ec2/vpc", props: props{"cidrBlock": "10.0.0.0/16"}, answer: props{"mainRouteTableId": "rtb-public", "defaultRouteTableId": "rtb-main"}},
		"public": n("ec2/routeTable", props{"vpcId": ref("vpc"), "routes": list(props{"cidrBlock": "0.0.0.0/0", "gatewayId": ref("igw")})}),
	})
	if row := s.build(formKnown, Config{}).Subnets()[0]; row.Table != "public" || row.Verdict != Reaches {
		t.Errorf("expected the reported main table %q to be in effect, got %q and %s", "public", row.Table, row.Verdict)
	}
}

func TestMainTableThatMayBeAnotherOneCannotBeTold(t *testing.T) {
	t.Parallel()
	s := with(private, stack{
		"other": n("pulumi:pulumi:StackReference", nil),
		"assoc": n("ec2/vpcDhcpOptions", nil),
		"main": {kind: "ec2/mainRouteTableAssociation", deps: map[string][]string{"routeTableId": {"other"}},
			props: props{"vpcId": ref("vpc"), "routeTableId": ref("table")}},
	})
	if v := s.build(formUnknown, Config{}).Subnets()[0].Verdict; v != CannotTell {
		t.Errorf("expected cannot tell, got %s", v)
	}
}
